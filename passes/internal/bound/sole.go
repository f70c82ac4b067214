package bound

import (
	"fmt"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
)

// soleGuard recognises a goroutine that is started with the only slot there is
// and keeps it, as the loop of an actor that whoever has news for it starts: the
// recursion does not fan out where there is one of it.
func (j *Judge) soleGuard(edge *graph.Edge, site *Site) *verdict.Evidence {
	if edge.Kind != graph.Spawn || site.Worklist {
		return nil
	}
	actor := siteOf(edge)
	actor.Cycle = site.Cycle
	for _, op := range j.Operations(edge.From) {
		if j.takes(op, edge.Instr, actor) && j.hasOneSlot(op.Path) && j.judgeSlot(op, actor).Counts {
			return &verdict.Evidence{
				Verdict: verdict.BoundedOnce,
				Pos:     op.Instr.Pos(),
				Text:    fmt.Sprintf("%s lets one goroutine through at a time", nameOf(op.Path, "a shared slot")),
				Counts:  true,
			}
		}
	}
	return nil
}
