package bound

import (
	"cmp"
	"fmt"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// standsStill returns where goroutines of a site that is bounded otherwise wait
// for each other all the same. A depth or a cutoff caps how many there are, and
// a join lets one go on at a time, but neither gives back the slots that those
// above keep; nor does it help a leaf that somebody waits for it, where those who
// start it keep all slots.
func (j *Judge) standsStill(site *Site, bounded *verdict.Evidence) *verdict.Evidence {
	switch {
	case site.Worklist || bounded.TopLevel:
		return nil
	case site.Leaf:
		switch bounded.Verdict {
		case verdict.BoundedDepth, verdict.BoundedCutoff, verdict.BoundedSequential, verdict.BoundedSemaphore, verdict.BoundedGroup:
			return cmp.Or(j.keptMeanwhile(site), j.starved(site))
		}
	case bounded.Verdict == verdict.Chain && len(j.awaits(site)) == 0:
		return nil // who waits for a slot ends with its own as soon as it has that one
	case slices.Contains([]verdict.Verdict{verdict.BoundedDepth, verdict.BoundedCutoff, verdict.BoundedSequential, verdict.Chain}, bounded.Verdict):
		return j.holdsAndWaits(site)
	}
	return nil
}

// holdsAndWaits returns why the tasks of a site keep slots while they wait for
// slots of the same limit, or nil.
func (j *Judge) holdsAndWaits(site *Site) *verdict.Evidence {
	for _, rule := range []func(*Site) *verdict.Evidence{j.slots, j.limitedSpawner, j.groups} {
		if found := rule(site); found != nil && found.Verdict == verdict.HoldWait {
			return found
		}
	}
	return nil
}

// starved returns why the tasks that start a leaf keep slots of the limit that it
// needs one of, or nil.
func (j *Judge) starved(site *Site) *verdict.Evidence {
	needed := j.limitsBefore(site)
	if len(needed) == 0 {
		return nil
	}
	for _, fn := range j.graph.Members(site.On()) {
		for _, edge := range j.graph.Out[fn] {
			if edge.Kind != graph.Spawn || !j.reentry(edge, site) {
				continue
			}
			task := siteOf(edge)
			if !slices.ContainsFunc(j.limitsBefore(task), func(key any) bool { return slices.Contains(needed, key) }) {
				continue
			}
			if found := j.holdsAndWaits(task); found != nil {
				return found
			}
		}
	}
	return nil
}

// keptMeanwhile returns why a slot that is meant for a leaf is kept while the
// recursion goes on and waits for others, before the leaf is started, or nil.
func (j *Judge) keptMeanwhile(site *Site) *verdict.Evidence {
	for at := site; at != nil; at = at.raised() {
		_, deferred := at.Instr.(*ssa.Defer)
		for _, op := range j.Operations(at.From) {
			if j.flow.InLoop(op.Instr) || op.Try || j.canGiveUp(op) || hasAlternative(op) || !j.takes(op, at.Instr, at) {
				continue
			}
			for _, out := range j.graph.Out[at.From] {
				meanwhile := j.before(op, out.Instr) && (deferred || j.flow.Follows(out.Instr, at.Instr))
				if meanwhile && j.isWaitedFor(out, site) && j.waitsFor(op, out.To, site) {
					return &verdict.Evidence{
						Verdict: verdict.HoldWait,
						Pos:     out.Instr.Pos(),
						Text:    fmt.Sprintf("the slot of %s is kept here while the recursion goes on, which waits for another one", nameOf(op.Path, "the semaphore")),
					}
				}
			}
		}
	}
	return nil
}

// limitsBefore returns the keys of what a goroutine of a site has to wait for
// before it is started: semaphores, and groups and pools that block when they are
// full.
func (j *Judge) limitsBefore(site *Site) []any {
	var found []any
	for at := site; at != nil; at = at.raised() {
		for _, op := range j.Operations(at.From) {
			if !op.Try && !j.canGiveUp(op) && !hasAlternative(op) && j.takes(op, at.Instr, at) {
				found = append(found, op.Path.Key())
			}
		}
	}
	receiver := receiverOf(site.Instr)
	for _, edge := range site.Edges {
		_, _, blocks := j.blockingGroup(edge)
		if receiver != nil && (blocks || edge.Effect&summary.Blocks != 0) {
			found = append(found, j.graph.Origin.Path(receiver).Key())
		}
	}
	return found
}

// waitsFor reports whether a function that is called with a slot waits for
// another one of the same limit: it gets there by calls, or by goroutines that
// somebody waits for. It need not be where the first one was taken.
func (j *Judge) waitsFor(slot Operation, from *ssa.Function, site *Site) bool {
	seen := map[*ssa.Function]bool{from: true}
	for pending := []*ssa.Function{from}; len(pending) > 0; pending = pending[1:] {
		if j.takesAnother(slot, pending[0]) {
			return true
		}
		released := j.releasesIn(pending[0], slot)
		for _, edge := range j.graph.Out[pending[0]] {
			if !seen[edge.To] && j.isWaitedFor(edge, site) && !slices.ContainsFunc(released, func(op Operation) bool { return j.before(op, edge.Instr) }) {
				seen[edge.To] = true
				pending = append(pending, edge.To)
			}
		}
	}
	return false
}

// takesAnother reports whether a function waits for a slot of the limit that a
// slot is of, unless it may have given back that one by then.
func (j *Judge) takesAnother(slot Operation, fn *ssa.Function) bool {
	return slices.ContainsFunc(j.Operations(fn), func(op Operation) bool {
		return op.Action == slot.Action && !op.Try && !j.canGiveUp(op) && !hasAlternative(op) && j.same(slot, op) && !j.releasedOnTheWay(op)
	})
}

// isWaitedFor reports whether an edge of the cycle is a call, or starts a
// goroutine that somebody waits for.
func (j *Judge) isWaitedFor(edge *graph.Edge, site *Site) bool {
	switch {
	case !j.reentry(edge, site), edge.Kind == graph.Send:
		return false
	case edge.Kind == graph.Spawn:
		return len(j.awaits(siteOf(edge))) > 0
	}
	return true
}
