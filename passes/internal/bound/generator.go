package bound

import (
	"go/token"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// drained recognises a generator: the function returns the channel that its
// goroutine sends to and closes, and the recursion reads each such channel to
// its end before it goes on. That is a join, by the caller. One that makes the
// next generator before the last one is at its end has several of them alive.
func (j *Judge) drained(site *Site) *verdict.Evidence {
	if !j.returnsClosed(site) {
		return nil
	}
	var first ssa.Instruction
	for _, edge := range j.graph.In[site.From] {
		if !j.reentry(edge, site) {
			continue
		}
		call, ok := edge.Instr.(*ssa.Call)
		if !ok || edge.Kind != graph.Call || !edge.Direct {
			return nil
		}
		receive, end := readToEnd(call)
		if receive == nil || j.reenters(call, end, site) {
			return nil
		}
		first = receive
	}
	if first == nil {
		return nil
	}
	return drainedAt(first)
}

// drainedByCaller recognises a generator that is no part of the recursion, and
// that the recursion reads to its end without going on meanwhile.
func (j *Judge) drainedByCaller(site *Site) *verdict.Evidence {
	call, ok := site.Via[len(site.Via)-1].Instr.(*ssa.Call)
	if !ok || !j.returnsClosed(site) {
		return nil
	}
	receive, _ := readToEnd(call)
	if receive == nil {
		return nil
	}
	for _, edge := range j.graph.Out[receive.Parent()] {
		if j.reentry(edge, site) && j.flow.Follows(receive, edge.Instr) && j.flow.Follows(edge.Instr, receive) {
			return nil // it goes on inside the loop
		}
	}
	return drainedAt(receive)
}

// reenters reports whether the recursion goes on between a call and a place.
func (j *Judge) reenters(call *ssa.Call, until *place, site *Site) bool {
	for _, edge := range j.graph.Out[call.Parent()] {
		if j.reentry(edge, site) && flow.Avoiding(call, isInstr(edge.Instr), isInstr(until.block.Instrs[until.index])) {
			return true
		}
	}
	return false
}

func drainedAt(receive ssa.Instruction) *verdict.Evidence {
	return sequential(receive, "what the goroutine sends is received to the end here before the recursion goes on")
}

// returnsClosed reports whether the function returns the channel that the
// goroutine closes.
func (j *Judge) returnsClosed(site *Site) bool {
	closed := make(map[any]bool)
	for _, edge := range site.Edges {
		for _, op := range j.Operations(edge.To) {
			if op.Action == Close {
				closed[j.seenFrom(op.Path, edge).Key()] = true
			}
		}
	}
	found := false
	for _, block := range site.From.Blocks {
		ret, ok := flow.Last(block).(*ssa.Return)
		if !ok {
			continue
		}
		if len(ret.Results) != 1 || !closed[j.graph.Origin.Path(ret.Results[0]).Key()] {
			return false
		}
		found = true
	}
	return found
}

// readToEnd returns the receive of the loop that reads a channel until it is
// closed, and where that leads, if that is all that happens to the channel a call
// returns and nothing leaves the loop early. Else it returns nil.
func readToEnd(call *ssa.Call) (ssa.Instruction, *place) {
	var found *ssa.UnOp
	for _, use := range *call.Referrers() {
		receive, ok := use.(*ssa.UnOp)
		if !ok || receive.Op != token.ARROW || !receive.CommaOk || found != nil {
			return nil, nil
		}
		found = receive
	}
	if found == nil {
		return nil, nil
	}
	for _, use := range *found.Referrers() {
		open, ok := use.(*ssa.Extract)
		if !ok || open.Index != 1 {
			continue
		}
		into := branchOn(open, token.EQL)
		if into == nil {
			return nil, nil
		}
		early := flow.AvoidingFrom(into.block, into.index,
			func(i ssa.Instruction) bool {
				_, returned := i.(*ssa.Return)
				return returned
			},
			isInstr(found))
		if !early {
			return found, branchOn(open, token.NEQ)
		}
	}
	return nil, nil
}
