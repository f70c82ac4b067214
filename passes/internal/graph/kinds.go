package graph

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"golang.org/x/tools/go/ssa"
)

// A demand is what an item, or a field of it, has to be for the loop that receives
// it to come to the spawn: of a type that an assertion asks for, or a constant that
// tells its kind.
type demand struct {
	asserted types.Type
	field    *types.Var // nil for the item itself
	kind     constant.Value
}

// demands returns what the ways from a receive to a spawn ask of the item, in
// groups: one of each group must hold.
func (w *walk) demands(from receive, way []*Edge) [][]demand {
	items := from.items()
	var found [][]demand
	for _, edge := range way {
		block := edge.Instr.Block()
		groups := flow.Alternatives(block)
		for _, condition := range flow.Conditions(block) {
			groups = append(groups, []flow.Condition{condition})
		}
		for _, group := range groups {
			var demands []demand
			for _, condition := range group {
				if asked, ok := w.demand(condition, items); ok {
					demands = append(demands, asked)
				}
			}
			if len(demands) == len(group) {
				found = append(found, demands)
			}
		}
	}
	return found
}

// demand reads a condition as a demand on one of the items.
func (w *walk) demand(condition flow.Condition, items []ssa.Value) (demand, bool) {
	value, taken := condition.Affirmed()
	switch value := value.(type) {
	case *ssa.Extract:
		assert, ok := value.Tuple.(*ssa.TypeAssert)
		if !ok || !taken || value.Index != 1 {
			return demand{}, false
		}
		switch fields, ok := w.within(assert.X, items); {
		case ok && len(fields) == 0:
			return demand{asserted: assert.AssertedType}, true
		case ok && len(fields) == 1:
			return demand{asserted: assert.AssertedType, field: fields[0]}, true
		}
	case *ssa.BinOp:
		kind, ok := value.Y.(*ssa.Const)
		if !ok || kind.Value == nil || !(value.Op == token.EQL && taken || value.Op == token.NEQ && !taken) {
			return demand{}, false
		}
		if fields, ok := w.within(value.X, items); ok && len(fields) == 1 {
			return demand{field: fields[0], kind: kind.Value}, true
		}
	}
	return demand{}, false
}

// within returns the fields by which one of the items leads to a value, and
// reports whether one does. What a filter makes of an item counts as the item.
func (w *walk) within(v ssa.Value, items []ssa.Value) ([]*types.Var, bool) {
	if phi, ok := v.(*ssa.Phi); ok {
		v = unfiltered(phi)
	}
	paths := w.paths(w.graph.Origin.Path(v))
	if len(paths) != 1 || paths[0].Element {
		return nil, false
	}
	root := paths[0].Root
	if extract, ok := root.(*ssa.Extract); ok && slices.Contains(items, extract.Tuple) {
		root = extract.Tuple
	}
	return paths[0].Fields, slices.Contains(items, root)
}

// unfiltered returns the value that a function was given on one way to a phi,
// and that comes unchanged on the others, or the phi.
func unfiltered(phi *ssa.Phi) ssa.Value {
	for _, value := range phi.Edges {
		if !slices.ContainsFunc(phi.Edges, func(edge ssa.Value) bool {
			call, ok := edge.(*ssa.Call)
			return edge != value && !(ok && slices.Contains(call.Call.Args, value))
		}) {
			return value
		}
	}
	return phi
}

// excluded reports whether what is sent is never what the demands ask for.
func (w *walk) excluded(sent send, demands [][]demand, spawn *Edge) bool {
	return slices.ContainsFunc(demands, func(group []demand) bool {
		return !slices.ContainsFunc(group, func(asked demand) bool {
			e := exclusion{walk: w, demand: asked, spawn: spawn, seen: make(map[ssa.Value]bool)}
			return !e.holds(sent.value, sent.instr)
		})
	})
}

// An exclusion tells which values can not be what a demand asks for.
type exclusion struct {
	demand
	walk  *walk
	spawn *Edge
	seen  map[ssa.Value]bool
}

// holds reports whether a value is not what is asked for where an instruction
// uses it.
func (e *exclusion) holds(v ssa.Value, at ssa.Instruction) bool {
	if e.seen[v] {
		return true // decided by the other ways to it
	}
	e.seen[v] = true
	if e.field != nil {
		if e.asserted != nil && e.fieldSortedOut(v, at.Block()) {
			return true
		}
	} else if sortedOut(v, e.asserted, at.Block()) {
		return true
	}
	switch v := v.(type) {
	case *ssa.MakeInterface:
		if e.field == nil {
			return !types.AssignableTo(v.X.Type(), e.asserted)
		}
		return e.holds(v.X, at)
	case *ssa.ChangeInterface:
		return e.holds(v.X, at)
	case *ssa.Const:
		return e.field == nil && v.IsNil()
	case *ssa.Phi:
		for i, edge := range v.Edges {
			if !e.holds(edge, flow.Last(v.Block().Preds[i])) {
				return false
			}
		}
		return true
	case *ssa.Parameter:
		return e.given(v)
	case *ssa.Call:
		return e.returned(v, 0)
	case *ssa.Extract:
		call, ok := v.Tuple.(*ssa.Call)
		return ok && e.returned(call, v.Index)
	case *ssa.UnOp:
		made, ok := v.X.(*ssa.Alloc)
		return ok && v.Op == token.MUL && e.otherKind(made)
	case *ssa.Alloc:
		return e.otherKind(v)
	}
	return false
}

// sortedOut reports whether an assertion that the value has the type has failed
// on the way to a block.
func sortedOut(v ssa.Value, typ types.Type, block *ssa.BasicBlock) bool {
	return slices.ContainsFunc(assertions(block), func(known assertion) bool {
		return known.X == v && !known.is && types.AssignableTo(typ, known.AssertedType)
	})
}

// fieldSortedOut reports the same of the field of a struct that is asked for, or
// that it was found to be of another type.
func (e *exclusion) fieldSortedOut(v ssa.Value, block *ssa.BasicBlock) bool {
	return slices.ContainsFunc(assertions(block), func(known assertion) bool {
		if !e.isFieldOf(known.X, v) {
			return false
		}
		if !known.is {
			return types.AssignableTo(e.asserted, known.AssertedType)
		}
		return !types.IsInterface(known.AssertedType) && !types.AssignableTo(known.AssertedType, e.asserted)
	})
}

// isFieldOf reports whether a value is what the struct v has in the field that is
// asked for.
func (e *exclusion) isFieldOf(value, v ssa.Value) bool {
	load, ok := value.(*ssa.UnOp)
	if !ok {
		return false
	}
	addr, ok := load.X.(*ssa.FieldAddr)
	if !ok || origin.FieldOf(addr) != e.field {
		return false
	}
	object := e.walk.graph.Origin.Path(v)
	return addr.X == v || !object.Element && e.walk.graph.Origin.Path(addr.X).Equal(object)
}

// An assertion is one that was made on the way to a place, and its outcome.
type assertion struct {
	*ssa.TypeAssert
	is bool
}

func assertions(block *ssa.BasicBlock) []assertion {
	var found []assertion
	for _, condition := range flow.Conditions(block) {
		value, taken := condition.Affirmed()
		extract, ok := value.(*ssa.Extract)
		if !ok || extract.Index != 1 {
			continue
		}
		if assert, ok := extract.Tuple.(*ssa.TypeAssert); ok {
			found = append(found, assertion{assert, taken})
		}
	}
	return found
}

// given reports whether none of the calls on the walk hands in what is asked for.
func (e *exclusion) given(param *ssa.Parameter) bool {
	found := false
	at := slices.Index(param.Parent().Params, param)
	for _, edge := range e.walk.graph.In[param.Parent()] {
		if edge != e.spawn && !slices.Contains(e.walk.order, edge.From) {
			continue
		}
		arg := edge.Arg(at)
		if arg == nil || !e.holds(arg, edge.Instr) {
			return false
		}
		found = true
	}
	return found
}

// returned reports whether a function of the package never returns what is
// asked for.
func (e *exclusion) returned(call *ssa.Call, index int) bool {
	callee := call.Call.StaticCallee()
	if callee == nil {
		return false
	}
	found := false
	for _, block := range e.walk.graph.Prog.Canonical(callee).Blocks {
		ret, ok := flow.Last(block).(*ssa.Return)
		if !ok {
			continue
		}
		if !e.holds(ret.Results[index], ret) {
			return false
		}
		found = true
	}
	return found
}

// otherKind reports whether a struct is made with something else in the field
// that is asked for: another constant, or a value of another type.
func (e *exclusion) otherKind(made *ssa.Alloc) bool {
	if e.field == nil {
		return false
	}
	var stores []ssa.Value
	for _, use := range *made.Referrers() {
		switch use := use.(type) {
		case *ssa.Store:
			if use.Addr == made {
				return false // a copy of something
			}
		case *ssa.FieldAddr:
			field := use.X.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Struct).Field(use.Field).Origin()
			if field != e.field {
				continue
			}
			for _, use := range *use.Referrers() {
				if store, ok := use.(*ssa.Store); ok {
					stores = append(stores, store.Val)
				}
			}
		}
	}
	if len(stores) > 1 {
		return false
	}
	if e.asserted != nil {
		if len(stores) == 0 {
			return true // it is nil
		}
		boxed, ok := stores[0].(*ssa.MakeInterface)
		return ok && !types.AssignableTo(boxed.X.Type(), e.asserted)
	}
	kind := constant.MakeInt64(0) // what is left out
	if basic, ok := e.field.Type().Underlying().(*types.Basic); ok && basic.Info()&types.IsString != 0 {
		kind = constant.MakeString("")
	}
	if len(stores) == 1 {
		value, ok := stores[0].(*ssa.Const)
		if !ok || value.Value == nil {
			return false
		}
		kind = value.Value
	}
	return kind.Kind() == e.kind.Kind() && !constant.Compare(kind, token.EQL, e.kind)
}
