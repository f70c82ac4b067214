package flow

import (
	"go/constant"

	"golang.org/x/tools/go/ssa"
)

// A way is one of those on which a variable got the value that a condition
// found in it: the value, unless it is a constant, and the jump that set it.
type way struct {
	value ssa.Value
	from  *ssa.BasicBlock
}

// ways returns the ways on which the variable that a condition tests got such
// a value: from a && b, from a || b, or from a branch that set it. There are
// none where the condition tests something else, or what an earlier round of a
// loop has left there, since its other values were those of that round.
func (c Condition) ways() []way {
	value, taken := c.Affirmed()
	phi, ok := value.(*ssa.Phi)
	if !ok {
		return nil
	}
	var found []way
	for i, edge := range phi.Edges {
		from := phi.Block().Preds[i]
		if phi.Block().Dominates(from) {
			return nil
		}
		set, constant := edge.(*ssa.Const)
		switch {
		case !constant:
			found = append(found, way{edge, from})
		case isTrue(set) == taken:
			found = append(found, way{nil, from})
		}
	}
	return found
}

func isTrue(c *ssa.Const) bool {
	return c.Value != nil && c.Value.Kind() == constant.Bool && constant.BoolVal(c.Value)
}

// implied returns the conditions that held as well when a condition holds on a
// variable that only one way has set so.
func (c Condition) implied() []Condition {
	ways := c.ways()
	if len(ways) != 1 {
		return nil
	}
	value, _ := c.Affirmed()
	block := value.(*ssa.Phi).Block()
	found := c.onWay(ways[0], block)
	return append(found, conditionsBelow(ways[0].from, block.Idom())...)
}

// onWay returns the last condition of a way to the block where the ways meet.
func (c Condition) onWay(w way, block *ssa.BasicBlock) []Condition {
	if w.value != nil {
		_, taken := c.Affirmed()
		set := Condition{Value: w.value, Taken: taken, If: c.If}
		return append([]Condition{set}, set.implied()...)
	}
	branch, ok := w.from.Instrs[len(w.from.Instrs)-1].(*ssa.If)
	if !ok || w.from.Succs[0] == w.from.Succs[1] {
		return nil
	}
	return []Condition{{Value: branch.Cond, Taken: w.from.Succs[0] == block, If: branch}}
}

// alternatives returns a condition of each way, where several have set the
// variable that a condition tests, or nil.
func (c Condition) alternatives() []Condition {
	ways := c.ways()
	if len(ways) < 2 {
		return nil
	}
	value, _ := c.Affirmed()
	var found []Condition
	for _, w := range ways {
		last := c.onWay(w, value.(*ssa.Phi).Block())
		if last == nil {
			return nil
		}
		found = append(found, last[0])
	}
	return found
}
