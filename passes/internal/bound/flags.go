package bound

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// flagGuard recognises a shared flag that lets one goroutine through: a
// boolean or a pointer that is tested and then set.
func (j *Judge) flagGuard(cond ssa.Value, taken bool, edge *graph.Edge, site *Site) *verdict.Evidence {
	tested := cond
	if comparison, ok := cond.(*ssa.BinOp); ok {
		if !origin.IsNil(comparison.Y) || (comparison.Op == token.EQL) != taken || flow.IsError(comparison.X.Type()) {
			return nil
		}
		tested = comparison.X
	} else if taken && !j.swapped(cond) {
		return nil
	}
	path, set := j.graph.Origin.Path(tested), false
	if j.swapped(tested) {
		path, set = j.graph.Origin.Path(tested.(*ssa.Call).Call.Args[0]), true
	} else if keeper := j.toldElsewhere(tested, edge.Instr); keeper != nil {
		path, set = j.graph.Origin.Path(keeper), true
	}
	if _, ok := path.Root.(*ssa.Parameter); ok && len(path.Fields) == 0 {
		return nil
	}
	if !set && (path.Root == tested || !j.setsNear(path, edge.Instr)) || j.scope(path, site) != Shared {
		return nil
	}
	return &verdict.Evidence{
		Verdict: verdict.BoundedOnce,
		Text:    fmt.Sprintf("%s lets one goroutine through at a time", nameOf(path, "a shared flag")),
	}
}

// swapped reports whether cond is a successful compare-and-swap or TryLock.
func (j *Judge) swapped(cond ssa.Value) bool {
	call, ok := cond.(*ssa.Call)
	if !ok {
		return false
	}
	name := calledName(call)
	return strings.Contains(name, "sync/atomic.") && strings.Contains(name, "CompareAndSwap") ||
		strings.HasSuffix(name, "Mutex).TryLock")
}

// toldElsewhere returns the object of another package that a flag is asked of, if it
// is told something before the goroutine starts, which is the same for the next one
// to ask; or nil. What it returns then is no element of it.
func (j *Judge) toldElsewhere(tested ssa.Value, start ssa.Instruction) ssa.Value {
	asked, ok := tested.(*ssa.Call)
	if !ok || !isForeignMethod(asked) || len(asked.Call.Args) != 1 || j.flow.InLoop(asked) {
		return nil
	}
	keeper := asked.Call.Args[0]
	for _, instr := range calls(asked.Parent()) {
		told, ok := instr.(*ssa.Call)
		if ok && isForeignMethod(told) && told.Call.StaticCallee() != asked.Call.StaticCallee() && unused(told) &&
			j.graph.Origin.Path(told.Call.Args[0]).Equal(j.graph.Origin.Path(keeper)) && j.flow.Follows(asked, told) && flow.Dominates(told, start) {
			return keeper
		}
	}
	return nil
}

// isForeignMethod reports whether a call is one of a method of another package that
// keeps what it is told.
func isForeignMethod(call *ssa.Call) bool {
	callee := call.Call.StaticCallee()
	if callee == nil || callee.Blocks != nil || callee.Signature.Recv() == nil {
		return false
	}
	_, pointer := callee.Signature.Recv().Type().Underlying().(*types.Pointer)
	return pointer
}

// setsNear reports whether the function stores to the tested variable on
// some way through the guarded place, or calls a setter there that does.
func (j *Judge) setsNear(path origin.Path, instr ssa.Instruction) bool {
	for _, block := range instr.Parent().Blocks {
		for _, other := range block.Instrs {
			if !j.sets(other, path, true) {
				continue
			}
			if j.flow.Follows(other, instr) || j.flow.Follows(instr, other) || other.Block() == instr.Block() {
				return true
			}
		}
	}
	return false
}

// sets reports whether an instruction stores to the variable at path, or calls a
// function of the package that always does.
func (j *Judge) sets(instr ssa.Instruction, path origin.Path, calls bool) bool {
	switch instr := instr.(type) {
	case *ssa.Store:
		return j.graph.Origin.Path(instr.Addr).Key() == path.Key()
	case *ssa.Call:
		callee := instr.Call.StaticCallee()
		if !calls || callee == nil {
			return false
		}
		if callee = j.graph.Prog.Canonical(callee); len(callee.Blocks) == 0 {
			return false
		}
		return slices.ContainsFunc(callee.Blocks[0].Instrs, func(inner ssa.Instruction) bool { return j.sets(inner, path, false) })
	}
	return false
}
