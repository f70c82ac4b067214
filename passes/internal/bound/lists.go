package bound

import (
	"cmp"
	"go/token"
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/program"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// emptyGuard recognises a list that is sent back to a worklist, by itself or in a
// message, and that is empty where a depth is reached: then the loop starts
// nothing for it.
func (j *Judge) emptyGuard(edge *graph.Edge, site *Site) *verdict.Evidence {
	sent, ok := edge.Instr.(*ssa.Send)
	if !ok || edge.Kind != graph.Send || !site.Worklist {
		return nil
	}
	if _, list := sent.X.Type().Underlying().(*types.Slice); !list && len(lists(sent.X.Type())) == 0 {
		return nil
	}
	l := list{judge: j, site: site, seen: make(map[ssa.Value]bool)}
	if !l.guarded(sent.X, sent.Block(), nil) || l.found == nil {
		return nil
	}
	l.found.Counts = true
	return l.found
}

// A list is looked at on all ways by which it can come to be.
type list struct {
	judge *Judge
	site  *Site
	seen  map[ssa.Value]bool
	found *verdict.Evidence
}

// guarded reports whether a list is empty, or there only where a comparison of
// the depth let it come. The calls lead to the helper that it is made in.
func (l *list) guarded(v ssa.Value, block *ssa.BasicBlock, calls []*ssa.Call) bool {
	if origin.IsNil(v) || l.seen[v] {
		return true
	}
	l.seen[v] = true
	for _, condition := range flow.Conditions(block) {
		value, taken := condition.Affirmed()
		if comparison, ok := value.(*ssa.BinOp); ok && compares(comparison.Op) {
			if found := l.judge.carriedGuardIn(calls, comparison, taken, l.site); found != nil && found.Verdict != "" {
				l.found = cmp.Or(l.found, found)
				return true
			}
		}
	}
	switch v := v.(type) {
	case *ssa.Phi:
		for i, edge := range v.Edges {
			if !l.guarded(edge, v.Block().Preds[i], calls) {
				return false
			}
		}
		return true
	case *ssa.Call:
		return l.returned(v, calls)
	case *ssa.UnOp:
		if v.Op == token.MUL {
			return l.guarded(v.X, block, calls)
		}
	case *ssa.Alloc:
		return l.inside(v, calls)
	}
	return false
}

// lists returns the indices of the fields of a message that are lists.
func lists(message types.Type) []int {
	strct, ok := program.Deref(message).Underlying().(*types.Struct)
	if !ok {
		return nil
	}
	var found []int
	for i := range strct.NumFields() {
		if _, list := strct.Field(i).Type().Underlying().(*types.Slice); list {
			found = append(found, i)
		}
	}
	return found
}

// inside reports whether all lists in a message are guarded, which is put together
// here: field by field, and by nothing else.
func (l *list) inside(message *ssa.Alloc, calls []*ssa.Call) bool {
	fields := lists(message.Type())
	for _, use := range *message.Referrers() {
		field, ok := use.(*ssa.FieldAddr)
		if !ok {
			_, told := use.(ssa.CallInstruction)
			store, whole := use.(*ssa.Store)
			if told || whole && store.Addr == message {
				return false
			}
			continue
		}
		if !slices.Contains(fields, field.Field) {
			continue
		}
		for _, use := range *field.Referrers() {
			store, ok := use.(*ssa.Store)
			if !ok || store.Addr != field || !l.guarded(store.Val, store.Block(), calls) {
				return false
			}
		}
	}
	return len(fields) > 0
}

// returned reports whether what a helper returns is guarded.
func (l *list) returned(call *ssa.Call, calls []*ssa.Call) bool {
	callee := call.Call.StaticCallee()
	if callee == nil || callee.Signature.Results().Len() != 1 || len(calls) == mostHelpers {
		return false
	}
	calls = append(calls[:len(calls):len(calls)], call)
	found := false
	for _, block := range l.judge.graph.Prog.Canonical(callee).Blocks {
		ret, ok := flow.Last(block).(*ssa.Return)
		if !ok {
			continue
		}
		if !l.guarded(ret.Results[0], block, calls) {
			return false
		}
		found = true
	}
	return found
}

// carriedThrough restates what comes from a helper's parameters in terms of
// what the first of the calls that lead to it stands in.
func (j *Judge) carriedThrough(calls []*ssa.Call, from []carried) []carried {
	for i := len(calls) - 1; i >= 0; i-- {
		callee := j.graph.Prog.Canonical(calls[i].Call.StaticCallee())
		var outer []carried
		for _, number := range from {
			param, ok := number.root.(*ssa.Parameter)
			if !ok || param.Parent() != callee {
				outer = append(outer, number)
				continue
			}
			found, _ := j.carriedFrom(calls[i].Call.Args[origin.ParamIndex(param)], number.selection, calls[i])
			for _, given := range found {
				given.delta += number.delta
				outer = append(outer, given)
			}
		}
		from = outer
	}
	return from
}
