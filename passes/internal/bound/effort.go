package bound

import (
	"fmt"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// To judge a site is to look at its recursion as a whole, and what a helper does
// is said again wherever it is called. So there are packages, written by
// generators, for which the time or the memory would grow by the square of their
// length or faster. Both have a bound, and the sites beyond it stay quiet with
// that as the reason.
const (
	// mostEffort is how many instructions and edges are looked at, over all sites.
	mostEffort = 100_000_000
	// mostLifted is how many operations of helpers are said again at their
	// calls, and how many more for each function.
	mostLifted, mostLiftedEach = 1_000_000, 20
)

// An effort is what a judge has done and may still do.
type effort struct {
	most        int                   // sites of one recursion
	judged      map[*ssa.Function]int // by the first function of a recursion
	lifted      int                   // operations that may still be lifted
	overwhelmed bool                  // that there were more
}

func newEffort(g *graph.Graph) effort {
	size := 1
	for _, fn := range g.Prog.Functions {
		size += len(g.Out[fn])
		for _, block := range fn.Blocks {
			size += len(block.Instrs)
		}
	}
	return effort{
		most:   max(1, mostEffort/size),
		judged: make(map[*ssa.Function]int),
		lifted: mostLifted + mostLiftedEach*len(g.Prog.Functions),
	}
}

// Affords reports whether one more site of a recursion is judged, and counts
// it. Each recursion has as many as the others, and so many that the effort for
// all of them stays below the bound: the larger the package, the fewer.
func (j *Judge) Affords(site *Site) bool {
	first := j.graph.Members(site.On())[0]
	j.effort.judged[first]++
	site.Unaffordable = j.effort.judged[first] > j.effort.most
	return !site.Unaffordable
}

func (j *Judge) unaffordable(site *Site) verdict.Evidence {
	return tooMuch(site, fmt.Sprintf("the recursion starts goroutines at more than %d places, which is as many as are judged in a package of this size", j.effort.most))
}

// lifts reports whether some more operations may be lifted, and counts them.
func (j *Judge) lifts(operations int) bool {
	j.effort.lifted -= operations
	j.effort.overwhelmed = j.effort.overwhelmed || j.effort.lifted < 0
	return j.effort.lifted >= 0
}

func overwhelming(site *Site) verdict.Evidence {
	return tooMuch(site, "the functions of this package call one another in so many ways that what they take and give back on them can not be followed")
}

// crowded says that a site is judged by a part of what its recursion may run.
func crowded(site *Site, followed int) verdict.Evidence {
	return verdict.Evidence{
		Pos:  site.Instr.Pos(),
		Text: fmt.Sprintf("calls of this recursion may each run many functions, and in a package with so many of both the first %d of each are followed", followed),
	}
}

// tooMuch says that a site is not judged.
func tooMuch(site *Site, text string) verdict.Evidence {
	return verdict.Evidence{Verdict: verdict.Indirect, Pos: site.Instr.Pos(), Text: text, Counts: true}
}

// few leaves out, of many operations at one call, what says the same as two that
// stay: where each helper calls the next one twice, there are soon more of them
// than can be counted.
func few(ops []Operation) []Operation {
	const many, alike = 100, 2
	if len(ops) <= many {
		return ops
	}
	type kind struct {
		action             Action
		root, key          any
		try, unused, lends bool
	}
	seen := make(map[kind]int)
	return slices.DeleteFunc(ops, func(op Operation) bool {
		is := kind{op.Action, op.Path.Root, op.Path.Key(), op.Try, op.Unused, op.Lends}
		seen[is]++
		return seen[is] > alike
	})
}
