package graph

import (
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/program"
	"golang.org/x/tools/go/ssa"
)

// A listing is a field of an implementer with many values of the interface.
type listing struct {
	iface *types.Interface
	field *types.Var
}

// broadcasts reports whether a field of an implementer lists whom it passes
// calls on to, rather than the children of a node: its own methods call them, a
// constructor is given the whole list, no other implementer has a list, and the
// package itself does not nest them.
func (p *parts) broadcasts(of types.Type, index int) bool {
	strct, ok := program.Deref(of).Underlying().(*types.Struct)
	method := origin.Outermost(p.caller).Signature.Recv()
	if !ok || method == nil || !types.Identical(program.Deref(method.Type()), program.Deref(of)) {
		return false
	}
	asked := listing{p.iface, strct.Field(index).Origin()}
	known, ok := p.graph.givenWhole[asked]
	if !ok {
		known = p.givenWhole(asked.field, of)
		p.graph.givenWhole[asked] = known
	}
	return known
}

// givenWhole reports whether constructors fill in a list that nothing else has
// anything to do with, and that the package does not nest.
func (p *parts) givenWhole(field *types.Var, of types.Type) bool {
	var constructors []*ssa.Function
	for _, store := range p.graph.Origin.FieldStores(field) {
		if !p.constructs(store, of) {
			return false
		}
		constructors = append(constructors, store.Parent())
	}
	return len(constructors) > 0 && !p.othersList(of) && !p.graph.nests(of, constructors)
}

// othersList reports whether an implementer other than of has many values of the
// interface.
func (p *parts) othersList(of types.Type) bool {
	return slices.ContainsFunc(p.graph.Prog.Implementers(p.iface), func(other types.Type) bool {
		return !types.Identical(program.Deref(other), program.Deref(of)) && p.lists(other)
	})
}

// constructs reports whether a store fills in what a constructor was given.
func (p *parts) constructs(store *ssa.Store, of types.Type) bool {
	fn := store.Parent()
	if _, given := store.Val.(*ssa.Parameter); !given || fn.Signature.Recv() != nil || fn.Signature.Results().Len() == 0 {
		return false
	}
	result := fn.Signature.Results().At(0).Type()
	return types.Identical(program.Deref(result), program.Deref(of)) || p.isInterface(result)
}

// lists reports whether a type is, or a struct has, many values of the interface.
func (p *parts) lists(typ types.Type) bool {
	typ = program.Deref(typ)
	if strct, ok := typ.Underlying().(*types.Struct); ok {
		return slices.ContainsFunc(slices.Collect(strct.Fields()), func(field *types.Var) bool { return p.many(field.Type()) })
	}
	return p.many(typ)
}

func (p *parts) many(typ types.Type) bool {
	switch typ := typ.Underlying().(type) {
	case *types.Slice:
		return p.isInterface(typ.Elem())
	case *types.Array:
		return p.isInterface(typ.Elem())
	case *types.Map:
		return p.isInterface(typ.Elem()) || p.isInterface(typ.Key())
	}
	return false
}

func (p *parts) isInterface(typ types.Type) bool {
	return types.Identical(typ.Underlying(), p.iface)
}

// nests reports whether the package calls one of the constructors, but with
// lists of other types, or makes an interface of the type elsewhere. Tests do not
// count. What a variable at the top level does so only asserts that it can be done.
func (g *Graph) nests(typ types.Type, constructors []*ssa.Function) bool {
	listed := false
	for _, constructor := range constructors {
		for _, call := range g.Origin.Callers(constructor) {
			if g.Origin.InTest(call.Pos()) {
				continue
			}
			if !g.listsOthers(call, typ) {
				return true
			}
			listed = true
		}
	}
	if listed {
		return false // whoever gets one as an interface does not put it in here
	}
	for _, fn := range g.Prog.Functions {
		if fn.Synthetic != "" && fn.Name() == "init" || slices.Contains(constructors, fn) || g.Origin.InTest(fn.Pos()) {
			continue
		}
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if boxed, ok := instr.(*ssa.MakeInterface); ok && types.Identical(program.Deref(boxed.X.Type()), program.Deref(typ)) {
					return true
				}
			}
		}
	}
	return false
}

// listsOthers reports whether all that a call lists is known, and of other types.
func (g *Graph) listsOthers(call ssa.CallInstruction, typ types.Type) bool {
	known := false
	for _, arg := range call.Common().Args {
		list, ok := arg.Type().Underlying().(*types.Slice)
		if !ok || !types.IsInterface(list.Elem()) || origin.IsNil(arg) {
			continue
		}
		for _, value := range g.Origin.ElementBinding(arg).Sources {
			boxed, ok := value.(*ssa.MakeInterface)
			if !ok || types.Identical(program.Deref(boxed.X.Type()), program.Deref(typ)) {
				return false
			}
			known = true
		}
	}
	return known
}
