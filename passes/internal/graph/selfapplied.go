package graph

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// passedOn returns the functions that a call of a parameter may run where the
// parameter is handed to itself, as in next(child, next). Such a call is made
// to recurse, and only the callers know into what.
func (g *Graph) passedOn(call ssa.CallInstruction, param *ssa.Parameter) []*ssa.Function {
	if !g.handsOn(call.Common(), param) {
		return nil
	}
	return g.run(application{call, param})
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
// calls that run them: what they hand on comes from there. So it does where a
// method hands its own object to another through an interface.
func (g *Graph) handedToThemselves() {
	var applied []application
	for _, fn := range g.Prog.Functions {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				call, ok := instr.(ssa.CallInstruction)
				if !ok {
					continue
				}
				applied = g.applications(call, applied)
				if common := call.Common(); common.IsInvoke() && g.visits(fn, common) {
					for _, method := range g.implementations(fn, common) {
						g.Origin.AddCaller(method, call)
						for _, param := range method.Params[1:] {
							g.visiting[param] = true
						}
					}
				}
			}
		}
	}
	for changed := true; changed; {
		changed = false
		for _, a := range applied {
			for _, fn := range g.run(a) {
				changed = g.Origin.AddCaller(fn, a.call) || changed
			}
		}
	}
}

// An application is a call that hands a parameter to itself.
type application struct {
	call  ssa.CallInstruction
	param *ssa.Parameter
}

func (g *Graph) applications(call ssa.CallInstruction, found []application) []application {
	common := call.Common()
	if common.StaticCallee() != nil || len(common.Args) == 0 {
		return found
	}
	if _, ok := common.Value.(*ssa.Builtin); ok {
		return found
	}
	for _, source := range g.Origin.Sources(common.Value) {
		if param, ok := source.(*ssa.Parameter); ok && g.handsOn(common, param) {
			found = append(found, application{call, param})
		}
	}
	return found
}

// run returns the functions of the package that an application may run.
func (g *Graph) run(a application) []*ssa.Function {
	common := a.call.Common()
	var found []*ssa.Function
	for _, source := range g.Origin.Given(a.param) {
		fn := function(source)
		if boxed, ok := source.(*ssa.MakeInterface); ok && common.IsInvoke() {
			fn = g.Prog.Method(boxed.X.Type(), common.Method.Pkg(), common.Method.Name())
		}
		if fn != nil {
			found = append(found, g.Prog.Canonical(fn))
		}
	}
	return found
}
