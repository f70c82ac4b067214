package bound

import (
	"fmt"

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

// replaced recognises a timer that the whole recursion has one of: who sets it
// stops the one before.
func (j *Judge) replaced(site *Site) *verdict.Evidence {
	for _, edge := range site.Edges {
		start, ok := edge.Instr.(*ssa.Call)
		if !ok || calledName(start) != "time.AfterFunc" {
			return nil
		}
		for _, use := range *start.Referrers() {
			store, ok := use.(*ssa.Store)
			if !ok || store.Val != ssa.Value(start) {
				continue
			}
			timer := j.graph.Origin.Path(store.Addr)
			if j.scope(timer, site) != Shared {
				continue
			}
			if stop := j.stoppedBefore(timer, start); stop != nil {
				return &verdict.Evidence{
					Verdict: verdict.BoundedOnce,
					Pos:     stop.Pos(),
					Text:    fmt.Sprintf("the timer that was in %s before is stopped here, so there is one at a time", nameOf(timer, "the variable")),
				}
			}
		}
	}
	return nil
}

// stoppedBefore returns the call that stops the timer at path whenever a call that
// starts another one is reached, or nil. There need not be one yet.
func (j *Judge) stoppedBefore(timer origin.Path, start *ssa.Call) ssa.Instruction {
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
