package bound

import (
	"go/types"
	"maps"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// constructors are the functions that make a limited pool of another package,
// each with the argument that says how many goroutines it has.
var constructors = map[string]int{
	"github.com/panjf2000/ants.NewPool":           0,
	"github.com/panjf2000/ants/v2.NewPool":        0,
	"github.com/panjf2000/ants/v2.NewMultiPool":   1,
	"github.com/alitto/pond.New":                  0,
	"github.com/alitto/pond/v2.NewPool":           0,
	"github.com/alitto/pond/v2.NewResultPool":     0,
	"github.com/alitto/pond/v2.NewSubpool":        0,
	"(github.com/alitto/pond/v2.Pool).NewSubpool": 0,
}

// Synchronises reports whether no code states what a function does to a group,
// a pool or a semaphore. A package that uses it may have types of its own that
// do the same.
func Synchronises(fn *types.Func) bool {
	name := fn.Origin().FullName()
	_, makes := constructors[name]
	_, acts := actions[name]
	return makes || acts
}

// Synchronisers returns the names of the functions that [Synchronises] knows.
func Synchronisers() []string {
	return slices.Concat(slices.Collect(maps.Keys(actions)), slices.Collect(maps.Keys(constructors)))
}

// constructed returns the limit that a value has from the call that made it.
func constructed(v ssa.Value) (Operation, bool) {
	if extract, ok := v.(*ssa.Extract); ok {
		v = extract.Tuple
	}
	call, ok := v.(*ssa.Call)
	if !ok {
		return Operation{}, false
	}
	at, known := constructors[methodName(call)]
	if !known || at >= len(call.Call.Args) {
		return Operation{}, false
	}
	return Operation{Action: SetLimit, Instr: call, Amount: call.Call.Args[at]}, true
}

// methodName returns the full name of what a call names, be it a method of an
// interface.
func methodName(call ssa.CallInstruction) string {
	if common := call.Common(); common.IsInvoke() {
		return common.Method.Origin().FullName()
	}
	return calledName(call)
}

// queues reports whether a pool's method leaves a task that has to wait to the
// pool, instead of waiting itself.
func queues(spawner *types.Func) bool {
	return spawner.Pkg() != nil && strings.HasPrefix(spawner.Pkg().Path(), "github.com/alitto/pond")
}

// refuses reports whether a pool's method gives up rather than wait.
func refuses(spawner *types.Func) bool { return strings.HasPrefix(spawner.Name(), "Try") }

// limitsNothing reports whether a limit stands for none: the pools take zero
// or less for it, and a group whatever is negative.
func limitsNothing(limit Operation) (int64, bool) {
	n, constant := integer(limit.Amount)
	if !constant {
		return 0, false
	}
	if _, pool := constructed(limitedValue(limit)); pool && n <= 0 {
		return n, true
	}
	return n, n < 0 || n >= huge
}

func limitedValue(limit Operation) ssa.Value {
	value, _ := limit.Instr.(ssa.Value)
	return value
}
