package bound

import (
	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"golang.org/x/tools/go/ssa"
)

// aroundSpawn returns where a slot is given back that is held while a goroutine
// is started, and while nothing else happens. Else it returns nil.
func (j *Judge) aroundSpawn(op Operation, spawn ssa.Instruction) ssa.Instruction {
	if op.Instr.Parent() != spawn.Parent() || op.Action != Send && op.Action != Acquire || !j.before(op, spawn) {
		return nil
	}
	releases := j.releaseOf(op, spawn.Parent())
	if releases.deferred || !flow.Avoiding(op.Instr, isInstr(spawn), func(i ssa.Instruction) bool { return releases.at[i] }) {
		return nil
	}
	statement := j.graph.Prog.Node(spawn)
	if statement == nil {
		return nil
	}
	busy := flow.Avoiding(op.Instr,
		func(i ssa.Instruction) bool {
			call, ok := i.(ssa.CallInstruction)
			if !ok || statement.Pos() <= i.Pos() && i.Pos() < statement.End() || calledName(call) == "(*sync.WaitGroup).Add" {
				return false // the spawn, or what makes its arguments
			}
			_, builtin := call.Common().Value.(*ssa.Builtin)
			return !builtin
		},
		func(i ssa.Instruction) bool { return releases.at[i] })
	if busy {
		return nil
	}
	var first ssa.Instruction
	for release := range releases.at {
		if j.flow.Follows(spawn, release) && (first == nil || release.Pos() < first.Pos()) {
			first = release
		}
	}
	return first
}

func isReturn(i ssa.Instruction) bool {
	_, returned := i.(*ssa.Return)
	return returned
}

func isInstr(instr ssa.Instruction) func(ssa.Instruction) bool {
	return func(i ssa.Instruction) bool { return i == instr }
}
