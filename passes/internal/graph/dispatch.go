package graph

import (
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/program"
	"golang.org/x/tools/go/ssa"
)

// implementations returns the methods of this package that an interface
// call may reach. What flows into the interface decides. Where values may
// come from outside, it may be every implementer of the package's own
// interface, but only where the value is a part of an implementer: that is
// a tree, while any other value is somebody else's.
func (g *Graph) implementations(caller *ssa.Function, common *ssa.CallCommon) []*ssa.Function {
	var found []*ssa.Function
	seen := make(map[*ssa.Function]bool)
	add := func(typ types.Type) {
		if fn := g.Prog.Method(typ, common.Method.Pkg(), common.Method.Name()); fn != nil && !seen[fn] && !g.testOnly(caller, fn) {
			seen[fn] = true
			found = append(found, fn)
		}
	}
	iface, own := g.declared(common.Value.Type())
	part := own && (g.visits(caller, common) || g.partOf(caller, common.Value, iface))
	outside := false
	for _, source := range g.received(common, part) {
		if boxed, ok := source.(*ssa.MakeInterface); ok {
			add(boxed.X.Type())
		} else if made := g.factory(source); part && made != nil {
			for _, typ := range made {
				add(typ)
			}
		} else if !origin.IsNil(source) {
			outside = true
		}
	}
	if outside && part {
		for _, typ := range g.Prog.Implementers(iface) {
			if g.crowd.full(caller, len(found)) {
				break
			}
			if g.holds(common.Value.Type(), typ) {
				add(typ)
			}
		}
	}
	for _, typ := range g.ownTypes(common.Value) {
		add(typ)
	}
	return found
}

// factory returns what a call of a function value returns as an interface, where
// all the functions that it may be are known, and all that they return: one that
// makes the parts of a node is handed to whoever makes the node.
func (g *Graph) factory(source ssa.Value) []types.Type {
	call, ok := source.(*ssa.Call)
	if !ok || call.Call.IsInvoke() || call.Call.StaticCallee() != nil || call.Call.Signature().Results().Len() != 1 {
		return nil
	}
	var functions []ssa.Value
	for _, called := range g.Origin.Sources(call.Call.Value) {
		if param := parameter(called); param != nil {
			functions = append(functions, g.Origin.Given(param)...)
		} else {
			functions = append(functions, called)
		}
	}
	var found []types.Type
	for _, one := range functions {
		fn := function(one)
		if fn == nil || fn.Blocks == nil {
			return nil
		}
		for _, result := range origin.Returned(fn, 0) {
			for _, source := range g.Origin.Sources(result) {
				boxed, ok := source.(*ssa.MakeInterface)
				if !ok {
					return nil
				}
				found = append(found, boxed.X.Type())
			}
		}
	}
	return found
}

// ownTypes returns the types whose own methods hand values of them to a helper
// that v is a parameter of: the nodes of a tree, for the helper to visit. That it
// calls the method again is as plain as if the method did.
func (g *Graph) ownTypes(v ssa.Value) []types.Type {
	var found []types.Type
	for _, source := range g.Origin.Sources(v) {
		param := parameter(source)
		if param == nil {
			continue
		}
		for _, call := range g.Origin.Callers(param.Parent()) {
			method := origin.Outermost(call.Parent())
			arg := origin.Unboxed(origin.Argument(call, origin.ParamIndex(param)))
			if recv := method.Signature.Recv(); recv != nil && arg != nil && program.TypeName(arg.Type()) == program.TypeName(recv.Type()) {
				found = append(found, arg.Type())
			}
		}
	}
	return found
}

// holds reports whether a value of an interface of the package may be of a type.
// One that nobody outside can name or implement has what the package puts in.
func (g *Graph) holds(iface, typ types.Type) bool {
	asked := [2]types.Type{iface, typ}
	known, ok := g.holding[asked]
	if !ok {
		known = g.mayHold(types.Unalias(iface).(*types.Named), typ)
		g.holding[asked] = known
	}
	return known
}

func (g *Graph) mayHold(named *types.Named, typ types.Type) bool {
	methods := types.NewMethodSet(named)
	closed := false
	for i := range methods.Len() {
		closed = closed || !methods.At(i).Obj().Exported()
	}
	if named.Obj().Exported() || !closed {
		return true
	}
	if g.boxed == nil {
		g.boxed = make(map[*types.Named][]types.Type)
		for _, fn := range g.Prog.Functions {
			g.indexBoxes(fn)
		}
	}
	return len(g.boxed[named]) == 0 || slices.ContainsFunc(g.boxed[named], func(from types.Type) bool {
		return types.IsInterface(from) || types.Identical(program.Deref(from), program.Deref(typ))
	})
}

// indexBoxes records what a function converts to interfaces.
func (g *Graph) indexBoxes(fn *ssa.Function) {
	box := func(to, from types.Type) {
		if named, ok := types.Unalias(to).(*types.Named); ok && !slices.ContainsFunc(g.boxed[named], func(known types.Type) bool { return types.Identical(known, from) }) {
			g.boxed[named] = append(g.boxed[named], from)
		}
	}
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch instr := instr.(type) {
			case *ssa.MakeInterface:
				box(instr.Type(), instr.X.Type())
			case *ssa.ChangeInterface:
				box(instr.Type(), instr.X.Type())
			case *ssa.TypeAssert:
				box(instr.AssertedType, instr.X.Type())
			}
		}
	}
}

// visits reports whether a method hands its receiver to what it is called with,
// as the nodes of a tree do with visitors, or hands it as an interface of the
// package to whatever else it calls, as a visitor does with what knows one kind
// of node: which of them it is says the package.
func (g *Graph) visits(caller *ssa.Function, common *ssa.CallCommon) bool {
	if caller.Signature.Recv() == nil {
		return false
	}
	given := slices.Contains(caller.Params[1:], parameter(common.Value))
	return slices.ContainsFunc(common.Args, func(arg ssa.Value) bool {
		if boxed, ok := arg.(*ssa.MakeInterface); ok {
			_, own := g.declared(boxed.Type())
			return boxed.X == ssa.Value(caller.Params[0]) && (given || own)
		}
		return given && arg == ssa.Value(caller.Params[0])
	})
}

func parameter(v ssa.Value) *ssa.Parameter {
	param, _ := v.(*ssa.Parameter)
	return param
}

// declared returns the interface that the package declares typ as.
func (g *Graph) declared(typ types.Type) (*types.Interface, bool) {
	named, ok := types.Unalias(typ).(*types.Named)
	if !ok || named.Obj().Pkg() != g.Prog.Pass.Pkg || named.TypeParams().Len() > 0 {
		return nil, false
	}
	iface, ok := named.Underlying().(*types.Interface)
	return iface, ok
}

// received returns what the receiver of an interface call may be. Callers are
// told apart, unless there is one only, or a parameter is a part of an
// implementer, is handed to itself or is given objects that hand themselves on:
// then the call recurses, whoever the caller is.
func (g *Graph) received(common *ssa.CallCommon, part bool) []ssa.Value {
	var found []ssa.Value
	for _, source := range g.Origin.Sources(common.Value) {
		param, ok := source.(*ssa.Parameter)
		if ok && (part || g.visiting[param] || g.handsOn(common, param) || len(g.Origin.Callers(param.Parent())) == 1) {
			found = append(found, g.Origin.Given(param)...)
			continue
		}
		found = append(found, source)
	}
	return found
}

// parts looks for the values that are parts of an implementer.
type parts struct {
	graph  *Graph
	caller *ssa.Function
	iface  *types.Interface
	seen   map[part]bool
}

// A part is a value, and whether an element of it was read on the way.
type part struct {
	value   ssa.Value
	element bool
}

// partOf reports whether v was read from an element of a field of something
// that itself implements the interface, directly or through a method that
// hands it out, or from a field that users fill in. A field with one value
// that is set by the package is a decorator's more often than a node's: there
// only what the package puts in counts.
func (g *Graph) partOf(caller *ssa.Function, v ssa.Value, iface *types.Interface) bool {
	p := &parts{g, caller, iface, make(map[part]bool)}
	return p.of(v, false)
}

func (p *parts) of(v ssa.Value, element bool) bool {
	if at := (part{v, element}); p.seen[at] {
		return false
	} else {
		p.seen[at] = true
	}
	switch v := v.(type) {
	case *ssa.UnOp:
		return p.of(v.X, element)
	case *ssa.IndexAddr:
		return p.listed(v.X)
	case *ssa.Index:
		return p.listed(v.X)
	case *ssa.Lookup:
		return p.listed(v.X)
	case *ssa.Range:
		return p.listed(v.X)
	case *ssa.Next:
		return p.of(v.Iter, true)
	case *ssa.Slice:
		return p.of(v.X, element)
	case *ssa.ChangeInterface:
		return p.of(v.X, element)
	case *ssa.TypeAssert:
		return p.of(v.X, element)
	case *ssa.Extract:
		if call, ok := v.Tuple.(*ssa.Call); ok {
			return p.handedOut(call, v.Index, element)
		}
		return p.of(v.Tuple, element)
	case *ssa.Call:
		return p.handedOut(v, 0, element)
	case *ssa.FieldAddr:
		return p.field(v.X, v.Field, element)
	case *ssa.Field:
		return p.field(v.X, v.Field, element)
	case *ssa.Phi:
		return slices.ContainsFunc(v.Edges, func(edge ssa.Value) bool { return p.of(edge, element) })
	case *ssa.FreeVar, *ssa.Alloc:
		if cell := p.graph.Origin.Cell(v); cell != v && p.of(cell, element) {
			return true
		}
		return slices.ContainsFunc(p.graph.Origin.CellStores(v), func(store *ssa.Store) bool { return p.of(store.Val, element) })
	case *ssa.Parameter:
		at := origin.ParamIndex(v)
		return slices.ContainsFunc(p.graph.Origin.Callers(v.Parent()), func(call ssa.CallInstruction) bool {
			arg := origin.Argument(call, at)
			return arg != nil && p.of(arg, element)
		})
	}
	return false
}

// listed asks of an element of a list. One that is an implementer itself lists those
// whom it passes calls on to, unless another implementer is or has a list, too: then
// users put them into one another.
func (p *parts) listed(list ssa.Value) bool {
	return implements(list.Type(), p.iface) && p.othersList(list.Type()) || p.of(list, true)
}

// field asks of a field. A list that a part of an implementer has, like one of
// its edits, is a list of the implementer.
func (p *parts) field(of ssa.Value, index int, element bool) bool {
	if !implements(of.Type(), p.iface) {
		return element && p.of(of, element)
	}
	return element && !p.broadcasts(of.Type(), index) || branching(of.Type(), index)
}

// handedOut reports whether a method of an implementer returns a part of it.
func (p *parts) handedOut(call *ssa.Call, index int, element bool) bool {
	callee := call.Call.StaticCallee()
	if callee == nil || callee.Signature.Recv() == nil || !implements(callee.Signature.Recv().Type(), p.iface) {
		return false
	}
	returned := origin.Returned(p.graph.Prog.Canonical(callee), index)
	return element || slices.ContainsFunc(returned, func(v ssa.Value) bool { return p.of(v, element) })
}

// branching reports whether a field is one of several of its type that other
// packages fill in, as those of a node with two sides. An embedded one is a
// decorator's.
func branching(typ types.Type, index int) bool {
	strct, ok := program.Deref(typ).Underlying().(*types.Struct)
	if !ok {
		return false
	}
	sides := 0
	for i := range strct.NumFields() {
		field := strct.Field(i)
		if field.Exported() && !field.Embedded() && types.Identical(field.Type(), strct.Field(index).Type()) {
			sides++
			continue
		}
		if i == index {
			return false
		}
	}
	return sides > 1
}

func implements(typ types.Type, iface *types.Interface) bool {
	typ = program.Deref(typ)
	return types.Implements(typ, iface) || types.Implements(types.NewPointer(typ), iface)
}
