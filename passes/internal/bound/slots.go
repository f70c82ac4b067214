package bound

import (
	"fmt"
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// slots judges a semaphore, counter or flag that stands before the spawn.
func (j *Judge) slots(site *Site) *verdict.Evidence {
	var doubt *verdict.Evidence
	for at := site; at != nil; at = at.raised() {
		for _, op := range j.Operations(at.From) {
			if !j.takes(op, at.Instr, at) {
				if release := j.aroundSpawn(op, at.Instr); release != nil {
					doubt = &verdict.Evidence{
						Pos:  release.Pos(),
						Text: fmt.Sprintf("the slot of %s is given back here as soon as the goroutine is started, so it does not bound the goroutines", nameOf(op.Path, "the semaphore")),
					}
				}
				continue
			}
			found := j.judgeSlot(op, site)
			if found.Verdict != "" {
				return found
			}
			doubt = found
		}
	}
	if found := j.callerSlot(site); found != nil {
		return found
	}
	return doubt
}

// takes reports whether op is a slot that is held when instr is reached:
// taken on every path and not given back on the way.
func (j *Judge) takes(op Operation, instr ssa.Instruction, site *Site) bool {
	if !j.before(op, instr) {
		return false
	}
	switch op.Action {
	case Acquire, TryAcquire:
		if j.isBracket(op) && !j.counterpart(op, Release, site) {
			return false // the spawner's own
		}
	case Send:
		if !j.counterpart(op, Receive, site) {
			return false
		}
	case Receive:
		// Slots can also be handed out from a channel that was filled.
		if !j.isToken(op) || !j.counterpart(op, Send, site) {
			return false
		}
	default:
		return false
	}
	return !j.givenBack(op, instr)
}

// counterpart reports whether the tasks do the opposite to the channel, with
// no interest in the value: that is what tells a semaphore from data. What
// gives back a slot that the same function took before is a bracket of its
// own and does not release the spawner's slot.
func (j *Judge) counterpart(op Operation, action Action, site *Site) bool {
	if (action == Send) != j.filled(op.Path) {
		return false
	}
	for _, edge := range site.Edges {
		for _, fn := range j.activation(edge.To) {
			if fn != edge.To && !j.graph.Together(fn, site.On()) {
				continue // its operations are lifted to the call
			}
			ops := j.Operations(fn)
			for _, other := range ops {
				if other.Action == action && j.sameThrough(op, other, edge) && (action != Receive || other.Unused) && !takenBefore(op, other, ops) {
					return true
				}
			}
		}
	}
	return false
}

// isBracket reports whether the function that takes a slot gives it back.
func (j *Judge) isBracket(op Operation) bool {
	for _, other := range j.Operations(op.Instr.Parent()) {
		if releases(op, other) && other.Path.Key() == op.Path.Key() {
			return true
		}
	}
	return false
}

// same reports whether two operations are on one object: under one name, or
// the second one on a parameter that is the object in every call.
func (j *Judge) same(op, other Operation) bool {
	key := op.Path.Key()
	if other.Path.Key() == key {
		return true
	}
	param, ok := other.Path.Root.(*ssa.Parameter)
	if !ok || len(other.Path.Fields) > 0 {
		return false
	}
	at, found := origin.ParamIndex(param), false
	for _, edge := range j.graph.In[param.Parent()] {
		arg := edge.Arg(at)
		if arg == nil {
			return false
		}
		path := j.graph.Origin.Path(arg)
		if path.Root == ssa.Value(param) {
			continue // passed on
		}
		if path.Key() != key {
			return false
		}
		found = true
	}
	return found
}

// sameThrough reports the same of an operation of what a spawn starts: it can be
// on what this spawn hands in, whatever the other calls do.
func (j *Judge) sameThrough(op, started Operation, spawn *graph.Edge) bool {
	return j.same(op, started) || j.seenFrom(started.Path, spawn).Key() == op.Path.Key()
}

// takenBefore reports whether the function that gives back a slot took it
// itself.
func takenBefore(taken, given Operation, ops []Operation) bool {
	for _, op := range ops {
		if op.Action == taken.Action && op.Path.Key() == taken.Path.Key() && flow.Dominates(op.Instr, given.Instr) {
			return true
		}
	}
	return false
}

// givenBack reports whether the slot is released again between op and instr.
func (j *Judge) givenBack(op Operation, instr ssa.Instruction) bool {
	return slices.ContainsFunc(j.releasesIn(op.Instr.Parent(), op), func(other Operation) bool {
		return !other.Deferred && j.flow.Follows(op.Instr, other.Instr) && j.before(other, instr)
	})
}

// releasesIn returns what a function does to give back a slot that was taken,
// there or elsewhere.
func (j *Judge) releasesIn(fn *ssa.Function, taken Operation) []Operation {
	var found []Operation
	for _, op := range j.Operations(fn) {
		if releases(taken, op) && j.same(taken, op) {
			found = append(found, op)
		}
	}
	return found
}

func releases(taken, other Operation) bool {
	switch taken.Action {
	case Send:
		return other.Action == Receive
	case Receive:
		return other.Action == Send
	}
	return other.Action == Release
}

// judgeSlot says what a slot before the spawn is worth.
func (j *Judge) judgeSlot(op Operation, site *Site) *verdict.Evidence {
	name := nameOf(op.Path, "the semaphore")
	found := &verdict.Evidence{Pos: op.Instr.Pos()}
	which := j.element(op, site)
	switch scope := j.scope(op.Path, site); {
	case which == anyElement:
		found.Text = fmt.Sprintf("%s holds several semaphores, and any of them is taken here, so they do not bound the whole", name)
		return found
	case which == depthOf:
		name += ", which has a semaphore for each depth,"
	case which == sameElement:
	case scope == PerActivation:
		found.Verdict = verdict.PerLevelBound
		found.Text = fmt.Sprintf("%s is made anew by every activation, so its limit multiplies with depth", name)
		return found
	case scope == Varying:
		found.Text = fmt.Sprintf("%s can be another one in each step of the recursion, so it does not bound the whole", name)
		return found
	}
	if limit, huge := j.hugeCapacity(op.Path); huge {
		found.Text = fmt.Sprintf("%s has room for %d, which limits nothing", name, limit)
		return found
	}
	if release := j.releasedFirst(op, site); release != nil {
		found.Pos = release.Pos()
		found.Text = fmt.Sprintf("the slot of %s is given back here before the goroutine does its work, so it does not bound the goroutines", name)
		return found
	}
	if send := j.sendsWhileHolding(op, site); send != nil && !op.Try {
		found.Verdict = verdict.HoldWait
		found.Text = fmt.Sprintf("the loop that receives waits here for a slot of %s, while the goroutines that hold them wait for it to receive", name)
		return found
	}
	found.Counts = true
	switch {
	case op.Try:
		found.Verdict = verdict.BoundedTry
		found.Text = fmt.Sprintf("a slot of %s is taken without blocking before the goroutine starts", name)
	case j.canGiveUp(op):
		found.Verdict = verdict.BoundedTry
		found.Text = fmt.Sprintf("a slot of %s is taken before the goroutine starts, and nobody waits for one for ever", name)
	case !site.Leaf && which != depthOf && !hasAlternative(op) && j.heldAtReentry(op, site):
		found.Counts = false
		found.Verdict = verdict.HoldWait
		found.Text = fmt.Sprintf("the goroutine keeps its slot of %s while it waits for another slot of it", name)
	default:
		found.Verdict = verdict.BoundedSemaphore
		found.Text = fmt.Sprintf("a slot of %s is taken before the goroutine starts", name)
	}
	return found
}

// hasAlternative reports whether a slot of another channel will do as well, so
// that nobody waits for this one alone.
func hasAlternative(op Operation) bool {
	sel, ok := op.Instr.(*ssa.Select)
	if !ok {
		return false
	}
	sends := 0
	for _, state := range sel.States {
		if state.Dir == types.SendOnly {
			sends++
		}
	}
	return sends > 1
}

// releasedFirst returns where the goroutine gives the slot back when that is
// the first thing it does, and what it is there for comes later.
func (j *Judge) releasedFirst(op Operation, site *Site) ssa.Instruction {
	for _, edge := range site.Edges {
		for _, other := range j.Operations(edge.To) {
			if other.Deferred || !j.sameThrough(op, other, edge) || !releases(op, other) {
				continue
			}
			if j.isFirst(other.Instr) {
				return other.Instr
			}
		}
	}
	return nil
}

// heldAtReentry reports whether a task can come back to taking a slot while
// it still holds its own.
func (j *Judge) heldAtReentry(op Operation, site *Site) bool {
	for _, edge := range site.Edges {
		if !j.graph.Together(edge.To, site.On()) {
			continue
		}
		if edge.To == op.Instr.Parent() && !j.releasedOnTheWay(op) {
			return true
		}
		for _, out := range j.graph.Out[edge.To] {
			if j.isWaitedFor(out, site) && j.waitsFor(op, out.To, site) && !j.releasedBefore(op, out.Instr, edge) {
				return true
			}
		}
	}
	return false
}

// releasedOnTheWay reports whether the function that takes a slot for others
// may have given back its own by then. It need not have one: the first call
// often holds none, and so gives it back on a condition.
func (j *Judge) releasedOnTheWay(op Operation) bool {
	return slices.ContainsFunc(j.releasesIn(op.Instr.Parent(), op), func(other Operation) bool {
		return !other.Deferred && j.flow.Follows(other.Instr, op.Instr) && !j.flow.Follows(op.Instr, other.Instr)
	})
}

// releasedBefore reports whether what a spawn starts gives back the slot of the
// spawner before it comes to an instruction.
func (j *Judge) releasedBefore(op Operation, instr ssa.Instruction, spawn *graph.Edge) bool {
	for _, other := range j.Operations(instr.Parent()) {
		if j.sameThrough(op, other, spawn) && releases(op, other) && j.before(other, instr) {
			return true
		}
	}
	return false
}

// callerSlot looks for a slot that is taken further up the cycle: the
// acquire stands in one function and the spawn in a helper that it calls.
// It counts when no way round the cycle avoids it. In recursion only a slot that
// is tried does; the loop of a worklist holds none while it waits for one.
func (j *Judge) callerSlot(site *Site) *verdict.Evidence {
	if !site.Worklist && !j.tries(site) {
		return nil
	}
	var found *verdict.Evidence
	cut := func(edge *graph.Edge) bool {
		for _, op := range j.Operations(edge.From) {
			if j.takes(op, edge.Instr, site) && j.scope(op.Path, site) == Shared {
				if op.Try || site.Worklist {
					found = j.judgeSlot(op, site)
					return true
				}
			}
		}
		return false
	}
	if j.cutsOff(site, cut) && found != nil {
		return found
	}
	return nil
}

// tries reports whether any function of the cycle takes slots without
// blocking, which is what callerSlot looks for.
func (j *Judge) tries(site *Site) bool {
	members := j.graph.Members(site.On())
	known, ok := j.trying[members[0]]
	if !ok {
		for _, fn := range members {
			for _, op := range j.Operations(fn) {
				known = known || op.Try
			}
		}
		j.trying[members[0]] = known
	}
	return known
}

// cutsOff reports whether the site is on no cycle without the edges that cut
// accepts, or only on one that is too long to be sure of.
func (j *Judge) cutsOff(site *Site, cut func(*graph.Edge) bool) bool {
	memo := make(map[*graph.Edge]bool)
	keep := func(edge *graph.Edge) bool {
		hit, ok := memo[edge]
		if !ok {
			hit = !j.inRound(edge, site) || cut(edge)
			memo[edge] = hit
		}
		return !hit
	}
	if site.Leaf {
		way := j.graph.Path(site.On(), site.On(), LongestCycle, keep)
		return way == nil || !j.certain(append(way, site.Via...), mostLeafFunctions)
	}
	for _, edge := range site.Edges {
		if !j.graph.Together(edge.To, site.On()) || !keep(edge) {
			continue
		}
		if way := j.wayBack(edge, keep); way != nil && j.certain(way, mostFunctions) {
			return false
		}
	}
	return true
}

func nameOf(path origin.Path, otherwise string) string {
	if name := path.Name(); name != "" {
		return name
	}
	return otherwise
}
