package graph

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// passedOn returns the functions that a call of a parameter may run where the
// parameter is handed to itself, as in next(child, next). Such a call is made
// to recurse, and only the callers know into what.
func (g *Graph) passedOn(call *ssa.CallCommon, param *ssa.Parameter) []*ssa.Function {
	if !g.handsOn(call, param) {
		return nil
	}
	var found []*ssa.Function
	for _, source := range g.Origin.Given(param) {
		if fn := function(source); fn != nil {
			found = append(found, g.Prog.Canonical(fn))
		}
	}
	return found
}

// handsOn reports whether a parameter is among the arguments of a call.
func (g *Graph) handsOn(call *ssa.CallCommon, param *ssa.Parameter) bool {
	for _, arg := range call.Args {
		if slices.Contains(g.Origin.Sources(arg), ssa.Value(param)) {
			return true
		}
	}
	return false
}

// handedToThemselves tells the functions that are handed to themselves of the
// calls that run them: what they hand on comes from there.
func (g *Graph) handedToThemselves() {
	type application struct {
		call  ssa.CallInstruction
		param *ssa.Parameter
	}
	var applied []application
	for _, fn := range g.Prog.Functions {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				call, ok := instr.(ssa.CallInstruction)
				if !ok || call.Common().IsInvoke() || len(call.Common().Args) == 0 {
					continue
				}
				switch call.Common().Value.(type) {
				case *ssa.Parameter, *ssa.FreeVar, *ssa.UnOp:
				default:
					continue
				}
				for _, source := range g.Origin.Sources(call.Common().Value) {
					if param, ok := source.(*ssa.Parameter); ok && g.handsOn(call.Common(), param) {
						applied = append(applied, application{call, param})
					}
				}
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for _, a := range applied {
			for _, fn := range g.passedOn(a.call.Common(), a.param) {
				changed = g.Origin.AddCaller(fn, a.call) || changed
			}
		}
	}
}
