package graph

import (
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"golang.org/x/tools/go/ssa"
)

// descends reports whether a call hands a literal to something that nobody here
// knows, and the literal runs the function around it again, with what it is
// called with or for each of what it has found. Then it is there to be called at
// once, for every child: what is registered to be called later has other things
// to do with what it is told.
func (g *Graph) descends(inv *invocation, at int) bool {
	common := inv.call.Common()
	if len(inv.callees) > 0 || !common.IsInvoke() && (common.StaticCallee() != nil || len(inv.made) > 0) {
		return false
	}
	for _, source := range inv.handed[at].Sources {
		if closure, ok := source.(*ssa.MakeClosure); ok {
			if literal := closure.Fn.(*ssa.Function); literal.Parent() == inv.fn && (g.goesDeeper(literal) || g.goesOn(literal)) {
				return true
			}
		}
	}
	return false
}

// goesDeeper reports whether a literal, or one inside it, calls the function
// around it with something that is made of the literal's parameters.
func (g *Graph) goesDeeper(literal *ssa.Function) bool {
	var pending []ssa.Value
	for _, param := range literal.Params {
		if !accompanies(param.Type()) {
			pending = append(pending, param)
		}
	}
	around := origin.Outermost(literal)
	seen := make(map[ssa.Value]bool)
	for len(pending) > 0 {
		next := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		if seen[next] || next.Referrers() == nil {
			continue
		}
		seen[next] = true
		for _, use := range *next.Referrers() {
			if call, ok := use.(ssa.CallInstruction); ok {
				if g.callsByName(call, around) && slices.Contains(call.Common().Args, next) {
					return true
				}
			}
			if closure, ok := use.(*ssa.MakeClosure); ok {
				pending = append(pending, freed(closure, next)...)
			}
			pending = append(pending, made(use, next)...)
		}
	}
	return false
}

// goesOn reports whether a literal calls the function around it in a loop, with
// something that the literal itself has made.
func (g *Graph) goesOn(literal *ssa.Function) bool {
	around := origin.Outermost(literal)
	for _, block := range literal.Blocks {
		for _, instr := range block.Instrs {
			call, ok := instr.(ssa.CallInstruction)
			if !ok || !g.callsByName(call, around) || !g.Flow.InLoop(call) {
				continue
			}
			if slices.ContainsFunc(call.Common().Args, func(arg ssa.Value) bool {
				made, ok := g.Origin.Path(arg).Root.(ssa.Instruction)
				return ok && made.Parent() == literal && !accompanies(arg.Type())
			}) {
				return true
			}
		}
	}
	return false
}

func (g *Graph) callsByName(call ssa.CallInstruction, fn *ssa.Function) bool {
	callee := call.Common().StaticCallee()
	return callee != nil && g.Prog.Canonical(callee) == fn
}

// accompanies reports whether values of a type go along with a call, whatever it
// is made for: those of contexts.
func accompanies(typ types.Type) bool {
	named, ok := types.Unalias(typ).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "context"
}

// freed returns what a literal knows a captured variable as.
func freed(closure *ssa.MakeClosure, captured ssa.Value) []ssa.Value {
	var found []ssa.Value
	literal := closure.Fn.(*ssa.Function)
	for i, binding := range closure.Bindings {
		if binding == captured && i < len(literal.FreeVars) {
			found = append(found, literal.FreeVars[i])
		}
	}
	return found
}

// made returns what an instruction makes of a value, or stores it in.
func made(use ssa.Instruction, value ssa.Value) []ssa.Value {
	switch use := use.(type) {
	case *ssa.Store:
		if use.Val == value {
			return variable(use.Addr)
		}
	case *ssa.MapUpdate:
		return variable(use.Map)
	case ssa.Value:
		return []ssa.Value{use}
	}
	return nil
}
