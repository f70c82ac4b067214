package bound

import (
	"go/token"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"golang.org/x/tools/go/ssa"
)

// allGates returns the steps of numbers that are semaphores: one waits on a
// sync.Cond while the number forbids to go on, and moves it then. Who moves it
// back gives back a slot.
func (j *Judge) allGates() map[ssa.Instruction]Action {
	found := make(map[ssa.Instruction]Action)
	for _, fn := range j.graph.Prog.Functions {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if call, ok := instr.(*ssa.Call); ok && calledName(call) == "(*sync.Cond).Wait" {
					j.addGate(call, found)
				}
			}
		}
	}
	return found
}

func (j *Judge) addGate(wait *ssa.Call, found map[ssa.Instruction]Action) {
	if !j.flow.InLoop(wait) {
		return
	}
	for _, condition := range flow.Conditions(wait.Block()) {
		comparison, ok := condition.Value.(*ssa.BinOp)
		if !ok || !compares(comparison.Op) || !j.flow.Follows(wait, condition.If) {
			continue
		}
		for _, side := range []ssa.Value{comparison.X, comparison.Y} {
			load, ok := side.(*ssa.UnOp)
			if !ok || load.Op != token.MUL || !wholeNumber(load.Type()) {
				continue
			}
			steps := j.steps()[j.numberAt(load.X)]
			if by := movedAfter(wait, steps); by != 0 {
				for _, one := range steps {
					switch {
					case one.by*by > 0 && one.instr.Parent() == wait.Parent():
						found[one.instr] = Acquire
					case one.by*by < 0:
						found[one.instr] = Release
					}
				}
			}
		}
	}
}

// movedAfter returns by how much the function that waits moves the number once
// it need not wait any more.
func movedAfter(wait *ssa.Call, steps []step) int64 {
	for _, one := range steps {
		if one.by == 0 || one.instr.Parent() != wait.Parent() {
			continue
		}
		if head := flow.Loop(wait); head != nil && head.Dominates(one.instr.Block()) && !flow.Heads(head, one.instr) {
			return one.by
		}
	}
	return 0
}
