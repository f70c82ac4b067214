package bound

import (
	"go/token"

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
		if edge.Effect&summary.Many != 0 && !j.flow.InLoop(edge.Instr) || j.repeatedForData(edge.Instr) && !j.retried(edge.Instr) {
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
		if heads(head, instr) && !countsUpToConstant(head) {
			return true
		}
	}
	return false
}

// heads reports whether block is the head of a loop around the instruction:
// a way leads from there to a jump back that does not pass the head before.
func heads(block *ssa.BasicBlock, instr ssa.Instruction) bool {
	for _, pred := range block.Preds {
		back := pred.Instrs[len(pred.Instrs)-1]
		if block.Dominates(pred) && flow.Avoiding(instr,
			func(i ssa.Instruction) bool { return i == back },
			func(i ssa.Instruction) bool { return i == block.Instrs[0] }) {
			return true
		}
	}
	return false
}

// countsUpToConstant reports whether the head of a loop compares a counter,
// which starts at a constant and moves by one, with a constant.
func countsUpToConstant(head *ssa.BasicBlock) bool {
	branch, ok := head.Instrs[len(head.Instrs)-1].(*ssa.If)
	if !ok {
		return false
	}
	comparison, ok := branch.Cond.(*ssa.BinOp)
	return ok && compares(comparison.Op) && (isCounter(comparison.X, head) && isConstantSize(comparison.Y) || isConstantSize(comparison.X) && isCounter(comparison.Y, head))
}

// isConstantSize reports whether v is a constant, or the length of an array
// or of a slice literal.
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
// value of one, that only constants are assigned and added to.
func isCounter(v ssa.Value, head *ssa.BasicBlock) bool {
	if next, ok := moved(v); ok {
		v = next
	}
	phi, ok := v.(*ssa.Phi)
	if !ok || phi.Block() != head {
		return false
	}
	for _, edge := range phi.Edges {
		if _, ok := edge.(*ssa.Const); ok {
			continue
		}
		if from, ok := moved(edge); !ok || from != phi {
			return false
		}
	}
	return true
}

// moved returns what v adds a constant to, or takes one from.
func moved(v ssa.Value) (ssa.Value, bool) {
	op, ok := v.(*ssa.BinOp)
	if !ok || op.Op != token.ADD && op.Op != token.SUB {
		return nil, false
	}
	_, ok = op.Y.(*ssa.Const)
	return op.X, ok
}
