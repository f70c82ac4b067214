package bound

import (
	"go/token"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"golang.org/x/tools/go/ssa"
)

// overData reports whether a step of the recursion, or the spawn itself, is
// repeated for the data: then the number of goroutines grows with the input
// at any depth. Two calls for two halves, or a loop over four directions,
// are no such steps.
func (j *Judge) overData(site *Site) bool {
	if j.repeatedForData(site.Instr) {
		return true
	}
	for _, edge := range site.Cycle {
		if edge.Kind == graph.Send {
			continue
		}
		if edge.Effect&summary.Many != 0 && !j.flow.InLoop(edge.Instr) || j.repeatedForData(edge.Instr) && !j.flow.Retried(edge.Instr) {
			return true
		}
	}
	return false
}

// repeatedForData reports whether one activation can execute the instruction
// more often than a constant says.
func (j *Judge) repeatedForData(instr ssa.Instruction) bool {
	if !j.flow.InLoop(instr) {
		return false
	}
	for head := instr.Block(); head != nil; head = head.Idom() {
		for _, end := range head.Preds {
			if flow.Around(instr, head, end) && !countsToConstant(head, end) {
				return true
			}
		}
	}
	return false
}

// countsToConstant reports whether the loop ends when a counter, which starts
// at a constant and moves by constants, reaches a constant. The test is in
// the head of the loop, or before the jump back.
func countsToConstant(head, end *ssa.BasicBlock) bool {
	for _, block := range []*ssa.BasicBlock{head, end} {
		branch, ok := flow.Last(block).(*ssa.If)
		if !ok || !leaves(block, head, end) {
			continue
		}
		comparison, ok := branch.Cond.(*ssa.BinOp)
		if ok && compares(comparison.Op) && (isCounter(comparison.X, head) && isConstantSize(comparison.Y) || isConstantSize(comparison.X) && isCounter(comparison.Y, head)) {
			return true
		}
	}
	return false
}

// leaves reports whether a branch of the block leads out of the loop.
func leaves(block, head, end *ssa.BasicBlock) bool {
	for _, next := range block.Succs {
		if next != head && !flow.AvoidingFrom(next, 0, isInstr(flow.Last(end)), isInstr(head.Instrs[0])) {
			return true
		}
	}
	return false
}

// isConstantSize reports whether v is a constant, or the length of a slice
// literal.
func isConstantSize(v ssa.Value) bool {
	if _, ok := v.(*ssa.Const); ok {
		return true
	}
	whole, ok := sizeOf(v).(*ssa.Slice)
	if !ok || whole.Low != nil || whole.High != nil {
		return false
	}
	_, ok = whole.X.(*ssa.Alloc)
	return ok
}

// isCounter reports whether v is a variable of the loop at head, or the next
// value of one, to which only constants are assigned and added.
func isCounter(v ssa.Value, head *ssa.BasicBlock) bool {
	v = unmoved(v)
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		v = load.X // a variable that a literal captures
	}
	phi, ok := v.(*ssa.Phi)
	if !ok || phi.Block() != head {
		return false
	}
	for _, edge := range phi.Edges {
		cell, ok := edge.(*ssa.Alloc)
		if !ok {
			if !isMoved(edge, phi) {
				return false
			}
			continue
		}
		for _, use := range *cell.Referrers() {
			if store, ok := use.(*ssa.Store); ok && store.Addr == cell && !isMoved(store.Val, phi, cell) {
				return false
			}
		}
	}
	return true
}

// isMoved reports whether v is a constant, or one of the variables with a
// constant added.
func isMoved(v ssa.Value, variables ...ssa.Value) bool {
	v = unmoved(v)
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		v = load.X
	}
	_, constant := v.(*ssa.Const)
	return constant || slices.Contains(variables, v)
}

// unmoved returns what v adds a constant to or takes one from, or v.
func unmoved(v ssa.Value) ssa.Value {
	if op, ok := v.(*ssa.BinOp); ok && (op.Op == token.ADD || op.Op == token.SUB) {
		if _, ok := op.Y.(*ssa.Const); ok {
			return op.X
		}
	}
	return v
}
