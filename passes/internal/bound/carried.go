package bound

import (
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"golang.org/x/tools/go/ssa"
)

// A carried number is what something comes from on its way round a worklist:
// a parameter, a received item, a constant, or what the selection leads to in
// one of them, and what was added since.
type carried struct {
	root      ssa.Value
	selection selection
	delta     int64
}

// A selection is a way into a value: fields, and nil for any element.
type selection []*types.Var

func (s selection) of(field *types.Var) selection { return append(selection{field}, s...) }

// A carriage finds where numbers are carried from, inside one function and the
// helpers that it calls.
type carriage struct {
	judge   *Judge
	found   []carried
	unknown bool // one of them comes from where nothing can be seen
	seen    map[ssa.Value]bool
	calls   int // how deep in helpers
}

// carriedFrom returns where a number, or what a selection leads to in a value,
// comes from where an instruction uses it. It reports failure where one of them
// can not be told.
func (j *Judge) carriedFrom(v ssa.Value, s selection, at ssa.Instruction) ([]carried, bool) {
	c := &carriage{judge: j, seen: make(map[ssa.Value]bool)}
	c.value(v, s, 0, at)
	return c.found, !c.unknown
}

func (c *carriage) value(v ssa.Value, s selection, delta int64, at ssa.Instruction) {
	if len(s) > mostSelected {
		c.unknown = true
		return
	}
	if instr, ok := v.(ssa.Instruction); ok && received(instr) {
		c.through(v, s, delta, at)
		return
	}
	switch v := v.(type) {
	case *ssa.Const:
		if len(s) == 0 {
			c.found = append(c.found, carried{v, nil, delta})
		}
	case *ssa.Parameter:
		c.through(v, s, delta, at)
	case *ssa.Convert:
		c.value(v.X, s, delta, at)
	case *ssa.ChangeType:
		c.value(v.X, s, delta, at)
	case *ssa.ChangeInterface:
		c.value(v.X, s, delta, at)
	case *ssa.MakeInterface:
		c.value(v.X, s, delta, at)
	case *ssa.TypeAssert:
		c.value(v.X, s, delta, at)
	case *ssa.Slice:
		if !isEmpty(v) {
			c.value(v.X, s, delta, at)
		}
	case *ssa.BinOp:
		c.sum(v, delta, at)
	case *ssa.Phi:
		if c.seen[v] {
			return
		}
		c.seen[v] = true
		for _, edge := range v.Edges {
			c.value(edge, s, delta, at)
		}
	case *ssa.Field:
		if strct, ok := v.X.Type().Underlying().(*types.Struct); ok {
			c.value(v.X, s.of(strct.Field(v.Field).Origin()), delta, at)
		}
	case *ssa.FieldAddr:
		c.value(v.X, s.of(origin.FieldOf(v)), delta, at)
	case *ssa.IndexAddr:
		c.value(v.X, s.of(nil), delta, at)
	case *ssa.Index:
		c.value(v.X, s.of(nil), delta, at)
	case *ssa.UnOp:
		if v.Op == token.MUL {
			c.value(v.X, s, delta, v) // dereferences are not counted
		} else {
			c.unknown = true
		}
	case *ssa.Extract:
		c.extracted(v, s, delta, at)
	case *ssa.Call:
		c.called(v, 0, s, delta)
	case *ssa.FreeVar:
		if cell := c.judge.graph.Origin.Cell(v); cell != ssa.Value(v) {
			c.through(cell, s, delta, at)
		} else {
			c.unknown = true
		}
	case *ssa.Alloc, *ssa.MakeSlice:
		c.through(v, s, delta, at)
	default:
		c.unknown = true
	}
}

// isEmpty reports whether a slice starts without elements: []T{} or
// make([]T, 0, n).
func isEmpty(s *ssa.Slice) bool {
	if n, ok := integer(s.High); ok && n == 0 {
		return true
	}
	pointer, ok := s.X.Type().Underlying().(*types.Pointer)
	if !ok {
		return false
	}
	array, ok := pointer.Elem().Underlying().(*types.Array)
	return ok && array.Len() == 0
}

// sum reads a number to which a constant is added. A division makes it
// smaller, whatever it was.
func (c *carriage) sum(v *ssa.BinOp, delta int64, at ssa.Instruction) {
	n, ok := integer(v.Y)
	switch {
	case ok && v.Op == token.ADD:
		c.value(v.X, nil, delta+n, at)
	case ok && v.Op == token.SUB:
		c.value(v.X, nil, delta-n, at)
	case ok && (v.Op == token.QUO || v.Op == token.SHR):
		c.value(v.X, nil, delta-1, at)
	default:
		c.unknown = true
	}
}

func (c *carriage) extracted(v *ssa.Extract, s selection, delta int64, at ssa.Instruction) {
	switch tuple := v.Tuple.(type) {
	case *ssa.TypeAssert:
		c.value(tuple.X, s, delta, at)
	case *ssa.Call:
		c.called(tuple, v.Index, s, delta)
	default:
		c.unknown = true
	}
}

// called reads what a call returns: the parts of an append, or what a helper of
// the package makes of its arguments.
func (c *carriage) called(call *ssa.Call, index int, s selection, delta int64) {
	if builtin, ok := call.Call.Value.(*ssa.Builtin); ok && builtin.Name() == "append" {
		for _, arg := range call.Call.Args {
			c.value(arg, s, delta, call)
		}
		return
	}
	callee := call.Call.StaticCallee()
	if callee == nil || c.calls == mostHelpers {
		c.unknown = true
		return
	}
	callee = c.judge.graph.Prog.Canonical(callee)
	if callee.Blocks == nil {
		c.unknown = true
		return
	}
	inner := &carriage{judge: c.judge, seen: make(map[ssa.Value]bool), calls: c.calls + 1}
	for _, block := range callee.Blocks {
		if ret, ok := flow.Last(block).(*ssa.Return); ok && index < len(ret.Results) {
			inner.value(ret.Results[index], s, delta, ret)
		}
	}
	c.unknown = c.unknown || inner.unknown
	for _, from := range inner.found {
		param, ok := from.root.(*ssa.Parameter)
		if !ok || param.Parent() != callee {
			c.found = append(c.found, from)
		} else if at := origin.ParamIndex(param); at < len(call.Call.Args) {
			c.value(call.Call.Args[at], from.selection, from.delta, call)
		}
	}
}

// How far a number is followed inside a function: into helpers, and into values.
const (
	mostHelpers  = 3
	mostSelected = 8
)

// through reads what a selection leads to in a variable, or behind a pointer:
// what was stored there last or, where nothing was, what was there before.
func (c *carriage) through(base ssa.Value, s selection, delta int64, at ssa.Instruction) {
	stores := storesTo(base, s)
	if _, variable := base.(*ssa.Alloc); variable && len(stores) == 0 {
		c.found = append(c.found, carried{zero, nil, delta})
	}
	var latest *storing
	var seen, elsewhere []storing
	for _, store := range stores {
		switch {
		case at.Parent() != store.Parent():
			elsewhere = append(elsewhere, store)
		case store.certain && flow.Dominates(store.Store, at):
			if latest == nil || flow.Dominates(latest.Store, store.Store) {
				latest = &store
			}
		case c.judge.flow.Follows(store.Store, at):
			seen = append(seen, store)
		}
	}
	if latest != nil {
		seen = append(seen, *latest)
	} else {
		seen = append(seen, elsewhere...)
		if _, param := base.(*ssa.Parameter); param || isReceived(base) {
			c.found = append(c.found, carried{base, s, delta})
		}
	}
	for _, store := range seen {
		if !c.seen[store.Val] || store.Val.Referrers() == nil {
			c.seen[store.Val] = true
			c.value(store.Val, store.rest, delta, store.Store)
		}
	}
}

// zero is what a variable holds to which nothing is stored.
var zero = ssa.NewConst(constant.MakeInt64(0), types.Typ[types.Int])

func isReceived(v ssa.Value) bool {
	instr, ok := v.(ssa.Instruction)
	return ok && received(instr)
}

// A storing is a store to what a selection leads to, or to what holds it.
type storing struct {
	*ssa.Store
	rest    selection // what is left to select in the stored value
	certain bool      // it is stored there, and not to some element
}

// storesTo returns the stores by an address, in literals that capture it too.
func storesTo(addr ssa.Value, s selection) []storing {
	if addr.Referrers() == nil {
		return nil
	}
	var found []storing
	for _, use := range *addr.Referrers() {
		switch use := use.(type) {
		case *ssa.Store:
			if use.Addr == addr {
				found = append(found, storing{use, s, true})
			}
		case *ssa.FieldAddr:
			if len(s) > 0 && s[0] == origin.FieldOf(use) {
				found = append(found, storesTo(use, s[1:])...)
			}
		case *ssa.IndexAddr:
			if len(s) > 0 && s[0] == nil {
				for _, store := range storesTo(use, s[1:]) {
					store.certain = false
					found = append(found, store)
				}
			}
		case *ssa.UnOp:
			if _, pointer := use.Type().Underlying().(*types.Pointer); pointer && use.Op == token.MUL && len(s) > 0 {
				found = append(found, storesTo(use, s)...)
			}
		case *ssa.MakeClosure:
			if at := slices.Index(use.Bindings, addr); at >= 0 {
				found = append(found, storesTo(use.Fn.(*ssa.Function).FreeVars[at], s)...)
			}
		}
	}
	return found
}
