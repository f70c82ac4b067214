package bound

import (
	"go/token"
	"go/types"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"golang.org/x/tools/go/ssa"
)

// branches reports whether some activation on the site's cycle can re-enter
// the recursion twice. A second cycle has to leave this one somewhere, and
// shows there.
func (j *Judge) branches(site *Site) bool {
	for _, on := range site.Cycle {
		fn := on.From
		instrs := make(map[ssa.Instruction]bool)
		argument := make(map[ssa.Instruction]int)
		for _, edge := range j.graph.Out[fn] {
			if !j.reentry(edge, site) || edge.Kind == graph.Send {
				continue
			}
			if !edge.Direct && instrs[edge.Instr] && argument[edge.Instr] != edge.Argument {
				return true // a call that is handed two functions runs both
			}
			argument[edge.Instr] = edge.Argument
			if edge.Effect&summary.Many != 0 || j.flow.InLoop(edge.Instr) && !j.retried(edge.Instr) {
				return true
			}
			instrs[edge.Instr] = true
		}
		for a := range instrs {
			for b := range instrs {
				if a != b && j.flow.Follows(a, b) && !j.flow.Exclusive(a, b) {
					return true
				}
			}
		}
	}
	return false
}

// retried reports whether a loop comes back to the call only when the call
// failed: a success leaves the loop.
func (j *Judge) retried(instr ssa.Instruction) bool {
	call, ok := instr.(*ssa.Call)
	if !ok {
		return false
	}
	for _, failure := range errorsOf(call) {
		for _, use := range *failure.Referrers() {
			comparison, ok := use.(*ssa.BinOp)
			if !ok || comparison.Op != token.EQL && comparison.Op != token.NEQ {
				continue
			}
			for _, use := range *comparison.Referrers() {
				branch, ok := use.(*ssa.If)
				if !ok {
					continue
				}
				success := branch.Block().Succs[0]
				if comparison.Op == token.NEQ {
					success = branch.Block().Succs[1]
				}
				if !j.flow.FromBlock(success, call) {
					return true
				}
			}
		}
	}
	return false
}

func isError(typ types.Type) bool {
	return types.Identical(typ, types.Universe.Lookup("error").Type())
}

// errorsOf returns the error results of a call.
func errorsOf(call *ssa.Call) []ssa.Value {
	if isError(call.Type()) {
		return []ssa.Value{call}
	}
	var found []ssa.Value
	for _, use := range *call.Referrers() {
		if extract, ok := use.(*ssa.Extract); ok && isError(extract.Type()) {
			found = append(found, extract)
		}
	}
	return found
}
