package bound

import (
	"go/token"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"golang.org/x/tools/go/ssa"
)

// beforeIfAny reports whether an operation on an object that can be left out
// has happened on every path to instr on which there is one.
func (j *Judge) beforeIfAny(op Operation, instr ssa.Instruction) bool {
	test := j.ifAny(op)
	return test != nil && flow.Dominates(test, instr) && j.flow.Follows(op.Instr, instr)
}

// ifAny returns the test that an operation depends on where that only asks
// whether there is an object, as of a limiter that a caller can leave out: one
// that is nil, or a channel without room. Else it returns nil.
func (j *Judge) ifAny(op Operation) *ssa.If {
	condition := immediate(op.Instr.Block())
	if condition == nil {
		return nil
	}
	value, there := condition.Affirmed()
	comparison, ok := value.(*ssa.BinOp)
	if !ok {
		return nil
	}
	object := comparison.X
	switch comparison.Op {
	case token.EQL:
		there = !there
	case token.NEQ:
	case token.GTR:
		if object = sizeOf(object); object == nil {
			return nil
		}
	default:
		return nil
	}
	if n, zero := integer(comparison.Y); !origin.IsNil(comparison.Y) && (!zero || n != 0) {
		return nil
	}
	if sized := sizeOf(object); sized != nil {
		object = sized
	}
	if !there || !j.graph.Origin.Path(object).Equal(op.Path) {
		return nil
	}
	return condition.If
}

// immediate returns the condition under which alone a block is entered, or nil.
func immediate(block *ssa.BasicBlock) *flow.Condition {
	if len(block.Preds) != 1 {
		return nil
	}
	before := block.Preds[0]
	branch, ok := flow.Last(before).(*ssa.If)
	if !ok {
		return nil
	}
	return &flow.Condition{Value: branch.Cond, Taken: before.Succs[0] == block, If: branch}
}

// onSameCondition returns the test that an operation depends on where a second
// one depends on a test that comes out alike, or nil: if the one happens, so
// does the other.
func (j *Judge) onSameCondition(op, other Operation) *ssa.If {
	first, second := immediate(op.Instr.Block()), immediate(other.Instr.Block())
	if first == nil || second == nil || first.Taken != second.Taken || !j.alike(first.Value, second.Value, 0) {
		return nil
	}
	return second.If
}

// alike reports whether two values are equal as far as can be seen: the same
// variable, or computed alike from such ones. That nothing changes the variable
// in between is taken for granted.
func (j *Judge) alike(x, y ssa.Value, depth int) bool {
	if x == y {
		return true
	}
	if depth > 4 {
		return false
	}
	switch x := x.(type) {
	case *ssa.Const:
		y, ok := y.(*ssa.Const)
		return ok && x.String() == y.String()
	case *ssa.BinOp:
		y, ok := y.(*ssa.BinOp)
		return ok && x.Op == y.Op && j.alike(x.X, y.X, depth+1) && j.alike(x.Y, y.Y, depth+1)
	case *ssa.Call:
		size, other := sizeOf(x), sizeOf(y)
		return size != nil && other != nil && j.alike(size, other, depth+1)
	case *ssa.UnOp:
		if y, ok := y.(*ssa.UnOp); ok && x.Op == token.NOT && y.Op == token.NOT {
			return j.alike(x.X, y.X, depth+1)
		}
	}
	return j.graph.Origin.Path(x).Equal(j.graph.Origin.Path(y))
}
