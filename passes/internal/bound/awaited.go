package bound

import (
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"golang.org/x/tools/go/ssa"
)

// awaitsSpawns reports whether fn waits for all goroutines that it starts. A
// single one is Awaited, as by a call with a deadline: that it may stop waiting
// when the time is up makes no fan-out of it. Several are Joined.
func (j *Judge) awaitsSpawns(fn *ssa.Function) summary.Effect {
	spawns := make(map[ssa.Instruction]*graph.Edge)
	for _, edge := range j.graph.Out[fn] {
		if edge.Kind == graph.Spawn {
			spawns[edge.Instr] = edge
		}
	}
	if len(spawns) == 0 {
		return j.awaitsAnswer(fn)
	}
	var awaited summary.Effect
	for _, edge := range spawns {
		site := siteOf(edge)
		awaited = summary.Joined
		joined := j.joins(site)
		if len(spawns) == 1 && !j.flow.InLoop(edge.Instr) && !j.startsOthers(edge.To) && !j.worksBeside(edge.Instr) {
			awaited = summary.Awaited
			joined = j.joinsOrGivesUp(site)
		}
		if len(joined) == 0 || !j.joinedBeforeReturn(site, joined) {
			return 0
		}
	}
	return awaited
}

// awaitsAnswer reports whether fn starts a function that it is given, once, and
// waits for what that sends to a channel of fn.
func (j *Judge) awaitsAnswer(fn *ssa.Function) summary.Effect {
	var start *ssa.Go
	for _, call := range calls(fn) {
		spawn, ok := call.(*ssa.Go)
		if !ok {
			continue
		}
		if _, given := spawn.Call.Value.(*ssa.Parameter); !given || start != nil {
			return 0
		}
		start = spawn
	}
	if start == nil || j.flow.InLoop(start) || j.worksBeside(start) {
		return 0
	}
	answers := make(map[ssa.Value]bool)
	for _, arg := range start.Call.Args {
		if made, ok := j.graph.Origin.Path(arg).Root.(*ssa.MakeChan); ok && made.Parent() == fn {
			answers[made] = true
		}
	}
	site := siteOf(&graph.Edge{From: fn, Instr: start, Kind: graph.Spawn})
	joined := slices.DeleteFunc(slices.Clone(j.Operations(fn)), func(op Operation) bool {
		return op.Action != Receive || op.Try || !answers[op.Path.Root]
	})
	if len(joined) == 0 || !j.joinedBeforeReturn(site, joined) {
		return 0
	}
	return summary.Awaited
}

// worksBeside reports whether the function that starts a goroutine calls what
// it was given itself, before it waits, or has somebody else start it as well.
func (j *Judge) worksBeside(spawn ssa.Instruction) bool {
	return slices.ContainsFunc(calls(spawn.Parent()), func(call ssa.Instruction) bool {
		if call != spawn && j.graph.StarterOf(call.(ssa.CallInstruction)) != nil {
			return true
		}
		common := call.(ssa.CallInstruction).Common()
		if common.IsInvoke() || common.StaticCallee() != nil || call == spawn || !j.flow.Follows(spawn, call) {
			return false
		}
		_, given := j.graph.Origin.Path(common.Value).Root.(*ssa.Parameter)
		return given
	})
}

// startsOthers reports whether a literal starts goroutines itself.
func (j *Judge) startsOthers(literal *ssa.Function) bool {
	return literal.Parent() != nil && slices.ContainsFunc(j.graph.Out[literal], func(edge *graph.Edge) bool { return edge.Kind == graph.Spawn })
}

// answersEarly reports whether a goroutine sends to a channel that it is given, and
// then goes on with its work: who waits for that does not wait for the goroutine.
func (j *Judge) answersEarly(task *ssa.Function, site *Site) bool {
	return slices.ContainsFunc(j.Operations(task), func(op Operation) bool {
		param, ok := op.Path.Root.(*ssa.Parameter)
		return op.Action == Send && !op.Deferred && ok && param.Parent() == task &&
			(j.recursesAfter(task, op.Instr, site) || site.Leaf && isHandshake(op))
	})
}
