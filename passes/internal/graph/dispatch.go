package graph

import (
	"go/types"

	"golang.org/x/tools/go/ssa"
)

// implementations returns the methods of this package that an interface
// call may reach. What flows into the interface decides. Where values may
// come from outside, it may be every implementer of the package's own
// interface, but only where the value is a part of an implementer: that is
// a tree, while any other value is somebody else's.
func (g *Graph) implementations(common *ssa.CallCommon) []*ssa.Function {
	var found []*ssa.Function
	seen := make(map[*ssa.Function]bool)
	add := func(typ types.Type) {
		if fn := g.Prog.Method(typ, common.Method.Pkg(), common.Method.Name()); fn != nil && !seen[fn] {
			seen[fn] = true
			found = append(found, fn)
		}
	}
	outside := false
	for _, source := range g.Origin.Sources(common.Value) {
		if boxed, ok := source.(*ssa.MakeInterface); ok {
			add(boxed.X.Type())
		} else if c, ok := source.(*ssa.Const); !ok || !c.IsNil() {
			outside = true
		}
	}
	named, ok := types.Unalias(common.Value.Type()).(*types.Named)
	if !outside || !ok || named.Obj().Pkg() != g.Prog.Pass.Pkg || named.TypeParams().Len() > 0 {
		return found
	}
	iface, ok := named.Underlying().(*types.Interface)
	if !ok || !g.partOf(common.Value, iface, 0) {
		return found
	}
	for _, typ := range g.Prog.Implementers(iface) {
		add(typ)
	}
	return found
}

// partOf reports whether v was read from a field, or from an element of a
// field, of something that itself implements the interface, directly or
// through a method that hands the field out.
func (g *Graph) partOf(v ssa.Value, iface *types.Interface, depth int) bool {
	if depth > 12 {
		return false
	}
	next := func(v ssa.Value) bool { return g.partOf(v, iface, depth+1) }
	switch v := v.(type) {
	case *ssa.UnOp:
		return next(v.X)
	case *ssa.IndexAddr:
		return next(v.X)
	case *ssa.Index:
		return next(v.X)
	case *ssa.Lookup:
		return next(v.X)
	case *ssa.Slice:
		return next(v.X)
	case *ssa.ChangeInterface:
		return next(v.X)
	case *ssa.Range:
		return next(v.X)
	case *ssa.Next:
		return next(v.Iter)
	case *ssa.Extract:
		return next(v.Tuple)
	case *ssa.FieldAddr:
		return implements(v.X.Type(), iface)
	case *ssa.Field:
		return implements(v.X.Type(), iface)
	case *ssa.Phi:
		for _, edge := range v.Edges {
			if edge != v && next(edge) {
				return true
			}
		}
	case *ssa.FreeVar, *ssa.Alloc:
		for _, store := range g.Origin.CellStores(v) {
			if next(store.Val) {
				return true
			}
		}
	case *ssa.Call:
		if callee := v.Call.StaticCallee(); callee != nil && callee.Signature.Recv() != nil {
			return implements(callee.Signature.Recv().Type(), iface)
		}
	}
	return false
}

func implements(typ types.Type, iface *types.Interface) bool {
	if pointer, ok := typ.Underlying().(*types.Pointer); ok {
		typ = pointer.Elem()
	}
	return types.Implements(typ, iface) || types.Implements(types.NewPointer(typ), iface)
}
