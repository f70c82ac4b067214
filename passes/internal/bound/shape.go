package bound

import (
	"fmt"
	"go/token"
	"go/types"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
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
		return nil // closed only where one value leads to several
	}
	if site.Leaf {
		return j.leafShape(site)
	}
	if joined := j.joins(site); len(joined) > 0 && j.joinedFirst(site, joined) && !j.concurrent(site) {
		return awaited(joined[0], "the goroutine is awaited here before the recursion goes on")
	}
	if !j.branches(site) || j.reschedules(site) {
		return &verdict.Evidence{
			Verdict: verdict.Chain,
			Pos:     site.Instr.Pos(),
			Text:    "each activation re-enters the recursion at most once, so it hands over to one successor",
			Counts:  true,
		}
	}
	return nil
}

// leafShape asks whether a goroutine that does not recurse can outlive the
// step of the recursion that started it.
func (j *Judge) leafShape(site *Site) *verdict.Evidence {
	joined := j.joins(site)
	if len(joined) > 0 && j.joinedFirst(site, joined) {
		return awaited(joined[0], "the goroutine is awaited here before the recursion goes on")
	}
	concurrent := j.concurrent(site)
	if len(joined) > 0 && !concurrent && !j.flow.InLoop(site.Instr) && j.joinedBeforeReturn(site, joined) {
		return awaited(joined[0], "each activation has one such goroutine and awaits it, and the activations follow one another")
	}
	// A chain of tasks, each started by the last, is a loop in time: what
	// each round starts is out of scope like any other loop.
	// So is a call that wrappers of one interface hand down to each other.
	// Where the way round is longer than one can see at a glance, a recursion
	// with one next step is more often a callback than a list.
	single := concurrent || len(site.Cycle) > 2
	if single && !j.branches(site) || j.delegates(site) {
		return &verdict.Evidence{
			Verdict: verdict.Chain,
			Pos:     site.Instr.Pos(),
			Text:    "each step of the recursion has one next step, and does not wait for it",
			Counts:  true,
		}
	}
	return nil
}

func awaited(join Operation, text string) *verdict.Evidence {
	return &verdict.Evidence{Verdict: verdict.BoundedSequential, Pos: join.Instr.Pos(), Text: text, Counts: true}
}

// reschedules reports whether the spawn is a timer that runs the function
// which sets it again: there is one timer at a time.
func (j *Judge) reschedules(site *Site) bool {
	timer := site.Cycle[0].Spawner
	if timer == nil || timer.FullName() != "time.AfterFunc" {
		return false
	}
	for _, edge := range site.Cycle {
		if edge.Effect&summary.Many != 0 || j.flow.InLoop(edge.Instr) {
			return false
		}
	}
	return true
}

// indirect stays quiet where the way round the cycle is so long that each
// step being possible no longer says that all of them happen together.
func (j *Judge) indirect(site *Site) *verdict.Evidence {
	limit := LongestCycle
	if site.Leaf {
		limit = longestLeafCycle
	}
	if site.Cycle != nil && len(site.Cycle) <= limit {
		return nil
	}
	return &verdict.Evidence{
		Verdict: verdict.Indirect,
		Pos:     site.Instr.Pos(),
		Text:    fmt.Sprintf("the shortest way round the cycle takes more than %d steps, too many to be sure that it is one recursion", limit),
		Counts:  true,
	}
}

// LongestCycle is the number of edges up to which a cycle is believed.
// Judged real recursions close within five steps; the longer cycles that
// were read were knots of an evaluator or of name resolution.
const (
	LongestCycle     = 6
	longestLeafCycle = 5
)

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
			several := other.Instr != edge.Instr || j.flow.InLoop(other.Instr)
			if other.Dynamic && several && j.reentry(other, site) {
				return false
			}
		}
	}
	return found
}

// reentry reports whether an edge stays on the site's cycle.
func (j *Judge) reentry(edge *graph.Edge, site *Site) bool {
	return j.graph.Together(edge.From, site.From) && j.graph.Together(edge.To, site.From)
}

// concurrent reports whether the cycle starts goroutines of itself that are
// neither joined at once nor bounded: then whatever each activation has one
// of, the recursion has many of.
func (j *Judge) concurrent(site *Site) bool {
	first := j.graph.Members(site.From)[0]
	known, ok := j.parallel[first]
	if !ok {
		known = j.runsParallel(site)
		j.parallel[first] = known
	}
	return known
}

func (j *Judge) runsParallel(site *Site) bool {
	for _, fn := range j.graph.Members(site.From) {
		for _, edge := range j.graph.Out[fn] {
			call, ok := edge.Instr.(ssa.CallInstruction)
			if !ok || edge.Kind != graph.Spawn || !j.reentry(edge, site) {
				continue
			}
			other := &Site{From: edge.From, Instr: call, Edges: []*graph.Edge{edge}}
			joined := j.joins(other)
			if len(joined) > 0 && j.joinedFirst(other, joined) {
				continue
			}
			if found := j.slots(other); found != nil && found.Counts {
				continue
			}
			if found := j.edgeGuard(edge, other); found == nil || !found.Counts {
				return true
			}
		}
	}
	return false
}

// branches reports whether some activation on the site's cycle can re-enter
// the recursion twice. A second cycle has to leave this one somewhere, and
// shows there.
func (j *Judge) branches(site *Site) bool {
	for _, on := range site.Cycle {
		fn := on.From
		instrs := make(map[ssa.Instruction]bool)
		for _, edge := range j.graph.Out[fn] {
			if !j.reentry(edge, site) || edge.Kind == graph.Send {
				continue
			}
			if edge.Effect&summary.Many != 0 || j.flow.InLoop(edge.Instr) && !j.retried(edge.Instr) {
				return true
			}
			instrs[edge.Instr] = true
		}
		for a := range instrs {
			for b := range instrs {
				if a != b && j.flow.Follows(a, b) {
					return true
				}
			}
		}
	}
	return false
}

// retried reports whether a loop comes back to the call only when the call
// failed: a success leaves the loop.
func (j *Judge) retried(instr ssa.Instruction) bool {
	call, ok := instr.(*ssa.Call)
	if !ok {
		return false
	}
	for _, failure := range errorsOf(call) {
		for _, use := range *failure.Referrers() {
			comparison, ok := use.(*ssa.BinOp)
			if !ok || comparison.Op != token.EQL && comparison.Op != token.NEQ {
				continue
			}
			for _, use := range *comparison.Referrers() {
				branch, ok := use.(*ssa.If)
				if !ok {
					continue
				}
				success := branch.Block().Succs[0]
				if comparison.Op == token.NEQ {
					success = branch.Block().Succs[1]
				}
				if !j.flow.FromBlock(success, call) {
					return true
				}
			}
		}
	}
	return false
}

// errorsOf returns the error results of a call.
func errorsOf(call *ssa.Call) []ssa.Value {
	isError := func(typ types.Type) bool { return types.Identical(typ, types.Universe.Lookup("error").Type()) }
	if isError(call.Type()) {
		return []ssa.Value{call}
	}
	var found []ssa.Value
	for _, use := range *call.Referrers() {
		if extract, ok := use.(*ssa.Extract); ok && isError(extract.Type()) {
			found = append(found, extract)
		}
	}
	return found
}

// joins returns the operations of the spawning function that wait for the
// goroutine.
func (j *Judge) joins(site *Site) []Operation {
	signals := j.signals(site)
	if len(signals) == 0 {
		return nil
	}
	var found []Operation
	for _, op := range j.Operations(site.From) {
		if (op.Action == Wait || op.Action == Receive) && signals[op.Path.Key()] && !op.Try {
			if canGiveUp(op) {
				continue
			}
			found = append(found, op)
		}
	}
	return found
}

// canGiveUp reports whether op is a case of a select that another case ends
// too, and with another meaning than that all work is to stop.
func canGiveUp(op Operation) bool {
	sel, ok := op.Instr.(*ssa.Select)
	if !ok {
		return false
	}
	for _, state := range sel.States {
		call, ok := state.Chan.(*ssa.Call)
		if ok && calledName(call) == "time.After" {
			return true
		}
	}
	return false
}

// signals returns the keys of what the goroutine tells its end to: the
// group that started it, a wait group, a channel. A message that it sends
// before it recurses is a handshake, not an end.
func (j *Judge) signals(site *Site) map[any]bool {
	keys := make(map[any]bool)
	for _, edge := range site.Edges {
		if edge.Spawner != nil && edge.Spawner.Signature().Recv() != nil {
			if args := site.Instr.Common().Args; len(args) > 0 {
				keys[j.graph.Origin.Path(args[0]).Key()] = true
			}
		}
		for _, op := range j.Operations(edge.To) {
			if op.Action != Done && op.Action != Send && op.Action != Close {
				continue
			}
			if op.Action == Send && j.filled(op.Path) {
				continue // a slot that is given back
			}
			if !op.Deferred && j.recursesAfter(edge.To, op.Instr, site) {
				continue
			}
			keys[j.seenFrom(op.Path, edge).Key()] = true
		}
	}
	return keys
}

func (j *Judge) recursesAfter(fn *ssa.Function, instr ssa.Instruction, site *Site) bool {
	for _, edge := range j.graph.Out[fn] {
		if j.reentry(edge, site) && j.flow.Follows(instr, edge.Instr) {
			return true
		}
	}
	return false
}

// seenFrom restates a path of the goroutine's function in terms of the
// function that starts it.
func (j *Judge) seenFrom(path origin.Path, edge *graph.Edge) origin.Path {
	param, ok := path.Root.(*ssa.Parameter)
	if !ok || param.Parent() != edge.To {
		return path
	}
	if args, at := edge.Args(), origin.ParamIndex(param); at < len(args) {
		return j.graph.Origin.Extend(args[at], path.Fields, path.Element)
	}
	return path
}

// joinedFirst reports whether every way from the spawn to the next step of
// the recursion, and out of the function, passes a join.
func (j *Judge) joinedFirst(site *Site, joined []Operation) bool {
	next := make(map[ssa.Instruction]bool)
	for _, edge := range j.graph.Out[site.From] {
		if j.reentry(edge, site) {
			next[edge.Instr] = true
		}
	}
	if !site.Leaf {
		next[site.Instr] = true
	}
	waits, deferred := waitSets(joined)
	return !flow.Avoiding(site.Instr,
		func(i ssa.Instruction) bool {
			if _, ret := i.(*ssa.Return); ret {
				return !deferred
			}
			return next[i]
		},
		func(i ssa.Instruction) bool { return waits[i] })
}

func (j *Judge) joinedBeforeReturn(site *Site, joined []Operation) bool {
	waits, deferred := waitSets(joined)
	return deferred || !flow.Avoiding(site.Instr,
		func(i ssa.Instruction) bool { _, ret := i.(*ssa.Return); return ret },
		func(i ssa.Instruction) bool { return waits[i] })
}

func waitSets(joined []Operation) (waits map[ssa.Instruction]bool, deferred bool) {
	waits = make(map[ssa.Instruction]bool)
	for _, op := range joined {
		if op.Deferred {
			deferred = true
		} else {
			waits[op.Instr] = true
		}
	}
	return waits, deferred
}
