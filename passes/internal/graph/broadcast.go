package graph

import (
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"golang.org/x/tools/go/ssa"
)

// broadcasts reports whether a field of an implementer lists whom it passes
// calls on to, rather than the children of a node: its own methods call them, a
// constructor of just this type is given the whole list, no other implementer
// has a list, and the package itself never uses the type as that interface.
func (p *parts) broadcasts(of types.Type, index int) bool {
	strct, ok := deref(of).Underlying().(*types.Struct)
	method := origin.Outermost(p.caller).Signature.Recv()
	if !ok || method == nil || !types.Identical(deref(method.Type()), deref(of)) {
		return false
	}
	stores := p.graph.Origin.FieldStores(strct.Field(index).Origin())
	if len(stores) == 0 || slices.ContainsFunc(stores, func(store *ssa.Store) bool { return !constructs(store, of) }) {
		return false
	}
	for _, other := range p.graph.Prog.Implementers(p.iface) {
		if !types.Identical(deref(other), deref(of)) && p.lists(other) {
			return false
		}
	}
	return !p.graph.uses(of)
}

// constructs reports whether a store fills in what a constructor was given, and
// the constructor says which type it makes.
func constructs(store *ssa.Store, of types.Type) bool {
	fn := store.Parent()
	if _, given := store.Val.(*ssa.Parameter); !given || fn.Signature.Recv() != nil {
		return false
	}
	results := fn.Signature.Results()
	return results.Len() > 0 && types.Identical(deref(results.At(0).Type()), deref(of))
}

// lists reports whether a struct has many values of the interface.
func (p *parts) lists(typ types.Type) bool {
	strct, ok := deref(typ).Underlying().(*types.Struct)
	if !ok {
		_, ok := deref(typ).Underlying().(*types.Slice)
		return ok
	}
	return slices.ContainsFunc(slices.Collect(strct.Fields()), func(field *types.Var) bool {
		switch field := field.Type().Underlying().(type) {
		case *types.Slice:
			return p.isInterface(field.Elem())
		case *types.Array:
			return p.isInterface(field.Elem())
		case *types.Map:
			return p.isInterface(field.Elem()) || p.isInterface(field.Key())
		}
		return false
	})
}

func (p *parts) isInterface(typ types.Type) bool {
	return types.Identical(typ.Underlying(), p.iface)
}

// uses reports whether a function of the package makes an interface of a type.
// What a variable at the top level does so only asserts that it can be done.
func (g *Graph) uses(typ types.Type) bool {
	for _, fn := range g.Prog.Functions {
		if fn.Synthetic != "" && fn.Name() == "init" {
			continue
		}
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				if boxed, ok := instr.(*ssa.MakeInterface); ok && types.Identical(deref(boxed.X.Type()), deref(typ)) {
					return true
				}
			}
		}
	}
	return false
}
