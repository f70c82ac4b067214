package bound

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"golang.org/x/tools/go/ssa"
)

// A measure is a parameter or a field, plus a constant: what a depth or a
// budget looks like on its way round the cycle.
type measure struct {
	param *ssa.Parameter
	field *types.Var
	delta int64
	// least is the value of the parameter or field from which on a share of it
	// is less than the whole: half of one, rounded up, is one again.
	least int64
	by    int64 // of a share that is rounded down, what it was divided by
}

// measureOf reads v as a measure.
func (j *Judge) measureOf(v ssa.Value) (measure, bool) { return j.trace(v, 0) }

func (j *Judge) trace(v ssa.Value, depth int) (measure, bool) {
	if depth > 16 {
		return measure{}, false
	}
	switch v := v.(type) {
	case *ssa.Parameter:
		return measure{param: v}, true
	case *ssa.Convert:
		return j.trace(v.X, depth+1)
	case *ssa.ChangeType:
		return j.trace(v.X, depth+1)
	case *ssa.BinOp:
		return j.traceOperation(v, depth)
	case *ssa.Phi:
		return j.tracePhi(v, depth)
	case *ssa.Call:
		if field := getterOf(v); field != nil {
			return measure{field: field}, true
		}
	case *ssa.Field:
		if strct, ok := v.X.Type().Underlying().(*types.Struct); ok {
			return measure{field: strct.Field(v.Field).Origin()}, true
		}
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return j.traceLoad(v.X, depth)
		}
	}
	return measure{}, false
}

// getterOf returns the field that a call only reads: GetDepth() is the field
// Depth of the same type, as in the code that protocol buffers generate.
// Source: https://protobuf.dev/reference/go/go-generated/#fields.
func getterOf(call *ssa.Call) *types.Var {
	receiver := receiverOf(call)
	if receiver == nil || call.Call.IsInvoke() || call.Call.Signature().Params().Len() != 0 {
		return nil
	}
	name, getter := strings.CutPrefix(call.Call.StaticCallee().Name(), "Get")
	typ := receiver.Type().Underlying()
	if pointer, ok := typ.(*types.Pointer); ok {
		typ = pointer.Elem().Underlying()
	}
	strct, ok := typ.(*types.Struct)
	if !getter || !ok {
		return nil
	}
	for i := range strct.NumFields() {
		if field := strct.Field(i); field.Name() == name && types.Identical(field.Type(), call.Type()) {
			return field.Origin()
		}
	}
	return nil
}

// pathOf returns the path of a value, through calls that only read a field, and
// of what a constant was added to.
func (j *Judge) pathOf(v ssa.Value) origin.Path {
	switch v := v.(type) {
	case *ssa.Convert:
		return j.pathOf(v.X)
	case *ssa.BinOp:
		if _, constant := integer(v.Y); constant {
			return j.pathOf(v.X)
		}
	case *ssa.Call:
		if field := getterOf(v); field != nil {
			path := j.pathOf(receiverOf(v))
			path.Fields = append(slices.Clip(path.Fields), field)
			return path
		}
	}
	return j.graph.Origin.Path(v)
}

// traceOperation reads a sum, a share, or what is left when a share of the
// whole is given away.
func (j *Judge) traceOperation(op *ssa.BinOp, depth int) (measure, bool) {
	m, ok := j.trace(op.X, depth+1)
	if !ok {
		return measure{}, false
	}
	if _, constant := integer(op.Y); !constant {
		if op.Op == token.QUO && sizeOf(op.Y) != nil {
			return m.divided(2) // shared out among several, or handed to the only one
		}
		given, ok := j.trace(op.Y, depth+1)
		if !ok || op.Op != token.SUB || given.by == 0 || m != (measure{param: given.param, field: given.field}) {
			return measure{}, false
		}
		return measure{param: m.param, field: m.field, delta: -1, least: given.by}, true
	}
	return m.moved(op)
}

// moved returns what becomes of a measure that a constant is added to, or that
// is divided by one.
func (m measure) moved(op *ssa.BinOp) (measure, bool) {
	n, _ := integer(op.Y)
	switch op.Op {
	case token.ADD:
		m.delta += n
	case token.SUB:
		m.delta -= n
	case token.QUO:
		return m.divided(n)
	case token.SHR:
		return m.divided(1 << max(0, min(n, 32)))
	default:
		return measure{}, false
	}
	m.by = 0
	return m, true
}

// divided returns a share of the measure. Where something was added before, it
// may be rounded up.
func (m measure) divided(by int64) (measure, bool) {
	if by < 2 || m.delta >= by {
		return measure{}, false
	}
	switch {
	case m.delta == 0:
		m.by = by
	case m.delta > 0:
		m.delta, m.least = 0, max(m.least, 2)
	}
	m.delta--
	return m, true
}

// tracePhi reads a variable that is adjusted on some ways: it counts as
// moved only where every way moves it.
func (j *Judge) tracePhi(phi *ssa.Phi, depth int) (measure, bool) {
	var same *measure
	for _, edge := range phi.Edges {
		if edge == phi {
			continue
		}
		m, ok := j.trace(edge, depth+4)
		if !ok || same != nil && (m.param != same.param || m.field != same.field) {
			return measure{}, false
		}
		m.by = 0
		if same != nil {
			m.least = max(m.least, same.least)
		}
		if same == nil || m.delta == 0 {
			same = &m
		}
		same.least = m.least
	}
	if same == nil {
		return measure{}, false
	}
	return *same, true
}

func (j *Judge) traceLoad(addr ssa.Value, depth int) (measure, bool) {
	if field, ok := addr.(*ssa.FieldAddr); ok {
		return measure{field: origin.FieldOf(field)}, true
	}
	cell, ok := j.graph.Origin.Cell(addr).(*ssa.Alloc)
	if !ok {
		return measure{}, false
	}
	var same *measure
	for _, store := range j.graph.Origin.CellStores(cell) {
		if op := j.adjusts(store.Val, cell); op != nil {
			if same != nil {
				adjusted, ok := same.moved(op)
				if !ok {
					return measure{}, false
				}
				same = &adjusted
			}
			continue
		}
		m, ok := j.trace(store.Val, depth+4)
		if !ok || same != nil {
			return measure{}, false
		}
		same = &m
	}
	if same == nil {
		return measure{}, false
	}
	return *same, true
}

// adjusts recognises depth-- on a variable that lives in memory.
func (j *Judge) adjusts(v ssa.Value, cell *ssa.Alloc) *ssa.BinOp {
	op, ok := v.(*ssa.BinOp)
	if !ok {
		return nil
	}
	load, ok := op.X.(*ssa.UnOp)
	if _, constant := integer(op.Y); !ok || !constant || load.Op != token.MUL || j.graph.Origin.Cell(load.X) != ssa.Value(cell) {
		return nil
	}
	return op
}

// progresses reports whether every way round the cycle moves the measure.
//
// The limit itself may be passed on as a constant: it ends the recursion.
// What is below least is known not to come through the comparison.
func (j *Judge) progresses(m measure, limit ssa.Value, least int64, site *Site) bool {
	if m.field != nil {
		return j.fieldProgresses(m.field, least, site)
	}
	p := progress{judge: j, site: site, start: m.param, limit: limit, least: least, visiting: make(map[*ssa.Parameter]int64)}
	return p.moves(m.param, 0) && p.closed && !(p.up && p.down)
}

type progress struct {
	judge    *Judge
	site     *Site
	start    *ssa.Parameter
	limit    ssa.Value
	least    int64
	visiting map[*ssa.Parameter]int64 // what it had been moved by on the way there
	closed   bool                     // some way round was found
	up, down bool                     // where the rounds lead, smaller ones on the way too
}

// moves follows a parameter backwards over the edges of the cycle until it
// comes back to the start, which it must do with a change. So must a smaller
// round on the way, that misses the start, and none may undo another's.
func (p *progress) moves(param *ssa.Parameter, delta int64) bool {
	if before, again := p.visiting[param]; again {
		p.leads(delta - before)
		return delta != before
	}
	p.visiting[param] = delta
	defer delete(p.visiting, param)
	g := p.judge.graph
	at := origin.ParamIndex(param)
	for _, edge := range g.In[param.Parent()] {
		if !p.judge.graph.Together(edge.From, p.site.On()) || !p.judge.inRecursion(edge.To, p.site) || edge.Kind == graph.Send {
			continue
		}
		args := edge.Args()
		if at >= len(args) {
			return false
		}
		if given, ok := integer(args[at]); ok {
			if limit, ok := integer(p.limit); ok && given == limit {
				continue
			}
			return false
		}
		if remembered(args[at]) {
			continue
		}
		m, ok := p.judge.measureOf(args[at])
		if !ok || m.param == nil || m.least > p.least {
			return false
		}
		total := delta + m.delta
		if m.param == p.start {
			if total == 0 {
				return false
			}
			p.leads(total)
			p.closed = true
			continue
		}
		if !p.moves(m.param, total) {
			return false
		}
	}
	return true
}

func (p *progress) leads(by int64) {
	p.up = p.up || by > 0
	p.down = p.down || by < 0
}

// remembered reports whether a value comes out of a call or out of a
// collection, as a depth does that was noted down to go on from later. What
// was noted nobody can see here, and the other ways round tell that it is a
// depth.
func remembered(v ssa.Value) bool {
	switch v := v.(type) {
	case *ssa.Call:
		_, builtin := v.Call.Value.(*ssa.Builtin)
		return !builtin
	case *ssa.Extract:
		_, call := v.Tuple.(*ssa.Call)
		_, lookup := v.Tuple.(*ssa.Lookup)
		return call || lookup
	case *ssa.Lookup:
		return true
	}
	return false
}

// fieldProgresses reports whether the recursion stores the field only as
// another one's value plus a constant.
func (j *Judge) fieldProgresses(field *types.Var, least int64, site *Site) bool {
	moved := false
	for _, store := range j.graph.Origin.FieldStores(field) {
		m, ok := j.measureOf(store.Val)
		if ok && m.field == field && m.delta != 0 && m.least <= least {
			moved = moved || !j.inPlace(store) || j.carriedOn(j.graph.Origin.Path(store.Addr).Root, site)
			continue
		}
		s := scoping{judge: j, site: site}
		if s.storesAnew(store) {
			return false
		}
	}
	return moved
}

// inPlace reports whether a store changes a field of the object that it reads
// it from.
func (j *Judge) inPlace(store *ssa.Store) bool {
	op, ok := store.Val.(*ssa.BinOp)
	if !ok {
		return false
	}
	load, ok := op.X.(*ssa.UnOp)
	return ok && j.graph.Origin.Path(load.X).Equal(j.graph.Origin.Path(store.Addr))
}
