package bound

import (
	"go/token"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// endsAtOnce recognises a goroutine that only starts others: it is those that
// there may be many of.
func (j *Judge) endsAtOnce(site *Site) *verdict.Evidence {
	for _, edge := range site.Edges {
		if edge.To.Parent() == nil || !j.onlySpawns(edge.To) {
			return nil
		}
	}
	if len(site.Edges) == 0 {
		return nil
	}
	return sequential(site.Instr, "the goroutine starts another one and ends at once")
}

func (j *Judge) onlySpawns(fn *ssa.Function) bool {
	spawns := false
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			switch instr := instr.(type) {
			case *ssa.Go:
				spawns = true
			case *ssa.Call:
				starts := j.startsOnly(instr)
				if !starts && calledName(instr) != "(*sync.WaitGroup).Add" {
					return false
				}
				spawns = spawns || starts
			case *ssa.Defer:
				if calledName(instr) != "(*sync.WaitGroup).Done" {
					return false
				}
			case *ssa.Send, *ssa.Select:
				return false
			case *ssa.UnOp:
				if instr.Op == token.ARROW {
					return false
				}
			}
		}
	}
	return spawns
}

// startsOnly reports whether a call starts a goroutine, and never waits for a
// slot to do so.
func (j *Judge) startsOnly(call *ssa.Call) bool {
	edges := j.edgesOf(call)
	if len(edges) == 0 || slices.ContainsFunc(j.graph.Out[call.Parent()], func(edge *graph.Edge) bool {
		return edge.Instr == ssa.Instruction(call) && edge.Kind != graph.Spawn
	}) {
		return false
	}
	for _, edge := range edges {
		if edge.Spawner == nil || edge.Effect&(summary.Blocks|summary.Awaited|summary.Joined) != 0 {
			return false
		}
		if isLifo(edge.Spawner) {
			continue
		}
		if _, _, blocks := j.blockingGroup(edge); blocks {
			return false
		}
	}
	return true
}
