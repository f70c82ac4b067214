package bound

import (
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"golang.org/x/tools/go/ssa"
)

// The gates are numbers that are semaphores: one waits on a sync.Cond, or looks
// again and again, while the number forbids to go on, and moves it then. Who moves
// it back gives back a slot.
type gates struct {
	steps map[ssa.Instruction]Operation
	tests map[*ssa.BinOp]bool // of those who wait
}

func (j *Judge) allGates() gates {
	found := gates{steps: make(map[ssa.Instruction]Operation), tests: make(map[*ssa.BinOp]bool)}
	for _, fn := range j.graph.Prog.Functions {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				call, ok := instr.(*ssa.Call)
				if !ok {
					continue
				}
				switch calledName(call) {
				case "(*sync.Cond).Wait":
					j.addGate(call, false, found)
				case "time.Sleep", "runtime.Gosched":
					j.addGate(call, true, found)
				}
			}
		}
	}
	return found
}

// addGate looks for the number that decides how long the loop around a wait goes
// on. Where it only polls, nothing else may end that loop or happen in it: who
// gives up, or helps meanwhile, does not wait for a slot.
func (j *Judge) addGate(wait *ssa.Call, polls bool, found gates) {
	if !j.flow.InLoop(wait) {
		return
	}
	conditions := flow.Conditions(wait.Block())
	for _, group := range flow.Alternatives(wait.Block()) {
		conditions = append(conditions, group...)
	}
	for _, condition := range conditions {
		comparison, ok := condition.Value.(*ssa.BinOp)
		if !ok || !compares(comparison.Op) || !j.flow.Follows(wait, condition.If) || polls && !onlyPolls(wait, condition) {
			continue
		}
		for _, side := range []ssa.Value{comparison.X, comparison.Y} {
			if converted, ok := side.(*ssa.Convert); ok {
				side = converted.X
			}
			number, _ := j.stateRead(side)
			if number == nil {
				continue
			}
			if j.addSteps(wait, j.steps()[number], found) {
				found.tests[comparison] = true
			}
		}
	}
}

// addSteps adds the steps of a number, if who waited moves it.
func (j *Judge) addSteps(wait *ssa.Call, steps []step, found gates) bool {
	by := movedAfter(wait, steps)
	if by == 0 {
		return false
	}
	for _, one := range steps {
		switch {
		case one.by*by > 0 && one.instr.Parent() == wait.Parent():
			found.steps[one.instr] = j.gateStep(one, Acquire)
		case one.by*by < 0:
			found.steps[one.instr] = j.gateStep(one, Release)
		}
	}
	return true
}

func (j *Judge) gateStep(one step, action Action) Operation {
	_, deferred := one.instr.(*ssa.Defer)
	return Operation{Action: action, Instr: one.instr, Path: j.graph.Origin.Path(one.at), Deferred: deferred, gate: true}
}

// movedAfter returns by how much the function that waits moves the number once
// it need not wait any more.
func movedAfter(wait *ssa.Call, steps []step) int64 {
	head := flow.Loop(wait)
	if head == nil {
		return 0
	}
	for _, one := range steps {
		if one.by == 0 || one.instr.Parent() != wait.Parent() || !head.Dominates(one.instr.Block()) {
			continue
		}
		if !flow.Heads(head, one.instr) || leavesBy(one.instr, head) {
			return one.by
		}
	}
	return 0
}

// leavesBy reports whether a loop goes on only where a compare-and-swap failed.
func leavesBy(swap ssa.Instruction, head *ssa.BasicBlock) bool {
	test, ok := flow.Last(swap.Block()).(*ssa.If)
	if !ok {
		return false
	}
	cond, ok := test.Cond.(*ssa.Call)
	return ok && ssa.Instruction(cond) == swap && !flow.Heads(head, test.Block().Succs[0].Instrs[0])
}

// onlyPolls reports whether the loop around a wait ends by the other outcome of
// the condition alone, and does nothing else than to wait.
func onlyPolls(wait *ssa.Call, goesOn flow.Condition) bool {
	head := flow.Loop(wait)
	if head == nil {
		return false
	}
	room := goesOn.If.Block().Succs[1]
	if !goesOn.Taken {
		room = goesOn.If.Block().Succs[0]
	}
	for _, block := range wait.Parent().Blocks {
		if !flow.Heads(head, block.Instrs[0]) {
			continue
		}
		if slices.ContainsFunc(block.Instrs, doesMoreThanWait) {
			return false
		}
		ends := slices.ContainsFunc(block.Succs, func(succ *ssa.BasicBlock) bool { return !flow.Heads(head, succ.Instrs[0]) })
		if ends && block != goesOn.If.Block() && !room.Dominates(block) {
			return false
		}
	}
	return true
}

// doesMoreThanWait reports whether an instruction has an effect on others than
// those who wait for the same.
func doesMoreThanWait(instr ssa.Instruction) bool {
	switch instr := instr.(type) {
	case *ssa.Go, *ssa.Defer, *ssa.Send, *ssa.Select:
		return true
	case *ssa.Call:
		callee := instr.Call.StaticCallee()
		if callee == nil || callee.Pkg == nil {
			return true
		}
		switch callee.Pkg.Pkg.Path() {
		case "sync", "sync/atomic", "time", "runtime", "log":
		default:
			return true
		}
	}
	return false
}
