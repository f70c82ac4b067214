package bound

import (
	"cmp"
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// guarded looks for conditions that cap the recursion: a depth, a size
// below which the work is sequential, a flag, a counter. It counts when no
// way round the cycle avoids them all.
func (j *Judge) guarded(site *Site) *verdict.Evidence {
	var first, doubt *verdict.Evidence
	uncut := verdict.Verdict("")
	cut := func(edge *graph.Edge) bool {
		found := j.edgeGuard(edge, site)
		if found == nil || !found.Counts {
			doubt = cmp.Or(doubt, found)
			return false
		}
		if found.Verdict == uncut {
			return false
		}
		first = cmp.Or(first, found)
		return true
	}
	if site.Leaf {
		if j.perElement(site) {
			uncut = verdict.BoundedCutoff // there are as many elements, however they are split
		}
		// What guards the leaf itself guards it in every activation.
		edges := append(slices.Clip(site.Edges), site.Via...)
		if len(site.Edges) == 0 {
			edges = append(edges, &graph.Edge{From: site.From, Instr: site.Instr, Kind: graph.Spawn}) // of another package
		}
		for _, edge := range edges {
			if cut(edge) {
				return first
			}
		}
	}
	if j.cutsOff(site, cut) {
		return first
	}
	return doubt
}

// perElement reports whether one activation starts goroutines in a loop over
// data.
func (j *Judge) perElement(site *Site) bool {
	for at := site; at != nil; at = at.raised() {
		if j.repeatedForData(at.Instr) {
			return true
		}
	}
	return slices.ContainsFunc(site.Edges, func(edge *graph.Edge) bool { return edge.Effect&summary.Many != 0 })
}

// edgeGuard returns what caps the number of times an edge is taken or, if
// there is nothing else, what seems to and does not count.
func (j *Judge) edgeGuard(edge *graph.Edge, site *Site) *verdict.Evidence {
	if found := j.once(edge, site); found != nil {
		return found
	}
	if found := j.emptyGuard(edge, site); found != nil {
		return found
	}
	if found := j.soleGuard(edge, site); found != nil {
		return found
	}
	var doubt *verdict.Evidence
	for _, condition := range append(flow.Conditions(edge.Instr.Block()), j.madeUnder(edge.From, site)...) {
		found := j.conditionGuard(condition, edge, site)
		if found != nil && found.Counts {
			return found
		}
		doubt = cmp.Or(doubt, found)
	}
	for _, conditions := range flow.Alternatives(edge.Instr.Block()) {
		if found := j.eachGuards(conditions, edge, site); found != nil {
			return found
		}
	}
	return doubt
}

// madeUnder returns the conditions under which a literal of the cycle was made,
// by a function that is called in every round and does not recurse itself.
func (j *Judge) madeUnder(fn *ssa.Function, site *Site) []flow.Condition {
	if fn.Parent() == nil || !j.makes(fn.Parent(), site) {
		return nil
	}
	made := j.madeAt(fn)
	if made == nil {
		return nil
	}
	return flow.Conditions(made.Block())
}

// inRecursion reports whether every round calls fn: it is on the cycle, or it
// makes a literal that is.
func (j *Judge) inRecursion(fn *ssa.Function, site *Site) bool {
	return j.graph.Together(fn, site.On()) || j.makes(fn, site)
}

// makes reports whether fn makes a literal of the cycle for its callers to run
// and is called by the cycle for that.
func (j *Judge) makes(fn *ssa.Function, site *Site) bool {
	if j.graph.Together(fn, site.On()) {
		return false
	}
	return slices.ContainsFunc(j.graph.In[fn], func(edge *graph.Edge) bool { return j.graph.Together(edge.From, site.On()) }) &&
		slices.ContainsFunc(j.graph.Members(site.On()), func(member *ssa.Function) bool { return member.Parent() == fn })
}

// eachGuards returns what caps an edge whichever of the conditions held.
func (j *Judge) eachGuards(conditions []flow.Condition, edge *graph.Edge, site *Site) *verdict.Evidence {
	var first *verdict.Evidence
	for _, condition := range conditions {
		found := j.conditionGuard(condition, edge, site)
		if found == nil || !found.Counts {
			return nil
		}
		first = cmp.Or(first, found)
	}
	return first
}

// conditionGuard returns what a condition on the way to an edge is worth.
func (j *Judge) conditionGuard(condition flow.Condition, edge *graph.Edge, site *Site) *verdict.Evidence {
	var doubt *verdict.Evidence
	value, taken := condition.Affirmed()
	for _, rule := range []func(ssa.Value, bool, *graph.Edge, *Site) *verdict.Evidence{
		j.depthGuard, j.contextGuard, j.ancestryGuard, j.cutoffGuard, j.helperGuard, j.underWayGuard, j.rootGuard, j.switchGuard, j.flagGuard, j.counterGuard, j.exactGuard, j.costGuard,
	} {
		found := rule(value, taken, edge, site)
		if found == nil {
			continue
		}
		if found.Verdict == "" {
			doubt = cmp.Or(doubt, found)
			continue
		}
		if found.Pos == token.NoPos {
			found.Pos = edge.Instr.Pos()
		}
		found.Counts = true
		return found
	}
	return doubt
}

// once recognises a function handed to the Do of a shared sync.Once.
func (j *Judge) once(edge *graph.Edge, site *Site) *verdict.Evidence {
	call, ok := edge.Instr.(ssa.CallInstruction)
	if !ok || edge.Direct || calledName(call) != "(*sync.Once).Do" {
		return nil
	}
	path := j.graph.Origin.Path(call.Common().Args[0])
	if j.scope(path, site) != Shared {
		return nil
	}
	return &verdict.Evidence{
		Verdict: verdict.BoundedOnce,
		Pos:     call.Pos(),
		Text:    fmt.Sprintf("%s runs it once for the whole recursion", nameOf(path, "a shared sync.Once")),
		Counts:  true,
	}
}

func calledName(call ssa.CallInstruction) string {
	if callee := call.Common().StaticCallee(); callee != nil {
		if object, ok := callee.Object().(*types.Func); ok {
			return object.Origin().FullName()
		}
	}
	return ""
}

// depthGuard recognises a comparison of something that every way round the
// cycle moves: a depth, a budget.
func (j *Judge) depthGuard(cond ssa.Value, taken bool, edge *graph.Edge, site *Site) *verdict.Evidence {
	comparison, ok := cond.(*ssa.BinOp)
	if !ok || !compares(comparison.Op) {
		return nil
	}
	if site.Worklist {
		return j.carriedGuardIn(nil, comparison, taken, site)
	}
	return j.depthComparison(comparison, taken, nil, site)
}

// depthComparison judges a comparison in a function of the recursion or, if
// there is a call, in the helper that it leads to.
func (j *Judge) depthComparison(comparison *ssa.BinOp, taken bool, call *ssa.Call, site *Site) *verdict.Evidence {
	for _, is := range readings(comparison) {
		m, ok := j.measureOf(is.number)
		path := j.pathOf(is.number)
		if call != nil {
			m, ok = j.measureOutside(m, call)
			path = j.substituted(path, call)
		}
		if !ok || !wholeNumber(is.number.Type()) || sizeOf(is.limit) != nil || isHuge(is.limit) || counts(is.limit) {
			continue // what a loop counts comes up to any depth
		}
		if m.param != nil && (!j.inRecursion(m.param.Parent(), site) || j.isData(m.param, site) || j.movesAlone(m.param, site) || j.isExtent(m.param, is.limit, site)) {
			continue
		}
		if m.field != nil && !copied(path) && j.scope(path, site) == Shared {
			continue // one object's field is a counter
		}
		kept := m.field != nil && is.below(taken) && j.keepsDepth(m.field, site)
		if (kept || j.progresses(m, is.limit, max(0, is.leastAbove(taken)-m.delta), site)) && !j.isWidth(is.limit, site) {
			found := j.capsDepth(comparison, site)
			n, constant := integer(is.limit)
			found.TopLevel = constant && n <= 1 && is.below(taken)
			return found
		}
	}
	return nil
}

// isWidth reports whether a limit is a variable that also says how often a loop of
// the recursion goes round, or how wide a set of bits is: it is the size of the
// data, as that of a board.
func (j *Judge) isWidth(limit ssa.Value, site *Site) bool {
	if _, constant := integer(limit); constant {
		return false
	}
	path := j.graph.Origin.Path(limit)
	return slices.ContainsFunc(site.Cycle, func(edge *graph.Edge) bool {
		var ends []ssa.Value
		if comparison, counted := j.countedLoop(edge.Instr); counted {
			ends = []ssa.Value{comparison.X, comparison.Y}
		}
		return slices.ContainsFunc(append(ends, shiftsIn(edge.From)...), func(end ssa.Value) bool {
			if converted, ok := end.(*ssa.Convert); ok {
				end = converted.X
			}
			return j.graph.Origin.Path(end).Equal(path)
		})
	})
}

// shiftsIn returns by what a function shifts to the left.
func shiftsIn(fn *ssa.Function) []ssa.Value {
	var found []ssa.Value
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if shift, ok := instr.(*ssa.BinOp); ok && shift.Op == token.SHL {
				found = append(found, shift.Y)
			}
		}
	}
	return found
}

// measureOutside restates a measure of a helper in terms of its caller.
func (j *Judge) measureOutside(m measure, call *ssa.Call) (measure, bool) {
	if m.param == nil {
		return m, m.field != nil
	}
	arg := origin.Argument(call, origin.ParamIndex(m.param))
	if m.param.Parent() == call.Parent() || arg == nil {
		return measure{}, false
	}
	outer, ok := j.measureOf(arg)
	outer.delta += m.delta
	outer.least, outer.by = max(outer.least, m.least), 0
	return outer, ok
}

// capsDepth says what a comparison of a depth is worth.
func (j *Judge) capsDepth(comparison *ssa.BinOp, site *Site) *verdict.Evidence {
	if j.Strict && j.overData(site) {
		return &verdict.Evidence{
			Pos:  comparison.Pos(),
			Text: "this comparison caps the depth, but not how many goroutines each level of it starts",
		}
	}
	return &verdict.Evidence{
		Verdict: verdict.BoundedDepth,
		Pos:     comparison.Pos(),
		Text:    "this comparison caps the depth, which every step of the recursion moves",
	}
}

// copied reports whether a path leads to a field of a parameter that is a
// struct itself and not a pointer to one: every activation has its own.
func copied(path origin.Path) bool {
	param, ok := path.Root.(*ssa.Parameter)
	if !ok || path.Element || len(path.Fields) == 0 {
		return false
	}
	inside := param.Type()
	for _, field := range path.Fields {
		if _, value := inside.Underlying().(*types.Struct); !value {
			return false
		}
		inside = field.Type()
	}
	return true
}

func wholeNumber(typ types.Type) bool {
	basic, ok := typ.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsInteger != 0
}
