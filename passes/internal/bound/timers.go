package bound

import (
	"fmt"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

const stopTimer = "(*time.Timer).Stop"

// deferredStop returns the deferred call that calls off what context.AfterFunc or
// time.AfterFunc is to start, or nil.
func (j *Judge) deferredStop(edge *graph.Edge) ssa.Instruction {
	start, ok := edge.Instr.(*ssa.Call)
	if !ok || calledName(start) != "context.AfterFunc" && calledName(start) != "time.AfterFunc" {
		return nil
	}
	isStart := func(v ssa.Value) bool { return j.graph.Origin.Path(v).Root == ssa.Value(start) }
	for _, call := range calls(edge.From) {
		later, ok := call.(*ssa.Defer)
		if !ok {
			continue
		}
		timer := calledName(later) == stopTimer && isStart(later.Call.Args[0])
		if timer || later.Call.StaticCallee() == nil && isStart(later.Call.Value) {
			return later
		}
	}
	return nil
}

// canceledOnReturn recognises goroutines that work under a context which their starter
// cancels when it returns, and that wait for nothing else.
func (j *Judge) canceledOnReturn(site *Site) *verdict.Evidence {
	for _, call := range calls(site.From) {
		cancel, ok := call.(*ssa.Defer)
		if !ok {
			continue
		}
		under := func(call ssa.CallInstruction) bool {
			return slices.ContainsFunc(call.Common().Args, func(arg ssa.Value) bool {
				return isContext(arg.Type()) && j.cancels(cancel.Call.Value, arg)
			})
		}
		free := func(edge *graph.Edge) bool {
			return !slices.ContainsFunc(calls(edge.To), func(call ssa.Instruction) bool { return under(call.(ssa.CallInstruction)) }) ||
				slices.ContainsFunc(j.Operations(edge.To), func(op Operation) bool {
					call, ok := op.Instr.(ssa.CallInstruction)
					return waits(op) && !(ok && under(call))
				})
		}
		if under(site.Instr) || len(site.Edges) > 0 && !slices.ContainsFunc(site.Edges, free) {
			return sequential(cancel, "the goroutine works under a context that its starter cancels here before it returns to the recursion")
		}
	}
	return nil
}

// waits reports whether an operation waits for others.
func waits(op Operation) bool {
	switch op.Action {
	case Send, Receive, Acquire, Wait:
		return !op.Try
	}
	return false
}

// replaced recognises a timer that the whole recursion has one of: who sets it
// stops the one before, or is what that one ran.
func (j *Judge) replaced(site *Site) *verdict.Evidence {
	for _, edge := range site.Edges {
		timer, ok := j.timer(edge)
		if !ok {
			return nil
		}
		if j.scope(timer, site) != Shared {
			continue
		}
		if stop := j.stoppedBefore(timer, edge.Instr); stop != nil {
			return &verdict.Evidence{
				Verdict: verdict.BoundedOnce,
				Pos:     stop.Pos(),
				Text:    fmt.Sprintf("the timer that was in %s before is stopped here, so there is one at a time", nameOf(timer, "the variable")),
				Counts:  true,
			}
		}
		if j.setsItself(edge, timer) {
			return &verdict.Evidence{
				Verdict: verdict.Chain,
				Pos:     edge.Instr.Pos(),
				Text:    fmt.Sprintf("what the timer in %s runs sets it anew, so there is one at a time", nameOf(timer, "the variable")),
				Counts:  true,
			}
		}
	}
	return nil
}

// timer returns where the timer is kept that an edge sets, if it sets one. It is not
// kept anywhere if the path is empty.
func (j *Judge) timer(edge *graph.Edge) (kept origin.Path, ok bool) {
	start, ok := edge.Instr.(*ssa.Call)
	if !ok || calledName(start) != "time.AfterFunc" {
		return origin.Path{}, false
	}
	for _, use := range *start.Referrers() {
		if store, ok := use.(*ssa.Store); ok && store.Val == ssa.Value(start) {
			return j.kept(store.Addr), true
		}
	}
	return origin.Path{}, true
}

// kept is the path of a variable itself, where that of what a new struct has in a
// field would be what is put in there.
func (j *Judge) kept(addr ssa.Value) origin.Path {
	field, ok := addr.(*ssa.FieldAddr)
	if !ok {
		return j.graph.Origin.Path(addr)
	}
	path := j.graph.Origin.Path(field.X)
	path.Fields = append(slices.Clip(path.Fields), origin.FieldOf(field))
	return path
}

// setsItself reports whether a timer is set once in the function that it runs, and
// that nothing else runs. Whoever else sets it stops the one before, or has just made
// what keeps it.
func (j *Judge) setsItself(edge *graph.Edge, timer origin.Path) bool {
	if edge.To != edge.From || j.flow.InLoop(edge.Instr) {
		return false
	}
	return !slices.ContainsFunc(j.graph.In[edge.To], func(other *graph.Edge) bool {
		kept, ok := j.timer(other)
		if !ok || kept.Root == nil || kept.Key() != timer.Key() {
			return true
		}
		_, made := kept.Root.(*ssa.Alloc)
		return other != edge && !made && j.stoppedBefore(kept, other.Instr) == nil
	})
}

// stoppedBefore returns the call that stops the timer at path whenever a call that
// starts another one is reached, or nil. There need not be one yet.
func (j *Judge) stoppedBefore(timer origin.Path, start ssa.Instruction) ssa.Instruction {
	for _, call := range calls(start.Parent()) {
		stop, ok := call.(*ssa.Call)
		if !ok || calledName(stop) != stopTimer || j.graph.Origin.Path(stop.Call.Args[0]).Key() != timer.Key() {
			continue
		}
		if flow.Dominates(stop, start) {
			return stop
		}
		conditions := flow.Conditions(stop.Block())
		if len(conditions) == 0 {
			continue
		}
		test, ok := conditions[0].Value.(*ssa.BinOp)
		if ok && origin.IsNil(test.Y) && j.graph.Origin.Path(test.X).Key() == timer.Key() && flow.Dominates(conditions[0].If, start) {
			return stop
		}
	}
	return nil
}
