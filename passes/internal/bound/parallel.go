package bound

import (
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
)

// concurrent reports whether the cycle starts goroutines of itself that are
// neither joined at once nor bounded: then whatever each activation has one
// of, the recursion has many of.
func (j *Judge) concurrent(site *Site) bool {
	first := j.graph.Members(site.On())[0]
	known, ok := j.parallel[first]
	if !ok {
		known = j.runsParallel(site)
		j.parallel[first] = known
	}
	return known
}

func (j *Judge) runsParallel(site *Site) bool {
	for _, fn := range j.graph.Members(site.On()) {
		for _, edge := range j.graph.Out[fn] {
			if edge.Kind != graph.Spawn || !j.reentry(edge, site) {
				continue
			}
			other := siteOf(edge)
			if j.bySpawner(other) != nil {
				continue
			}
			joined := j.joins(other)
			if len(joined) > 0 && j.joinedFirst(other, joined) || j.readElsewhere(other) != nil {
				continue
			}
			if found := j.edgeGuard(edge, other); !j.limited(other) && (found == nil || !found.Counts) {
				return true
			}
		}
	}
	return false
}

// ownLimit reports whether the spawn has a limit that every activation makes
// anew.
func (j *Judge) ownLimit(site *Site) bool {
	for _, rule := range []func(*Site) *verdict.Evidence{j.slots, j.groups} {
		if found := rule(site); found != nil && found.Verdict == verdict.PerLevelBound {
			return true
		}
	}
	return false
}

// limited reports whether a limit stands before the spawn.
func (j *Judge) limited(site *Site) bool {
	for _, rule := range []func(*Site) *verdict.Evidence{j.slots, j.limitedSpawner, j.groups} {
		if found := rule(site); found != nil && found.Counts {
			return true
		}
	}
	return false
}
