package bound

import (
	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"golang.org/x/tools/go/ssa"
)

// isFirst reports whether the function calls nothing before the instruction,
// which may be on a condition, and something afterwards.
func (j *Judge) isFirst(instr ssa.Instruction) bool {
	after := false
	for _, call := range calls(instr.Parent()) {
		if call == instr {
			continue
		}
		if j.flow.Follows(call, instr) {
			return false
		}
		after = after || j.flow.Follows(instr, call)
	}
	return after
}

// calls returns the calls of a function that are not of builtins.
func calls(fn *ssa.Function) []ssa.Instruction {
	var found []ssa.Instruction
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if call, ok := instr.(ssa.CallInstruction); ok {
				if _, builtin := call.Common().Value.(*ssa.Builtin); !builtin {
					found = append(found, instr)
				}
			}
		}
	}
	return found
}

// callsAround reports whether the function calls anything before the
// instruction can have happened, and whether it does afterwards.
func callsAround(instr ssa.Instruction) (before, after bool) {
	for _, call := range calls(instr.Parent()) {
		switch {
		case call == instr:
		case flow.Dominates(instr, call):
			after = true
		default:
			before = true
		}
	}
	return before, after
}
