// Package flow answers questions about the control flow inside one
// function: what happens before what, what can follow what, and which
// conditions a place depends on.
package flow

import "golang.org/x/tools/go/ssa"

// Graph caches reachability between the blocks of functions.
type Graph struct {
	reach map[*ssa.BasicBlock][]bool
}

// New returns an empty cache.
func New() *Graph {
	return &Graph{reach: make(map[*ssa.BasicBlock][]bool)}
}

// reachable returns, by block index, what a non-empty path from b reaches.
func (g *Graph) reachable(b *ssa.BasicBlock) []bool {
	if seen, ok := g.reach[b]; ok {
		return seen
	}
	seen := make([]bool, len(b.Parent().Blocks))
	pending := append([]*ssa.BasicBlock(nil), b.Succs...)
	for len(pending) > 0 {
		next := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if seen[next.Index] {
			continue
		}
		seen[next.Index] = true
		pending = append(pending, next.Succs...)
	}
	g.reach[b] = seen
	return seen
}

// Follows reports whether b can be executed after a, in one activation of
// the function that holds both.
func (g *Graph) Follows(a, b ssa.Instruction) bool {
	if a.Parent() != b.Parent() {
		return false
	}
	if a.Block() == b.Block() && index(a) < index(b) {
		return true
	}
	return g.reachable(a.Block())[b.Block().Index]
}

// FromBlock reports whether b can be executed once block is entered.
func (g *Graph) FromBlock(block *ssa.BasicBlock, b ssa.Instruction) bool {
	return block == b.Block() || g.reachable(block)[b.Block().Index]
}

// InLoop reports whether one activation can execute the instruction twice.
func (g *Graph) InLoop(i ssa.Instruction) bool {
	return g.reachable(i.Block())[i.Block().Index]
}

// Avoiding reports whether a path leads from just after start to target
// without executing any of the barriers.
func Avoiding(start ssa.Instruction, target, barrier func(ssa.Instruction) bool) bool {
	return AvoidingFrom(start.Block(), index(start)+1, target, barrier)
}

// AvoidingFrom is Avoiding for a path that starts with the instruction of
// block at the given index.
func AvoidingFrom(block *ssa.BasicBlock, from int, target, barrier func(ssa.Instruction) bool) bool {
	scan := func(instrs []ssa.Instruction) (hit, stop bool) {
		for _, instr := range instrs {
			if barrier(instr) {
				return false, true
			}
			if target(instr) {
				return true, true
			}
		}
		return false, false
	}
	if hit, stop := scan(block.Instrs[from:]); stop {
		return hit
	}
	seen := make(map[*ssa.BasicBlock]bool)
	pending := append([]*ssa.BasicBlock(nil), block.Succs...)
	for len(pending) > 0 {
		next := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if seen[next] {
			continue
		}
		seen[next] = true
		hit, stop := scan(next.Instrs)
		if hit {
			return true
		}
		if !stop {
			pending = append(pending, next.Succs...)
		}
	}
	return false
}

// Dominates reports whether every path from the function's entry to b
// executes a first.
func Dominates(a, b ssa.Instruction) bool {
	if a.Parent() != b.Parent() {
		return false
	}
	if a.Block() == b.Block() {
		return index(a) < index(b)
	}
	return a.Block().Dominates(b.Block())
}

// A Condition is a branch that was decided on the way to a place.
type Condition struct {
	Value ssa.Value
	Taken bool // the outcome that leads to the place
	If    *ssa.If
}

// Conditions returns the branches that every path from the entry to block
// decides in the same way, innermost first.
func Conditions(block *ssa.BasicBlock) []Condition {
	var found []Condition
	for d := block; d != nil; d = d.Idom() {
		above := d.Idom()
		if above == nil {
			break
		}
		branch, ok := above.Instrs[len(above.Instrs)-1].(*ssa.If)
		if !ok {
			continue
		}
		for i, succ := range above.Succs {
			if entered(succ, above) && succ.Dominates(block) {
				found = append(found, Condition{Value: branch.Cond, Taken: i == 0, If: branch})
			}
		}
	}
	return found
}

// entered reports whether block is entered by one branch of pred only, but
// for the jumps back of a loop that it is the head of.
func entered(block, pred *ssa.BasicBlock) bool {
	branches := 0
	for _, other := range block.Preds {
		if other == pred {
			branches++
		} else if !block.Dominates(other) {
			return false
		}
	}
	return branches == 1
}

func index(i ssa.Instruction) int {
	for at, instr := range i.Block().Instrs {
		if instr == i {
			return at
		}
	}
	return -1
}
