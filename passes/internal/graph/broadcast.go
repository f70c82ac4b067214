package graph

import (
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"golang.org/x/tools/go/ssa"
)

// broadcasts reports whether a field of an implementer lists whom it passes
// calls on to, rather than the children of a node: its own methods call them, a
// constructor is given the whole list, no other implementer has a list, and the
// package itself does not nest them.
func (p *parts) broadcasts(of types.Type, index int) bool {
	strct, ok := deref(of).Underlying().(*types.Struct)
	method := origin.Outermost(p.caller).Signature.Recv()
	if !ok || method == nil || !types.Identical(deref(method.Type()), deref(of)) {
		return false
	}
	var constructors []*ssa.Function
	for _, store := range p.graph.Origin.FieldStores(strct.Field(index).Origin()) {
		if !p.constructs(store, of) {
			return false
		}
		constructors = append(constructors, store.Parent())
	}
	for _, other := range p.graph.Prog.Implementers(p.iface) {
		if !types.Identical(deref(other), deref(of)) && p.lists(other) {
			return false
		}
	}
	return len(constructors) > 0 && !p.graph.nests(of, constructors)
}

// constructs reports whether a store fills in what a constructor was given.
func (p *parts) constructs(store *ssa.Store, of types.Type) bool {
	fn := store.Parent()
	if _, given := store.Val.(*ssa.Parameter); !given || fn.Signature.Recv() != nil || fn.Signature.Results().Len() == 0 {
		return false
	}
	result := fn.Signature.Results().At(0).Type()
	return types.Identical(deref(result), deref(of)) || p.isInterface(result)
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

// nests reports whether the package calls one of the constructors, or makes an
// interface of the type elsewhere, but in tests. What a variable at the top level
// does so only asserts that it can be done.
func (g *Graph) nests(typ types.Type, constructors []*ssa.Function) bool {
	for _, constructor := range constructors {
		for _, call := range g.Origin.Callers(constructor) {
			if !g.Origin.InTest(call.Pos()) {
				return true
			}
		}
	}
	for _, fn := range g.Prog.Functions {
		if fn.Synthetic != "" && fn.Name() == "init" || slices.Contains(constructors, fn) || g.Origin.InTest(fn.Pos()) {
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
