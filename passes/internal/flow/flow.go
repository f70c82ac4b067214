// Package flow answers questions about the control flow inside one
// function: what happens before what, what can follow what, and which
// conditions a place depends on.
package flow

import (
	"go/token"
	"iter"

	"golang.org/x/tools/go/ssa"
)

// Graph caches what is known of the blocks of functions.
type Graph struct {
	orders map[*ssa.Function]*order
}

// New returns an empty cache.
func New() *Graph {
	return &Graph{orders: make(map[*ssa.Function]*order)}
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
	return g.orderOf(a.Parent()).reaches(a.Block(), b.Block())
}

// Followed returns whether, after one instruction, any of the given ones of its
// function may be executed.
func (g *Graph) Followed(by iter.Seq[ssa.Instruction]) func(ssa.Instruction) bool {
	last := make(map[*ssa.BasicBlock]int) // the index of the last of them in a block
	before := make(map[*ssa.BasicBlock]bool)
	var pending []*ssa.BasicBlock
	for instr := range by {
		block := instr.Block()
		last[block] = max(last[block], index(instr))
		pending = append(pending, block.Preds...)
	}
	for len(pending) > 0 {
		block := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if !before[block] {
			before[block] = true
			pending = append(pending, block.Preds...)
		}
	}
	return func(instr ssa.Instruction) bool {
		return before[instr.Block()] || index(instr) < last[instr.Block()]
	}
}

// FromBlock reports whether b can be executed once block is entered.
func (g *Graph) FromBlock(block *ssa.BasicBlock, b ssa.Instruction) bool {
	return block == b.Block() || g.orderOf(b.Parent()).reaches(block, b.Block())
}

// InLoop reports whether one activation can execute the instruction twice.
func (g *Graph) InLoop(i ssa.Instruction) bool {
	return g.orderOf(i.Parent()).reaches(i.Block(), i.Block())
}

// Loop returns the head of the innermost loop around an instruction, or nil.
func Loop(i ssa.Instruction) *ssa.BasicBlock {
	for head := i.Block(); head != nil; head = head.Idom() {
		if Heads(head, i) {
			return head
		}
	}
	return nil
}

// Heads reports whether block is the head of a loop around the instruction.
func Heads(block *ssa.BasicBlock, instr ssa.Instruction) bool {
	for _, pred := range block.Preds {
		if Around(instr, block, pred) {
			return true
		}
	}
	return false
}

// Around reports whether end jumps back to head in a loop around the
// instruction: a way leads there that does not pass the head before.
func Around(instr ssa.Instruction, head, end *ssa.BasicBlock) bool {
	back := Last(end)
	return head.Dominates(end) && Avoiding(instr,
		func(i ssa.Instruction) bool { return i == back },
		func(i ssa.Instruction) bool { return i == head.Instrs[0] })
}

// Entry returns the tests that decide whether the loop with the given head is
// entered and gone round again.
func Entry(head *ssa.BasicBlock) []ssa.Instruction {
	var found []ssa.Instruction
	for _, block := range append([]*ssa.BasicBlock{head}, head.Preds...) {
		if test, ok := Last(block).(*ssa.If); ok {
			found = append(found, test)
		}
	}
	return found
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

// Affirmed returns the condition without negations: the value that is tested
// and the outcome that leads to the place.
func (c Condition) Affirmed() (value ssa.Value, taken bool) {
	value, taken = c.Value, c.Taken
	for {
		not, ok := value.(*ssa.UnOp)
		if !ok || not.Op != token.NOT {
			return value, taken
		}
		value, taken = not.X, !taken
	}
}

// Conditions returns the branches that every path from the entry to block
// decides in the same way, innermost first, and after one on a variable the
// conditions that have set it so.
func Conditions(block *ssa.BasicBlock) []Condition { return conditionsBelow(block, nil) }

// conditionsBelow returns the conditions of block that are no conditions of top.
func conditionsBelow(block, top *ssa.BasicBlock) []Condition {
	var found []Condition
	for d := block; d != top; d = d.Idom() {
		above := d.Idom()
		if above == nil {
			break
		}
		branch, ok := Last(above).(*ssa.If)
		if !ok {
			continue
		}
		for i, succ := range above.Succs {
			if entered(succ, above) && succ.Dominates(block) {
				condition := Condition{Value: branch.Cond, Taken: i == 0, If: branch}
				found = append(append(found, condition), condition.implied()...)
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

// Last returns the instruction that ends a block: a jump, a branch, a return or
// a panic.
func Last(block *ssa.BasicBlock) ssa.Instruction { return block.Instrs[len(block.Instrs)-1] }

func index(i ssa.Instruction) int {
	for at, instr := range i.Block().Instrs {
		if instr == i {
			return at
		}
	}
	return -1
}

// Alternatives returns, for each place on the way to block that is entered by
// several branches, such as the body of an if with ||, the conditions of these
// branches, and for each variable that was tested there the conditions that may
// have set it so: one of each group held.
func Alternatives(block *ssa.BasicBlock) [][]Condition {
	var found [][]Condition
	for _, condition := range Conditions(block) {
		if group := condition.alternatives(); group != nil {
			found = append(found, group)
		}
	}
	for d := block; d != nil; d = d.Idom() {
		if len(d.Preds) < 2 {
			continue
		}
		var group []Condition
		for _, pred := range d.Preds {
			branch, ok := Last(pred).(*ssa.If)
			if !ok || pred.Succs[0] == pred.Succs[1] {
				group = nil
				break
			}
			group = append(group, Condition{Value: branch.Cond, Taken: pred.Succs[0] == d, If: branch})
		}
		if group != nil {
			found = append(found, group)
		}
	}
	return found
}

// Exclusive reports whether two instructions of one function depend on
// opposite outcomes of one comparison, so that no activation executes both.
// Inside a loop the compared values may have changed in between.
func (g *Graph) Exclusive(a, b ssa.Instruction) bool {
	if g.InLoop(a) || g.InLoop(b) {
		return false
	}
	for _, left := range Conditions(a.Block()) {
		for _, right := range Conditions(b.Block()) {
			if opposite(left, right) {
				return true
			}
		}
	}
	return false
}

func opposite(left, right Condition) bool {
	if left.Value == right.Value {
		return left.Taken != right.Taken
	}
	x, okX := left.Value.(*ssa.BinOp)
	y, okY := right.Value.(*ssa.BinOp)
	if !okX || !okY || x.X != y.X || !sameOperand(x.Y, y.Y) {
		return false
	}
	switch {
	case x.Op == y.Op:
		return left.Taken != right.Taken
	case x.Op == token.EQL && y.Op == token.NEQ, x.Op == token.NEQ && y.Op == token.EQL:
		return left.Taken == right.Taken
	}
	return false
}

// sameOperand reports whether two operands are one value or equal constants.
func sameOperand(a, b ssa.Value) bool {
	if a == b {
		return true
	}
	x, okX := a.(*ssa.Const)
	y, okY := b.(*ssa.Const)
	return okX && okY && x.String() == y.String()
}
