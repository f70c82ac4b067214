package bound

import (
	"go/types"
	"maps"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"golang.org/x/tools/go/ssa"
)

// branches reports whether some activation on the site's cycle can re-enter
// the recursion twice. A second cycle has to leave this one somewhere, and
// shows there.
func (j *Judge) branches(site *Site) bool {
	return slices.ContainsFunc(site.Cycle, func(on *graph.Edge) bool { return j.branchesIn(on.From, site) })
}

// branchesAnywhere reports the same of any cycle of the recursion that the site
// belongs to.
func (j *Judge) branchesAnywhere(site *Site) bool {
	members := j.graph.Members(site.On())
	known, ok := j.branching[members[0]]
	if !ok {
		known = slices.ContainsFunc(members, func(fn *ssa.Function) bool { return j.branchesIn(fn, site) })
		j.branching[members[0]] = known
	}
	return known
}

// branchesIn reports whether one activation of a function can re-enter the
// recursion twice.
func (j *Judge) branchesIn(fn *ssa.Function, site *Site) bool {
	known, ok := j.twice[fn]
	if !ok {
		known = j.reentersTwice(fn, site)
		j.twice[fn] = known
	}
	return known
}

func (j *Judge) reentersTwice(fn *ssa.Function, site *Site) bool {
	reentries := make(map[ssa.Instruction]*graph.Edge)
	for _, edge := range j.graph.Out[fn] {
		if !j.reentry(edge, site) || edge.Kind == graph.Send || !j.comesBack(edge, site) {
			continue
		}
		if other := reentries[edge.Instr]; other != nil && !edge.Direct && runsBoth(other, edge) && j.besides(other, edge) {
			return true
		}
		reentries[edge.Instr] = edge
		if edge.Effect&summary.Many != 0 && packed(edge) != 1 || j.flow.InLoop(edge.Instr) && !j.flow.Retried(edge.Instr) {
			return true
		}
	}
	followed := j.flow.Followed(maps.Keys(reentries))
	for a := range reentries {
		if !followed(a) {
			continue
		}
		for b := range reentries {
			if a != b && j.flow.Follows(a, b) && !j.flow.Exclusive(a, b) && !j.flow.Failed(a, b) && !j.timesOut(reentries[a], reentries[b]) {
				return true
			}
		}
	}
	return false
}

// comesBack reports whether what an edge leads to comes back to its function, by
// a way that is not too long to be sure of, and not only past a flag that lets
// one through at a time.
func (j *Judge) comesBack(edge *graph.Edge, site *Site) bool {
	known, ok := j.returning[edge]
	if !ok {
		keep := func(edge *graph.Edge) bool { return !j.oneAtATime(edge, site) }
		way := j.wayBack(edge, keep)
		known = keep(edge) && way != nil && j.certain(way, mostFunctions)
		j.returning[edge] = known
	}
	return known
}

// wayBack returns a shortest way round over an edge and others that keep accepts.
func (j *Judge) wayBack(edge *graph.Edge, keep func(*graph.Edge) bool) []*graph.Edge {
	way := []*graph.Edge{edge}
	if edge.To == edge.From {
		return way
	}
	if back := j.graph.Path(edge.To, edge.From, LongestCycle, keep); back != nil {
		return append(way, back...)
	}
	return nil
}

// timesOut reports whether one of two edges sets a timer for what the other asks
// for: both come back through one literal, which is called by the answer or when
// the time is up.
func (j *Judge) timesOut(a, b *graph.Edge) bool {
	isTimer := func(edge *graph.Edge) bool {
		return edge.Kind == graph.Spawn && edge.Spawner != nil && edge.Spawner.FullName() == "time.AfterFunc"
	}
	if isTimer(a) == isTimer(b) {
		return false
	}
	all := func(*graph.Edge) bool { return true }
	answers := j.wayBack(a, all)
	return slices.ContainsFunc(j.wayBack(b, all), func(step *graph.Edge) bool {
		return step.To != b.From && step.To.Parent() != nil && origin.Outermost(step.To) != origin.Outermost(step.From) &&
			slices.ContainsFunc(answers, func(other *graph.Edge) bool { return other.To == step.To })
	})
}

// oneAtATime reports whether a shared flag or state lets one through where an
// edge is taken, until it is put back.
func (j *Judge) oneAtATime(edge *graph.Edge, site *Site) bool {
	known, ok := j.single[edge]
	if !ok {
		known = j.once(edge, site) != nil || slices.ContainsFunc(flow.Conditions(edge.Instr.Block()), func(condition flow.Condition) bool {
			value, taken := condition.Affirmed()
			return j.flagGuard(value, taken, edge, site) != nil || j.exactGuard(value, taken, edge, site) != nil
		})
		j.single[edge] = known
	}
	return known
}

// oneOfSeveral reports whether the object of an interface call is one that a
// loop of the recursion hands to the helper that makes the call.
func (j *Judge) oneOfSeveral(edge *graph.Edge, site *Site) bool {
	param, ok := j.graph.Origin.Path(edge.Instr.(ssa.CallInstruction).Common().Value).Root.(*ssa.Parameter)
	return ok && slices.ContainsFunc(j.graph.In[param.Parent()], func(call *graph.Edge) bool {
		object, found := call.Arg(origin.ParamIndex(param)).(ssa.Instruction)
		return found && j.flow.InLoop(object) && j.flow.InLoop(call.Instr) && j.reentry(call, site) && !j.flow.Retried(call.Instr)
	})
}

// runsBoth reports whether a call runs the functions of both edges: it is
// handed two, side by side or in a list, and not one that is either of them.
func runsBoth(a, b *graph.Edge) bool {
	if a.Argument != b.Argument {
		return true
	}
	handed := argumentOf(b)
	if handed == nil || a.To == b.To {
		return false
	}
	_, list := handed.Type().Underlying().(*types.Slice)
	return list && packed(b) != 1
}

// besides reports whether a function that is called comes back on its own, and
// not only by the other one that it is handed, or in its place.
func (j *Judge) besides(called, handed *graph.Edge) bool {
	if !called.Direct {
		return true
	}
	if j.eitherOr(called.To, handed) {
		return false
	}
	way := j.wayBack(called, func(edge *graph.Edge) bool { return edge.To != handed.To })
	return way != nil && j.certain(way, mostFunctions)
}

// eitherOr reports whether a function that is handed another calls that one, or
// goes on with the recursion itself, and never both.
func (j *Judge) eitherOr(callee *ssa.Function, handed *graph.Edge) bool {
	if handed.Dynamic || handed.Argument >= len(callee.Params) {
		return false
	}
	param := callee.Params[handed.Argument]
	for _, use := range *param.Referrers() {
		call, ok := use.(*ssa.Call)
		if !ok || call.Call.Value != ssa.Value(param) {
			return false
		}
		for _, edge := range j.graph.Out[callee] {
			if j.graph.Together(callee, edge.To) && (j.flow.Follows(call, edge.Instr) || j.flow.Follows(edge.Instr, call)) {
				return false
			}
		}
	}
	return true
}

// argumentOf returns the argument that the target of an edge is handed over
// as, or in, or nil where the instruction calls it.
func argumentOf(edge *graph.Edge) ssa.Value {
	call, ok := edge.Instr.(ssa.CallInstruction)
	if !ok || edge.Direct {
		return nil
	}
	return origin.Argument(call, edge.Argument)
}

// packed returns how many functions a call lists as the argument that the
// edge's is one of, or 0 if it does not list them there.
func packed(edge *graph.Edge) int64 {
	list, ok := argumentOf(edge).(*ssa.Slice)
	if !ok {
		return 0
	}
	pointer, ok := list.X.Type().Underlying().(*types.Pointer)
	if !ok {
		return 0
	}
	return pointer.Elem().Underlying().(*types.Array).Len()
}
