package bound

import (
	"go/token"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// received reports whether instr takes an item out of a channel.
func received(instr ssa.Instruction) bool {
	if extract, ok := instr.(*ssa.Extract); ok {
		switch tuple := extract.Tuple.(type) {
		case *ssa.Select:
			return extract.Index >= 2
		case *ssa.UnOp:
			return tuple.Op == token.ARROW && extract.Index == 0
		}
		return false
	}
	receive, ok := instr.(*ssa.UnOp)
	return ok && receive.Op == token.ARROW
}

// perItem reports whether the instruction is executed anew for each item of a
// worklist: in the loop that receives them, or in what runs for an item. A
// cycle through a channel comes back to the same activation of the loop's
// function, and what that makes outside of the loop is there once.
func (s *scoping) perItem(instr ssa.Instruction) bool {
	fn := instr.Parent()
	if !s.judge.graph.Together(fn, s.site.On()) {
		return fn.Parent() != nil && s.perItemLiteral(fn)
	}
	receives := s.judge.receives(fn)
	if len(receives) == 0 {
		return true
	}
	for _, receive := range receives {
		if loop := flow.Loop(receive); loop != nil && flow.Heads(loop, instr) {
			return true
		}
	}
	return false
}

// perItemLiteral reports whether a literal that is not on the cycle is made
// anew for each item.
func (s *scoping) perItemLiteral(literal *ssa.Function) bool {
	for _, closure := range s.judge.graph.Prog.Closures[literal] {
		if s.perItem(closure) {
			return true
		}
	}
	return false
}

// receives returns where a function takes the items of the worklists whose
// cycles lead through it.
func (j *Judge) receives(fn *ssa.Function) []ssa.Instruction {
	var found []ssa.Instruction
	for _, edge := range j.graph.In[fn] {
		if edge.Kind == graph.Send {
			found = append(found, edge.Receives...)
		}
	}
	return found
}

// inRound reports whether an edge can be part of a round of the cycle. A round
// that comes into a function by a channel goes on from where it receives: what
// the function has started before, such as the workers, is not started again.
func (j *Judge) inRound(edge *graph.Edge, site *Site) bool {
	entered := false
	for _, in := range j.graph.In[edge.From] {
		if !j.graph.Together(in.From, site.On()) {
			continue
		}
		entered = true
		if in.Kind != graph.Send || slices.ContainsFunc(in.Receives, func(receive ssa.Instruction) bool { return j.flow.Follows(receive, edge.Instr) }) {
			return true
		}
	}
	return !entered
}

// batchShape asks whether the loop of a worklist, or the helper that it calls,
// waits for the goroutines of one item before it receives the next.
func (j *Judge) batchShape(site *Site) *verdict.Evidence {
	receives := j.receives(site.From)
	isReceive := func(i ssa.Instruction) bool { return slices.Contains(receives, i) }
	// What the loop receives are items, and no signs that a goroutine ended.
	joined := slices.DeleteFunc(j.joins(site), func(op Operation) bool { return isReceive(op.Instr) })
	if len(joined) == 0 {
		return nil
	}
	if len(receives) == 0 {
		if !j.joinedBeforeReturn(site, joined) {
			return nil
		}
		return sequential(joined[0].Instr, "the goroutine is awaited here before its starter returns to the loop that receives")
	}
	waits, _ := j.waitSets(joined, site)
	if flow.Avoiding(site.Instr, isReceive, func(i ssa.Instruction) bool { return waits[i] }) {
		return nil
	}
	return sequential(joined[0].Instr, "the goroutine is awaited here before the loop receives the next item")
}

// sendsWhileHolding returns a place where a goroutine of a worklist hands back
// an item, over a channel without room, and keeps its slot until it is taken.
func (j *Judge) sendsWhileHolding(op Operation, site *Site) ssa.Instruction {
	if !site.Worklist {
		return nil
	}
	unbuffered := make(map[any]bool)
	for _, other := range j.Operations(op.Instr.Parent()) {
		if other.Action == Receive && !other.Unused && j.unbuffered(other.Path) {
			unbuffered[other.Path.Key()] = true
		}
	}
	for _, edge := range site.Edges {
		for _, other := range j.Operations(edge.To) {
			if other.Action == Send && !other.Try && unbuffered[j.seenFrom(other.Path, edge).Key()] && !j.mayRelease(op, other.Instr, edge) {
				return other.Instr
			}
		}
	}
	return nil
}

// mayRelease reports whether what a spawn starts can have given back the slot of
// the spawner when it comes to an instruction.
func (j *Judge) mayRelease(op Operation, instr ssa.Instruction, spawn *graph.Edge) bool {
	return slices.ContainsFunc(j.Operations(instr.Parent()), func(other Operation) bool {
		return !other.Deferred && j.sameThrough(op, other, spawn) && releases(op, other) && j.flow.Follows(other.Instr, instr)
	})
}
