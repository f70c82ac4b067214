package bound

import (
	"go/token"
	"go/types"

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
		n, ok := integer(v.Y)
		if !ok {
			return measure{}, false
		}
		m, ok := j.trace(v.X, depth+1)
		switch v.Op {
		case token.ADD:
			m.delta += n
		case token.SUB:
			m.delta -= n
		case token.QUO, token.SHR:
			m.delta--
		default:
			return measure{}, false
		}
		return m, ok
	case *ssa.Phi:
		return j.tracePhi(v, depth)
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
		if same == nil || m.delta == 0 {
			same = &m
		}
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
		if own, ok := j.adjusts(store.Val, cell); ok {
			if same != nil {
				same.delta += own
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
func (j *Judge) adjusts(v ssa.Value, cell *ssa.Alloc) (int64, bool) {
	op, ok := v.(*ssa.BinOp)
	if !ok {
		return 0, false
	}
	load, ok := op.X.(*ssa.UnOp)
	n, isConst := integer(op.Y)
	if !ok || !isConst || load.Op != token.MUL || j.graph.Origin.Cell(load.X) != ssa.Value(cell) {
		return 0, false
	}
	if op.Op == token.SUB {
		n = -n
	}
	return n, op.Op == token.ADD || op.Op == token.SUB
}

// progresses reports whether every way round the cycle moves the measure.
//
// The limit itself may be passed on as a constant: it ends the recursion.
func (j *Judge) progresses(m measure, limit ssa.Value, site *Site) bool {
	if m.field != nil {
		return j.fieldProgresses(m.field, site)
	}
	p := progress{judge: j, site: site, start: m.param, limit: limit, visiting: make(map[*ssa.Parameter]bool)}
	return p.moves(m.param, 0) && p.closed
}

type progress struct {
	judge    *Judge
	site     *Site
	start    *ssa.Parameter
	limit    ssa.Value
	visiting map[*ssa.Parameter]bool
	closed   bool // some way round was found
}

// moves follows a parameter backwards over the edges of the cycle until it
// comes back to the start, which it must do with a change.
func (p *progress) moves(param *ssa.Parameter, delta int64) bool {
	if p.visiting[param] {
		return false // a way round that misses the start
	}
	p.visiting[param] = true
	defer delete(p.visiting, param)
	g := p.judge.graph
	at := origin.ParamIndex(param)
	for _, edge := range g.In[param.Parent()] {
		if !p.judge.reentry(edge, p.site) || edge.Kind == graph.Send {
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
		if !ok || m.param == nil {
			return false
		}
		total := delta + m.delta
		if m.param == p.start {
			if total == 0 {
				return false
			}
			p.closed = true
			continue
		}
		if !p.moves(m.param, total) {
			return false
		}
	}
	return true
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
func (j *Judge) fieldProgresses(field *types.Var, site *Site) bool {
	moved := false
	for _, store := range j.graph.Origin.FieldStores(field) {
		m, ok := j.measureOf(store.Val)
		if ok && m.field == field && m.delta != 0 {
			moved = true
			continue
		}
		s := scoping{judge: j, site: site}
		if s.perActivation(store.Parent()) {
			return false
		}
	}
	return moved
}
