package bound

import (
	"fmt"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// mostEffort bounds how many instructions are looked at, over all sites of a
// package. To judge a site is to look at its recursion as a whole, so that it
// would grow by the square where one recursion has thousands of sites; nobody
// writes that, but generators do.
const mostEffort = 100_000_000

// An effort is what a judge may still do.
type effort struct {
	most   int                   // sites of one recursion
	judged map[*ssa.Function]int // by the first function of a recursion
}

// Affords reports whether one more site of a recursion is judged, and counts
// it. Each recursion has as many as the others, and so many that the effort for
// all of them stays below the bound: the larger the package, the fewer.
func (j *Judge) Affords(site *Site) bool {
	if j.effort == nil {
		size := 1
		for _, fn := range j.graph.Prog.Functions {
			for _, block := range fn.Blocks {
				size += len(block.Instrs)
			}
		}
		j.effort = &effort{most: max(1, mostEffort/size), judged: make(map[*ssa.Function]int)}
	}
	first := j.graph.Members(site.On())[0]
	j.effort.judged[first]++
	site.Unaffordable = j.effort.judged[first] > j.effort.most
	return !site.Unaffordable
}

// unaffordable says that a site was not judged.
func (j *Judge) unaffordable(site *Site) *verdict.Evidence {
	return &verdict.Evidence{
		Verdict: verdict.Indirect,
		Pos:     site.Instr.Pos(),
		Text:    fmt.Sprintf("the recursion starts goroutines at more than %d places, which is as many as are judged in a package of this size", j.effort.most),
		Counts:  true,
	}
}
