package bound

import (
	"fmt"
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// shape asks whether the recursion fans out at all: goroutines that are
// joined before the recursion goes on do not accumulate, and a task that
// only starts its successor leaves one alive.
func (j *Judge) shape(site *Site) *verdict.Evidence {
	if site.Worklist {
		return j.batchShape(site) // it is closed only where one item leads to several
	}
	if found := j.bySpawner(site); found != nil {
		return found
	}
	if found := j.lastAct(site); found != nil {
		return found
	}
	if found := j.replaced(site); found != nil {
		return found
	}
	if site.Leaf {
		return j.leafShape(site)
	}
	if found := j.endsAtOnce(site); found != nil {
		return found
	}
	if joined := j.joins(site); len(joined) > 0 && j.joinedFirst(site, joined) && !j.concurrent(site) {
		if found := j.holding(site); found != nil {
			return found
		}
		return sequential(joined[0].Instr, "the goroutine is awaited here before the recursion goes on")
	}
	if found := j.drained(site); found != nil {
		return found
	}
	if reader := j.readElsewhere(site); reader != nil && !j.concurrent(site) {
		return reader
	}
	if !j.branches(site) {
		if found := j.holding(site); found != nil && len(j.joins(site)) > 0 {
			return found
		}
		return &verdict.Evidence{
			Verdict: verdict.Chain,
			Pos:     site.Instr.Pos(),
			Text:    "each activation re-enters the recursion at most once, so it hands over to one successor",
			Counts:  true,
		}
	}
	return nil
}

// bySpawner recognises a spawner that itself waits for what it starts: then no
// leaf outlives the call, and one that recurses is alone with its starter if no
// other is started with it.
func (j *Judge) bySpawner(site *Site) *verdict.Evidence {
	waits := summary.Awaited
	if site.Leaf {
		waits |= summary.Joined
	}
	for _, edge := range site.Edges {
		if edge.Effect&waits == 0 || edge.Spawner == nil || j.answersEarly(edge.To, site) {
			return nil
		}
	}
	if len(site.Edges) == 0 {
		return nil
	}
	return sequential(site.Instr, fmt.Sprintf("%s waits for what it starts before it returns", site.Edges[0].Spawner.Name()))
}

// holding returns the slot that each of a row of tasks keeps while it waits
// for the next: there are no more of them at a time than the recursion is deep,
// and they stand still once it is deeper than the limit.
func (j *Judge) holding(site *Site) *verdict.Evidence {
	if found := j.slots(site); found != nil && found.Verdict == verdict.HoldWait {
		return found
	}
	for _, edge := range site.Edges {
		for _, op := range j.slotsIn(edge.To, site) {
			if op.Action == Bracket {
				continue // it is given back again
			}
			for _, next := range j.graph.Out[edge.To] {
				if j.reentry(next, site) && j.before(op, next.Instr) && !j.releasedBefore(op, next.Instr, edge) {
					return keptSlot(op)
				}
			}
		}
	}
	return nil
}

// leafShape asks whether a goroutine that does not recurse can outlive the
// step of the recursion that started it.
func (j *Judge) leafShape(site *Site) *verdict.Evidence {
	if found := j.endsAtOnce(site); found != nil {
		return found
	}
	joined := j.joins(site)
	if outer := site.raised(); outer != nil {
		if end := j.endsWithCaller(site); end != nil {
			return end
		}
		if end := j.canceledOnReturn(site); end != nil {
			return end
		}
		if drained := j.drainedByCaller(site); drained != nil {
			return drained
		}
		if reader := j.readElsewhere(site); reader != nil {
			return reader
		}
		if len(joined) == 0 || !j.joinedBeforeReturn(site, joined) {
			return j.leafShape(outer)
		}
		if j.ownLimit(site) && j.concurrent(site) {
			return nil
		}
		return sequential(joined[0].Instr, "the goroutine is awaited here before its starter returns to the recursion")
	}
	concurrent := j.concurrent(site)
	if len(joined) > 0 && j.joinedFirst(site, joined) && !(concurrent && j.besideRecursion(site)) {
		return sequential(joined[0].Instr, "the goroutine is awaited here before the recursion goes on")
	}
	if end := j.endsWithCaller(site); end != nil && !concurrent {
		return end
	}
	if reader := j.readElsewhere(site); reader != nil && !(concurrent && j.besideRecursion(site)) {
		return reader
	}
	if len(joined) > 0 && !concurrent && !j.flow.InLoop(site.Instr) && j.joinedBeforeReturn(site, joined) {
		return sequential(joined[0].Instr, "each activation has one such goroutine and awaits it, and the activations follow one another")
	}
	// A chain of tasks, each started by the last, is a loop in time: what
	// each round starts is out of scope like any other loop.
	// So is a call that wrappers of one interface hand down to each other.
	// Where the way round is longer than one can see at a glance, a recursion
	// with one next step is more often a callback than a list.
	if j.atTheEnd(site) && !j.branches(site) {
		return &verdict.Evidence{
			Verdict: verdict.Chain,
			Pos:     site.Instr.Pos(),
			Text:    "this is where the recursion ends, and each step of it has one next step",
			Counts:  true,
		}
	}
	// So is one that goes on with what it had, to try once more. But what never ends
	// is there after every try.
	single := concurrent && !j.branchesAnywhere(site) ||
		!concurrent && (len(site.Cycle) > 2 || j.triesAgain(site)) && !j.branches(site)
	if single && !j.neverEnds(site) || j.delegates(site) {
		return &verdict.Evidence{
			Verdict: verdict.Chain,
			Pos:     site.Instr.Pos(),
			Text:    "each step of the recursion has one next step, and does not wait for it",
			Counts:  true,
		}
	}
	return nil
}

// triesAgain reports whether an activation hands on what it was given and what
// it made, and not the next node of some data.
func (j *Judge) triesAgain(site *Site) bool {
	params := site.On().Params
	return len(params) > 0 && !slices.ContainsFunc(params, func(param *ssa.Parameter) bool {
		return !j.carriedOn(param, site) || j.leadsOn(param, site)
	})
}

// leadsOn reports whether the recursion goes on with what a function finds for
// a parameter, and that is such a thing itself: the next node.
func (j *Judge) leadsOn(param *ssa.Parameter, site *Site) bool {
	for _, arg := range j.passedBack(param, site) {
		if arg == nil || !types.Identical(arg.Type(), param.Type()) {
			continue
		}
		if extract, ok := arg.(*ssa.Extract); ok {
			arg = extract.Tuple
		}
		if call, ok := arg.(*ssa.Call); ok && slices.ContainsFunc(call.Call.Args, func(given ssa.Value) bool {
			root, ok := j.graph.Origin.Path(given).Root.(*ssa.Parameter)
			return ok && types.Identical(root.Type(), param.Type())
		}) {
			return true
		}
	}
	return false
}

// atTheEnd reports whether an activation that starts the goroutine does not go
// on with the recursion, neither before nor after.
func (j *Judge) atTheEnd(site *Site) bool {
	start := ssa.Instruction(site.Instr)
	if len(site.Via) > 0 {
		start = site.Via[0].Instr
	}
	for _, edge := range j.graph.Out[site.On()] {
		if j.reentry(edge, site) && (edge.Instr == start || j.flow.Follows(start, edge.Instr) || j.flow.Follows(edge.Instr, start)) {
			return false
		}
	}
	return true
}

// sequential says that the goroutine is gone before the recursion goes on, and
// where that shows.
func sequential(at ssa.Instruction, text string) *verdict.Evidence {
	return &verdict.Evidence{Verdict: verdict.BoundedSequential, Pos: at.Pos(), Text: text, Counts: true}
}

// delegates reports whether the cycle closes through interface calls that
// hand down to one next object, as wrappers do, and not to several, as the
// nodes of a tree do.
func (j *Judge) delegates(site *Site) bool {
	found := false
	for _, edge := range site.Cycle {
		if !edge.Dynamic {
			continue
		}
		found = true
		for _, other := range j.graph.Out[edge.From] {
			several := other.Instr != edge.Instr || j.flow.InLoop(other.Instr) || j.repeated(edge.From)
			if other.Dynamic && (several || j.oneOfSeveral(other, site)) && j.reentry(other, site) {
				return false
			}
		}
	}
	return found
}

// repeated reports whether fn is the body of a loop over a function, or is
// otherwise called several times by what it is handed to or stands in.
func (j *Judge) repeated(fn *ssa.Function) bool {
	for _, edge := range j.graph.In[fn] {
		if edge.Effect&summary.Many != 0 || fn.Parent() == edge.From && j.flow.InLoop(edge.Instr) {
			return true
		}
	}
	return false
}

// reentry reports whether an edge stays on the site's cycle.
func (j *Judge) reentry(edge *graph.Edge, site *Site) bool {
	return j.graph.Together(edge.From, site.On()) && j.graph.Together(edge.To, site.On())
}

// passedBack returns what every step of the recursion that comes back to the
// function of a parameter gives it, and nil for what can not be seen.
func (j *Judge) passedBack(param *ssa.Parameter, site *Site) []ssa.Value {
	var found []ssa.Value
	for _, edge := range j.graph.In[param.Parent()] {
		if j.reentry(edge, site) {
			found = append(found, edge.Arg(origin.ParamIndex(param)))
		}
	}
	return found
}
