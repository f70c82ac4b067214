package bound

import (
	"fmt"
	"go/token"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// A Nested is a place where a task of a limited group adds to that very group
// and blocks while the group is full. Once every slot is held by such a task,
// nothing moves, with or without recursion.
type Nested struct {
	Outer    *graph.Edge   // starts the task
	Calls    []*graph.Edge // lead from the task to the place
	Site     *Site         // adds to the group
	Evidence verdict.Evidence
}

// Nested returns the places of the package where a task of a limited group
// adds to it.
func (j *Judge) Nested() []Nested {
	var found []Nested
	for _, fn := range j.graph.Prog.Functions {
		for _, edge := range j.graph.Out[fn] {
			limit, path, ok := j.blockingGroup(edge)
			if !ok {
				continue
			}
			if added := j.nestedIn(edge, path, limit); len(added) > 0 && !j.leavesRoom(edge, path, limit) {
				found = append(found, added...)
			}
		}
	}
	return found
}

// leavesRoom reports whether a task is the only one of its group that adds to
// it, under a limit that is for it and others: the others end without it.
func (j *Judge) leavesRoom(outer *graph.Edge, group origin.Path, limit Operation) bool {
	made, ok := group.Root.(ssa.Instruction)
	if !ok || made.Parent() != outer.From || j.flow.InLoop(outer.Instr) {
		return false
	}
	for _, other := range j.graph.Out[outer.From] {
		if otherLimit, path, ok := j.blockingGroup(other); ok && other.Instr != outer.Instr && path.Equal(group) && len(j.nestedIn(other, path, otherLimit)) > 0 {
			return false
		}
	}
	if n, constant := integer(limit.Amount); constant {
		return n > 1
	}
	sum, ok := limit.Amount.(*ssa.BinOp)
	if !ok || sum.Op != token.ADD {
		return false
	}
	n, constant := integer(sum.Y)
	if !constant {
		n, constant = integer(sum.X)
	}
	return constant && n > 0
}

// blockingGroup returns the limited group that an edge adds to, if that blocks
// while the group is full.
func (j *Judge) blockingGroup(edge *graph.Edge) (Operation, origin.Path, bool) {
	call, ok := edge.Instr.(*ssa.Call)
	if !ok || edge.Kind != graph.Spawn || edge.Spawner == nil || edge.Spawner.Signature().Recv() == nil {
		return Operation{}, origin.Path{}, false
	}
	receiver := receiverOf(call)
	if receiver == nil || refuses(edge.Spawner) || queues(edge.Spawner) || isLifo(edge.Spawner) || edge.Effect&summary.Limited != 0 {
		return Operation{}, origin.Path{}, false
	}
	whole := j.graph.Origin.Path(receiver)
	path := owner(whole)
	limit, ok := j.limitOf(whole)
	if _, none := limitsNothing(limit); !ok || none {
		return Operation{}, origin.Path{}, false
	}
	return limit, path, true
}

// nestedIn looks for additions to the group in what the task runs on its own
// goroutine.
func (j *Judge) nestedIn(outer *graph.Edge, group origin.Path, limit Operation) []Nested {
	var found []Nested
	seen := map[*ssa.Function]bool{outer.To: true}
	var visit func(fn *ssa.Function, calls []*graph.Edge)
	visit = func(fn *ssa.Function, calls []*graph.Edge) {
		for _, edge := range j.graph.Out[fn] {
			if edge.Kind == graph.Call && !edge.Dynamic && !seen[edge.To] {
				seen[edge.To] = true
				visit(edge.To, append(calls[:len(calls):len(calls)], edge))
			}
			_, path, ok := j.blockingGroup(edge)
			if !ok || edge == outer {
				continue
			}
			if j.seenFrom(j.seenThrough(path, calls), outer).Equal(group) {
				found = append(found, Nested{outer, calls, siteOf(edge), verdict.Evidence{
					Verdict: verdict.HoldWait,
					Pos:     limit.Instr.Pos(),
					Text:    fmt.Sprintf("%s blocks its callers once it is full, and this caller is one of its own tasks", nameOf(group, "the group")),
				}})
			}
		}
	}
	visit(outer.To, nil)
	return found
}

// owner returns the path of the object that a group is embedded in, so that
// a limit set through one is known to the other.
func owner(path origin.Path) origin.Path {
	for n := len(path.Fields); n > 0 && path.Fields[n-1].Embedded(); n-- {
		path.Fields = path.Fields[:n-1]
	}
	return path
}
