package bound

import (
	"fmt"
	"go/token"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// Lost finds the ways on which a slot that was taken for the site's
// goroutine is not given back: the spawner leaves without starting it, or
// the goroutine returns early. Each such way makes the limit smaller for
// ever.
func (j *Judge) Lost(site *Site) []verdict.Evidence {
	found := j.lostInside(site.From)
	for _, op := range j.Operations(site.From) {
		if !j.takes(op, site.Instr, site) {
			continue
		}
		name := nameOf(op.Path, "the semaphore")
		if j.droppedBefore(op, site) {
			found = append(found, verdict.Evidence{
				Verdict: verdict.LostSlot,
				Pos:     op.Instr.Pos(),
				Text:    fmt.Sprintf("the slot of %s taken here is not given back on a way that does not start the goroutine", name),
			})
		}
		for _, edge := range site.Edges {
			if again := j.givenTwice(op, edge.To); again != nil {
				found = append(found, verdict.Evidence{
					Verdict: verdict.LostSlot,
					Pos:     again.Pos(),
					Text:    fmt.Sprintf("the slot of %s is given back here and once more when the function returns", name),
				})
			}
			if ret := j.keptAtReturn(op, edge.To); ret != nil {
				found = append(found, verdict.Evidence{
					Verdict: verdict.LostSlot,
					Pos:     ret.Pos(),
					Text:    fmt.Sprintf("the goroutine can return here and keep its slot of %s", name),
				})
			}
		}
	}
	return found
}

// lostInside finds the ways on which a function of the cycle keeps a slot
// that it takes and elsewhere gives back itself.
func (j *Judge) lostInside(fn *ssa.Function) []verdict.Evidence {
	known, ok := j.lost[fn]
	if !ok {
		known = slices.Clip(j.findLostInside(fn))
		j.lost[fn] = known
	}
	return known
}

func (j *Judge) findLostInside(fn *ssa.Function) []verdict.Evidence {
	var found []verdict.Evidence
	for _, op := range j.Operations(fn) {
		if op.Action == Bracket || op.Action == Acquire && len(j.releaseOf(op, fn).at) == 0 || !j.isSlot(op, fn) || j.resumes(op, fn) {
			continue
		}
		release, taken := j.releaseOf(op, fn), holding(op)
		if release.deferred || taken == nil {
			continue
		}
		if way := release.wayOut(*taken); way != nil {
			found = append(found, verdict.Evidence{
				Verdict: verdict.LostSlot,
				Pos:     way.Pos(),
				Text:    fmt.Sprintf("the function can return here and keep its slot of %s", nameOf(op.Path, "the semaphore")),
			})
		}
	}
	return found
}

// droppedBefore reports whether the spawner can return, or come back for
// the next slot, with neither the goroutine started, or another one that gives
// the slot back, nor the slot released.
func (j *Judge) droppedBefore(op Operation, site *Site) bool {
	release := j.releaseOf(op, site.From)
	if release.deferred {
		return false
	}
	taken := holding(op)
	if taken == nil {
		return false
	}
	started := map[ssa.Instruction]bool{site.Instr: true}
	for _, edge := range j.graph.Out[site.From] {
		if edge.Kind == graph.Spawn && len(j.releaseOf(op, edge.To).at) > 0 {
			started[edge.Instr] = true
		}
	}
	return flow.AvoidingFrom(taken.block, taken.index,
		func(i ssa.Instruction) bool { return isReturn(i) || i == op.Instr },
		func(i ssa.Instruction) bool { return started[i] || release.at[i] })
}

// keptAtReturn returns a way out of the goroutine's function that does not
// pass the release which other ways pass, or nil.
func (j *Judge) keptAtReturn(op Operation, fn *ssa.Function) ssa.Instruction {
	release := j.releaseOf(op, fn)
	if release.deferred || len(release.at) == 0 {
		return nil
	}
	for _, other := range j.operationsOn(op.Path.Key(), fn) {
		if other.Action == op.Action {
			return nil // it takes slots of its own
		}
	}
	return release.wayOut(place{fn.Blocks[0], 0})
}

// givenTwice returns a statement that gives back the slot which a deferred
// call gives back as well, or nil. A helper may know that it did so before,
// so only the plain statement counts.
func (j *Judge) givenTwice(op Operation, fn *ssa.Function) ssa.Instruction {
	var direct ssa.Instruction
	deferred := false
	for _, other := range j.operationsOn(op.Path.Key(), fn) {
		if !releases(op, other) {
			return nil // it takes slots of its own in between
		}
		if other.Deferred {
			deferred = deferred || !j.conditional(other.Instr)
		} else if other.Entered == nil && !lifted(other) {
			direct = other.Instr
		}
	}
	if !deferred {
		return nil
	}
	return direct
}

// lifted reports whether an operation is one of a helper, restated at its
// call.
func lifted(op Operation) bool {
	call, ok := op.Instr.(ssa.CallInstruction)
	return ok && actions[calledName(call)] != op.Action
}

// conditional reports whether the deferred literal decides whether to act.
func (j *Judge) conditional(instr ssa.Instruction) bool {
	call, ok := instr.(ssa.CallInstruction)
	if !ok || call.Common().StaticCallee() == nil {
		return true
	}
	return len(call.Common().StaticCallee().Blocks) > 2
}

// releasing are the instructions that give a slot back.
type releasing struct {
	at       map[ssa.Instruction]bool
	deferred bool
}

// wayOut returns a return statement that is reached from a place without
// giving the slot back, or nil.
func (r releasing) wayOut(from place) ssa.Instruction {
	var way ssa.Instruction
	flow.AvoidingFrom(from.block, from.index,
		func(i ssa.Instruction) bool {
			if ret, ok := i.(*ssa.Return); ok && ret.Pos().IsValid() {
				way = ret
			}
			return way != nil
		},
		func(i ssa.Instruction) bool { return r.at[i] })
	return way
}

func (j *Judge) releaseOf(op Operation, fn *ssa.Function) releasing {
	found := releasing{at: make(map[ssa.Instruction]bool)}
	for _, other := range j.operationsOn(op.Path.Key(), fn) {
		if !releases(op, other) {
			continue
		}
		found.deferred = found.deferred || other.Deferred
		found.at[other.Instr] = true
		if test := j.onSameCondition(op, other); test != nil {
			found.at[test] = true
		}
	}
	return found
}

// A place is a position in a function.
type place struct {
	block *ssa.BasicBlock
	index int
}

// holding returns where the slot is first held: after the operation, in the
// chosen case of a select, or where its result says that it succeeded.
func holding(op Operation) *place {
	if op.Entered != nil {
		return &place{op.Entered, 0}
	}
	if call, ok := op.Instr.(*ssa.Call); ok {
		if op.Try {
			return branchOn(call, token.EQL)
		}
		if failures := flow.Errors(call); len(failures) > 0 {
			for _, use := range *failures[0].Referrers() {
				if comparison, ok := use.(*ssa.BinOp); ok {
					return branchOn(comparison, comparison.Op)
				}
			}
			return nil
		}
	}
	for at, instr := range op.Instr.Block().Instrs {
		if instr == op.Instr {
			return &place{op.Instr.Block(), at + 1}
		}
	}
	return nil
}

// branchOn returns where the branch on a condition leads on success.
func branchOn(condition ssa.Value, op token.Token) *place {
	for _, use := range *condition.Referrers() {
		if branch, ok := use.(*ssa.If); ok {
			if op == token.NEQ {
				return &place{branch.Block().Succs[1], 0}
			}
			return &place{branch.Block().Succs[0], 0}
		}
	}
	return nil
}
