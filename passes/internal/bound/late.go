package bound

import (
	"fmt"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// lateAcquire looks for a slot that the new goroutine takes itself, in a
// callee too. It limits the work, and not the goroutines.
func (j *Judge) lateAcquire(site *Site) *verdict.Evidence {
	for _, edge := range site.Edges {
		if found := j.takenBySpawner(edge, site); found != nil {
			return found
		}
		if site.Leaf {
			if found := j.takenIn(edge.To, site); found != nil {
				return found
			}
			continue
		}
		if !j.graph.Together(edge.To, site.On()) {
			continue
		}
		for _, fn := range j.activation(edge.To) {
			if !j.graph.Together(fn, site.On()) {
				continue // its slots are lifted to the call
			}
			if found := j.takenIn(fn, site); found != nil {
				return found
			}
		}
	}
	return nil
}

func (j *Judge) takenIn(fn *ssa.Function, site *Site) *verdict.Evidence {
	for _, op := range j.slotsIn(fn, site) {
		if j.keptAtJoin(op, fn, site) {
			return keptSlot(op)
		}
		return lateSlot(op)
	}
	return nil
}

// keptAtJoin reports whether fn, or what it calls, waits for the goroutines of a
// site, which take slots too, and has not given back its own by then.
func (j *Judge) keptAtJoin(op Operation, fn *ssa.Function, site *Site) bool {
	if op.Action == Bracket || j.recursesWithout(op, fn, site) {
		return false
	}
	joins := j.awaits(site)
	if slices.ContainsFunc(joins, func(join Operation) bool {
		return join.Instr.Parent() == fn && !join.Deferred && j.keeps(op, join.Instr)
	}) {
		return true
	}
	return slices.ContainsFunc(j.graph.Out[fn], func(edge *graph.Edge) bool {
		if edge.Kind != graph.Call || !j.reentry(edge, site) || !j.keeps(op, edge.Instr) {
			return false
		}
		called := j.activation(edge.To)
		lends := func(other *ssa.Function) bool { return other != fn && len(j.releasesIn(other, op)) > 0 }
		return !slices.ContainsFunc(called, lends) &&
			slices.ContainsFunc(joins, func(join Operation) bool { return slices.Contains(called, join.Instr.Parent()) })
	})
}

// recursesWithout reports whether fn goes on with the recursion on another way
// than the one on which it takes a slot, as one that takes slots for files only:
// there it may be at the end.
func (j *Judge) recursesWithout(op Operation, fn *ssa.Function, site *Site) bool {
	return slices.ContainsFunc(j.graph.Out[fn], func(edge *graph.Edge) bool {
		return edge.Kind == graph.Call && j.reentry(edge, site) && !j.before(op, edge.Instr) && !j.flow.Follows(edge.Instr, op.Instr)
	})
}

// keeps reports whether a slot is taken whenever an instruction is reached, and
// given back on no way there.
func (j *Judge) keeps(op Operation, until ssa.Instruction) bool {
	return j.before(op, until) && !slices.ContainsFunc(j.releasesIn(op.Instr.Parent(), op), func(other Operation) bool {
		return !other.Deferred && j.flow.Follows(op.Instr, other.Instr) && j.flow.Follows(other.Instr, until)
	})
}

func keptSlot(op Operation) *verdict.Evidence {
	return &verdict.Evidence{
		Verdict: verdict.HoldWait,
		Pos:     op.Instr.Pos(),
		Text:    fmt.Sprintf("the slot of %s taken here is kept while the goroutine waits for others that need one", nameOf(op.Path, "the semaphore")),
	}
}

func lateSlot(op Operation) *verdict.Evidence {
	return &verdict.Evidence{
		Verdict: verdict.LateAcquire,
		Pos:     op.Instr.Pos(),
		Text:    fmt.Sprintf("the slot of %s is taken here, inside the goroutine: it limits the work, not the goroutines that wait", nameOf(op.Path, "the semaphore")),
	}
}

// takenBySpawner looks for the slot in what a spawner of the package puts around
// the function that it is handed.
func (j *Judge) takenBySpawner(spawn *graph.Edge, site *Site) *verdict.Evidence {
	call, ok := spawn.Instr.(ssa.CallInstruction)
	if spawn.Spawner == nil || !ok {
		return nil
	}
	spawner := j.graph.Prog.Declared(spawn.Spawner)
	for _, edge := range j.graph.Out[spawner] {
		if edge.Kind != graph.Spawn || edge.To.Parent() != spawner {
			continue
		}
		for _, op := range j.slotsIn(edge.To, site) {
			if j.scope(j.substituted(op.Path, call), site) == Shared {
				return lateSlot(op)
			}
		}
	}
	return nil
}

// slotsIn returns the slots of a shared limit that fn takes.
func (j *Judge) slotsIn(fn *ssa.Function, site *Site) []Operation {
	var found []Operation
	for _, op := range j.Operations(fn) {
		if op.Try || !j.isSlot(op, fn) && !j.handedOver(op, fn) || j.mutexLike(op.Path) || j.resumes(op, fn) || j.aroundSpawn(op, site.Instr) != nil {
			continue
		}
		if _, none := j.hugeCapacity(op.Path); none || j.scope(op.Path, site) != Shared {
			continue
		}
		found = append(found, op)
	}
	return found
}

// resumes reports whether a slot is taken again that was given back before: it
// was somebody else who took it first.
func (j *Judge) resumes(op Operation, fn *ssa.Function) bool {
	for _, other := range j.operationsOn(op.Path.Key(), fn) {
		if releases(op, other) && !other.Deferred && j.before(other, op.Instr) {
			return true
		}
	}
	return false
}

// handedOver reports whether fn takes a slot for a goroutine that it starts
// and that gives it back.
func (j *Judge) handedOver(op Operation, fn *ssa.Function) bool {
	if op.Deferred || op.Action != Acquire && op.Action != Send || j.flow.InLoop(op.Instr) {
		return false
	}
	for _, edge := range j.graph.Out[fn] {
		if edge.Kind != graph.Spawn || !j.before(op, edge.Instr) {
			continue
		}
		if len(j.releaseOf(op, edge.To).at) > 0 {
			return true
		}
	}
	return false
}

// isSlot reports whether op, which fn does, takes a slot that fn gives back
// later.
func (j *Judge) isSlot(op Operation, fn *ssa.Function) bool {
	switch op.Action {
	case Bracket, Acquire:
		return true
	case Send:
		if j.filled(op.Path) {
			return false
		}
	case Receive:
		if !j.isToken(op) || !j.filled(op.Path) {
			return false
		}
	default:
		return false
	}
	if op.Deferred {
		return false
	}
	for _, other := range j.operationsOn(op.Path.Key(), fn) {
		if !releases(op, other) || other.Instr == op.Instr {
			continue
		}
		if other.Action == Receive && !other.Unused {
			continue
		}
		if j.flow.Follows(op.Instr, other.Instr) && !j.before(other, op.Instr) {
			return true
		}
	}
	return false
}

// workers recognises a fixed number of goroutines that every activation
// starts anew: N workers each, and N to the power of the depth in all.
func (j *Judge) workers(site *Site) *verdict.Evidence {
	if site.Leaf || site.Worklist || !j.flow.InLoop(site.Instr) {
		return nil
	}
	limit, counted := j.countedLoop(site.Instr)
	if !counted || !j.repeatedForData(site.Instr) && !j.worksOff(site) {
		return nil // so many branches of the recursion
	}
	return &verdict.Evidence{
		Verdict: verdict.PerLevelBound,
		Pos:     limit.Pos(),
		Text:    "every activation starts this many goroutines anew, so their number multiplies with depth",
	}
}

// worksOff reports whether the goroutines of a site go on with the recursion in
// a loop, as workers do for one item after the other.
func (j *Judge) worksOff(site *Site) bool {
	seen := map[*ssa.Function]bool{site.From: true}
	var pending []*ssa.Function
	for _, edge := range site.Edges {
		pending = append(pending, edge.To)
	}
	for len(pending) > 0 {
		fn := pending[0]
		pending = pending[1:]
		if seen[fn] || !j.graph.Together(fn, site.On()) {
			continue
		}
		seen[fn] = true
		for _, edge := range j.graph.Out[fn] {
			if !j.graph.Together(edge.To, site.On()) {
				continue
			}
			if j.flow.InLoop(edge.Instr) || edge.Effect&summary.Many != 0 {
				return true
			}
			pending = append(pending, edge.To)
		}
	}
	return false
}
