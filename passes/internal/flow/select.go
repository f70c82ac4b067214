package flow

import (
	"go/constant"
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// Cases returns the blocks that are entered when a case of a select was
// chosen, by the index of the case.
func Cases(sel *ssa.Select) map[int]*ssa.BasicBlock {
	entered := make(map[int]*ssa.BasicBlock)
	for _, use := range *sel.Referrers() {
		chosen, ok := use.(*ssa.Extract)
		if !ok || chosen.Index != 0 {
			continue
		}
		for _, use := range *chosen.Referrers() {
			comparison, ok := use.(*ssa.BinOp)
			if !ok || comparison.Op != token.EQL {
				continue
			}
			at, ok := comparison.Y.(*ssa.Const)
			if !ok || at.Value == nil || at.Value.Kind() != constant.Int {
				continue
			}
			for _, use := range *comparison.Referrers() {
				if branch, ok := use.(*ssa.If); ok {
					entered[int(at.Int64())] = branch.Block().Succs[0]
				}
			}
		}
	}
	return entered
}
