package bound

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// MarkLimited finds the functions of the package that start goroutines only
// under a limit of their own, such as the Add of a queue with a fixed
// number of workers, and records that in their summaries.
func (j *Judge) MarkLimited() {
	for _, fn := range j.graph.Prog.Functions {
		if j.graph.Recursive(fn) && !j.graph.Spawner(fn) {
			continue
		}
		if limit := j.limitOfSpawns(fn, fn); limit != 0 {
			j.graph.Limit(fn, limit)
		}
		if awaited := j.awaitsSpawns(fn); awaited != 0 && !j.graph.Recursive(fn) {
			j.graph.Limit(fn, awaited)
		}
	}
}

// limitOfSpawns returns the limit that every spawn of fn is under, which is a
// helper or a literal in it.
func (j *Judge) limitOfSpawns(fn, helper *ssa.Function) summary.Effect {
	var limit summary.Effect
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			var one summary.Effect
			switch instr := instr.(type) {
			case *ssa.Go:
				one = j.limitOfSpawn(instr, helper)
				if literal := instr.Call.StaticCallee(); one == 0 && literal != nil && j.startsOthers(literal) {
					one = j.limitOfSpawns(literal, helper)
				}
			case *ssa.Call:
				edges := j.edgesOf(instr)
				if len(edges) == 0 {
					if starter := j.graph.StarterOf(instr); starter != nil {
						limit |= j.keptLimit(instr, starter) | j.lifoLimit(instr, starter)
					}
					continue
				}
				one = j.freshLimit(instr, edges)
				if one == 0 {
					one = j.lifoLimit(instr, edges[0].Spawner)
				}
				if one == 0 {
					one = j.keptLimit(instr, edges[0].Spawner)
				}
				if one == 0 {
					one = j.limitOfSpawn(instr, helper)
				}
			default:
				continue
			}
			if one == 0 && j.startsWorkers(instr.(ssa.CallInstruction)) {
				one = summary.Fresh
			}
			if one == 0 {
				return 0
			}
			limit |= one
		}
	}
	return limit
}

// startsWorkers reports whether a spawn starts a number of workers, which call
// what they are given again and again.
func (j *Judge) startsWorkers(spawn ssa.CallInstruction) bool {
	if _, counted := j.countedLoop(spawn); !counted {
		return false
	}
	for _, edge := range j.edgesOf(spawn) {
		if !slices.ContainsFunc(calls(edge.To), func(call ssa.Instruction) bool {
			common := call.(ssa.CallInstruction).Common()
			return !common.IsInvoke() && common.StaticCallee() == nil && j.flow.InLoop(call)
		}) {
			return false
		}
	}
	return len(j.edgesOf(spawn)) > 0
}

// freshLimit reports whether the goroutines of a call run under a group
// that the function makes and limits itself, anew in each activation.
func (j *Judge) freshLimit(call *ssa.Call, edges []*graph.Edge) summary.Effect {
	if edges[0].Spawner == nil || edges[0].Spawner.Signature().Recv() == nil || len(call.Call.Args) == 0 {
		return 0
	}
	path := j.graph.Origin.Path(call.Call.Args[0])
	made, ok := path.Root.(ssa.Instruction)
	if !ok || made.Parent() != call.Parent() {
		return 0
	}
	if edges[0].Effect&(summary.Limited|summary.Blocks) != 0 {
		return summary.Fresh // the limit of the object itself
	}
	limit, ok := j.limitOf(path)
	if _, none := limitsNothing(limit); !ok || none {
		return 0
	}
	return summary.Fresh
}

// keptLimit returns the limit of a group that the receiver keeps, and that is
// limited wherever it comes from.
func (j *Judge) keptLimit(call *ssa.Call, spawner *types.Func) summary.Effect {
	group := receiverOf(call)
	if spawner == nil || spawner.Signature().Recv() == nil || group == nil || isLifo(spawner) {
		return 0
	}
	path := j.graph.Origin.Path(group)
	param, ok := path.Root.(*ssa.Parameter)
	if !ok || len(path.Fields) == 0 || path.Element || param.Parent().Signature.Recv() == nil || param != param.Parent().Params[0] {
		return 0
	}
	limit, ok := j.limitOf(path)
	if _, none := limitsNothing(limit); !ok || none || !j.limitedEverywhere(path) {
		return 0
	}
	if refuses(spawner) || queues(spawner) {
		return summary.Limited
	}
	return summary.Blocks
}

// limitedEverywhere reports whether every group that is stored to a field has a
// limit, unless it is the field that is limited.
func (j *Judge) limitedEverywhere(path origin.Path) bool {
	field := path.Fields[len(path.Fields)-1]
	for _, store := range j.graph.Origin.FieldStores(field) {
		for _, made := range j.graph.Origin.Sources(store.Val) {
			_, limited := constructed(made)
			if !limited && !slices.ContainsFunc(j.limits(), func(op Operation) bool {
				return op.Path.Key() == any(field) || slices.Contains(j.identities(op.Path), any(made))
			}) {
				return false
			}
		}
	}
	return true
}

// limitOfSpawn returns the limit that stands before a spawn: a counter that
// is compared with one, a slot. It is Fresh if each call of the helper makes it.
func (j *Judge) limitOfSpawn(spawn ssa.CallInstruction, helper *ssa.Function) summary.Effect {
	fn := spawn.Parent()
	site := &Site{From: fn, Instr: spawn, Edges: j.edgesOf(spawn)}
	for _, condition := range flow.Conditions(spawn.Block()) {
		if value, taken := condition.Affirmed(); len(j.counted(value, taken, spawn, site)) > 0 {
			return summary.Limited
		}
	}
	for _, conditions := range flow.Alternatives(spawn.Block()) {
		if len(conditions) > 0 && !slices.ContainsFunc(conditions, func(condition flow.Condition) bool {
			value, taken := condition.Affirmed()
			return len(j.counted(value, taken, spawn, site)) == 0 && !j.countsNone(value, taken)
		}) {
			return summary.Limited
		}
	}
	for _, op := range j.Operations(fn) {
		if j.takes(op, spawn, site) && j.ifAny(op) == nil {
			if j.isMadeAnew(helper, op.Path) {
				return summary.Fresh
			}
			if op.Try {
				return summary.Limited
			}
			return summary.Blocks
		}
	}
	return 0
}

// countsNone reports whether a condition is that a counter is at zero.
func (j *Judge) countsNone(cond ssa.Value, taken bool) bool {
	comparison, ok := cond.(*ssa.BinOp)
	if !ok || comparison.Op != token.EQL || !taken {
		return false
	}
	n, constant := integer(comparison.Y)
	_, counter := j.counter(comparison.X)
	return constant && n == 0 && counter
}

// isMadeAnew reports whether each call of fn meets a semaphore of its own: one
// that fn makes, or the activation around a literal of the recursion. A function
// of this package may hand out a shared one.
func (j *Judge) isMadeAnew(fn *ssa.Function, path origin.Path) bool {
	made, ok := path.Root.(ssa.Instruction)
	if !ok || len(path.Fields) > 0 {
		return false
	}
	if call, ok := made.(*ssa.Call); ok && (call.Call.StaticCallee() == nil || call.Call.StaticCallee().Pkg == fn.Pkg) {
		return false
	}
	for maker := made.Parent(); maker != nil; maker = maker.Parent() {
		if maker == fn {
			return true
		}
	}
	return j.graph.Recursive(made.Parent())
}

// limitedSpawner judges a spawner that limits itself.
func (j *Judge) limitedSpawner(site *Site) *verdict.Evidence {
	var effect summary.Effect
	for _, edge := range site.Edges {
		if detached(site.Instr) && edge.Spawner == nil {
			continue // the spawner itself, which the goroutine runs
		}
		if edge.Effect&(summary.Limited|summary.Blocks|summary.Fresh) == 0 {
			return nil
		}
		effect |= edge.Effect
	}
	common := site.Instr.Common()
	if effect == 0 || slices.ContainsFunc(common.Args, isNothing) {
		return nil
	}
	found := &verdict.Evidence{Pos: site.Instr.Pos()}
	name := "this call"
	if callee := common.StaticCallee(); callee != nil && callee.Object() != nil {
		name = callee.Object().Name()
	} else if !common.IsInvoke() {
		name = nameOf(j.graph.Origin.Path(common.Value), name)
	}
	if effect&summary.Fresh != 0 {
		found.Verdict = verdict.PerLevelBound
		found.Text = fmt.Sprintf("%s makes its limit anew in every call, so limits multiply with depth", name)
		return found
	}
	if receiver := receiverOf(site.Instr); receiver != nil && j.scope(j.graph.Origin.Path(receiver), site) == PerActivation && !j.sharesLimiter(common.StaticCallee()) {
		found.Verdict = verdict.PerLevelBound
		found.Text = fmt.Sprintf("%s limits the goroutines of an object that every activation makes anew", name)
		return found
	}
	joined := j.awaits(site)
	switch {
	case effect&summary.Blocks == 0 && !site.Leaf && len(joined) > 0 && j.leavesToWorkers(site):
		found.Verdict, found.Pos = verdict.HoldWait, joined[0].Instr.Pos()
		found.Text = fmt.Sprintf("a task of %s waits here for other tasks of it and keeps its worker", name)
	case effect&summary.Blocks == 0:
		found.Verdict, found.Counts = verdict.BoundedPool, true
		found.Text = fmt.Sprintf("%s starts a goroutine only while its limit allows it", name)
	case detached(site.Instr):
		return lateSpawner(site, name)
	case site.Leaf:
		found.Verdict, found.Counts = verdict.BoundedSemaphore, true
		found.Text = fmt.Sprintf("%s takes a slot before it starts the goroutine", name)
	case j.releasesOwn(site):
		found.Verdict, found.Counts = verdict.BoundedSemaphore, true
		found.Text = fmt.Sprintf("%s takes a slot before it starts the goroutine, which gives it back before it goes on with the recursion", name)
	default:
		found.Verdict = verdict.HoldWait
		found.Text = fmt.Sprintf("%s waits for a slot, and its callers are tasks that hold one", name)
	}
	return found
}

// detached reports whether a spawner is called on a goroutine of its own, which
// waits there for what the caller would have waited for.
func detached(spawn ssa.CallInstruction) bool {
	_, ok := spawn.(*ssa.Go)
	return ok
}

// lateSpawner is the evidence that goroutines wait for a spawner that blocks.
func lateSpawner(site *Site, name string) *verdict.Evidence {
	return &verdict.Evidence{
		Verdict: verdict.LateAcquire,
		Pos:     site.Instr.Pos(),
		Text:    fmt.Sprintf("%s waits for a slot on a goroutine of its own: it limits the work, not the goroutines that wait", name),
	}
}

// leavesToWorkers reports whether a spawner that has no room leaves the task to
// its workers: it neither runs the task in place nor says that it has not taken it.
func (j *Judge) leavesToWorkers(site *Site) bool {
	return site.Instr.Common().Signature().Results().Len() == 0 && !slices.ContainsFunc(j.graph.Out[site.From], func(edge *graph.Edge) bool {
		return edge.Instr == ssa.Instruction(site.Instr) && edge.Kind == graph.Call && !edge.Direct
	})
}

// releasesOwn reports whether the tasks give back a slot, which they were
// handed, before they go on with the recursion.
func (j *Judge) releasesOwn(site *Site) bool {
	for _, edge := range site.Edges {
		for _, next := range j.graph.Out[edge.To] {
			if j.reentry(next, site) && !j.releasesParameter(edge.To, next.Instr) {
				return false
			}
		}
	}
	return true
}

func (j *Judge) releasesParameter(task *ssa.Function, before ssa.Instruction) bool {
	for _, op := range j.Operations(task) {
		param, ok := op.Path.Root.(*ssa.Parameter)
		if ok && param.Parent() == task && op.Action == Release && j.before(op, before) {
			return true
		}
	}
	return false
}

// isNothing reports whether an argument is nil where an object could be: a
// helper that is given no limiter limits nothing.
func isNothing(arg ssa.Value) bool {
	if !origin.IsNil(arg) {
		return false
	}
	switch arg.Type().Underlying().(type) {
	case *types.Pointer, *types.Chan:
		return true
	}
	return false
}
