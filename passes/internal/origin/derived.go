package origin

import (
	"go/types"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// derivedFrom returns what a call of another package's method derives its
// result from, where the result stands for the same goroutines under the same
// limit: a pool that is configured step by step, a group of a pool. Else it
// returns nil. The code of these methods copies the pool, or hides it behind an
// interface, so this is stated and not computed.
func derivedFrom(call *ssa.CallCommon) ssa.Value {
	if call.IsInvoke() {
		if derives[call.Method.Origin().FullName()] {
			return call.Value
		}
		return nil
	}
	callee := call.StaticCallee()
	if callee == nil || len(call.Args) == 0 || callee.Signature.Recv() == nil {
		return nil
	}
	object, ok := callee.Object().(*types.Func)
	if !ok || object.Pkg() == nil {
		return nil
	}
	// The pools of conc are configured by methods that all start alike.
	if object.Pkg().Path() == "github.com/sourcegraph/conc/pool" && strings.HasPrefix(object.Name(), "With") || derives[object.Origin().FullName()] {
		return call.Args[0]
	}
	return nil
}

var derives = map[string]bool{
	"(*github.com/alitto/pond.WorkerPool).Group":                true,
	"(*github.com/alitto/pond.WorkerPool).GroupContext":         true,
	"(github.com/alitto/pond/v2.Pool).NewGroup":                 true,
	"(github.com/alitto/pond/v2.Pool).NewGroupContext":          true,
	"(github.com/alitto/pond/v2.ResultPool[R]).NewGroup":        true,
	"(github.com/alitto/pond/v2.ResultPool[R]).NewGroupContext": true,
}
