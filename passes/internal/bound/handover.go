package bound

import (
	"cmp"
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/program"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"golang.org/x/tools/go/ssa"
)

// MarkPooled records that what a method is given for the workers of its object is
// started by it, under the limit that they are.
func (j *Judge) MarkPooled() {
	started := make(map[*ssa.Parameter]summary.Effect)
	for _, handover := range j.graph.Handovers() {
		if effect := j.pooled(handover); effect != 0 {
			started[handover.Param] |= effect
		}
	}
	j.graph.Start(started)
}

// AddHandovers adds to the facts what becomes of functions that the package's
// functions are given and keep: one that keeps it may also run what calls it, or
// the workers of a pool do.
func (j *Judge) AddHandovers(facts map[*types.Func]*summary.Summary) {
	for _, handover := range j.graph.Handovers() {
		object, at, ok := graph.ParamOf(handover.Param)
		if !ok || !object.Exported() {
			continue
		}
		effect := cmp.Or(
			j.pooled(handover),
			j.graph.Reached(handover.Param.Parent(), handover.Worker, j.awaitsSpawns).Then(handover.Effect),
		)
		if effect == 0 {
			continue
		}
		fact := facts[object]
		if fact == nil {
			fact = new(summary.Summary)
			facts[object] = fact
		}
		if fact.Params == nil {
			fact.Params = make([]summary.Effect, object.Signature().Params().Len())
		}
		if fact.Params[at]&summary.Spawns == 0 {
			fact.Params[at] = effect
		}
	}
}

// pooled returns what becomes of a function that a method gives to the workers
// of its object, of which there is a limited number.
func (j *Judge) pooled(handover graph.Handover) summary.Effect {
	keeper := handover.Param.Parent()
	if keeper.Signature.Recv() == nil || handover.Effect&summary.Calls == 0 {
		return 0
	}
	starts := j.graph.RunOnItsOwn(handover.Worker)
	for _, start := range starts {
		if !j.limitedStart(start) || !belongs(start.From, keeper.Signature.Recv().Type()) {
			return 0
		}
	}
	if len(starts) == 0 {
		return 0
	}
	effect := summary.Spawns | summary.Limited
	if j.waitsToHandOver(keeper, handover.Worker) {
		effect |= summary.Blocks
	}
	return effect
}

// limitedStart reports whether a number of workers is started, or one while a
// limit allows it.
func (j *Judge) limitedStart(start *graph.Edge) bool {
	call, ok := start.Instr.(ssa.CallInstruction)
	if !ok {
		return false
	}
	if _, counted := j.countedLoop(call); counted || j.limitOfSpawn(call, start.From) != 0 {
		return true
	}
	for _, op := range j.Operations(start.From) {
		if op.Try && (op.Action == Send || op.Action == TryAcquire) && j.before(op, call) {
			return true // a slot that is never given back
		}
	}
	return false
}

// belongs reports whether a function is a method of a type, or makes a value of
// it.
func belongs(fn *ssa.Function, typ types.Type) bool {
	fn = origin.Outermost(fn)
	if recv := fn.Signature.Recv(); recv != nil {
		return program.TypeName(recv.Type()) == program.TypeName(typ)
	}
	for result := range fn.Signature.Results().Variables() {
		if program.TypeName(result.Type()) == program.TypeName(typ) {
			return true
		}
	}
	return false
}

// waitsToHandOver reports whether a function waits until a worker receives what
// it sends. What takes the tasks for the workers and keeps them has always room.
func (j *Judge) waitsToHandOver(keeper, worker *ssa.Function) bool {
	received := make(map[any]bool)
	for _, op := range j.Operations(worker) {
		if op.Action == Receive {
			for _, key := range j.identities(op.Path) {
				received[key] = true
			}
		}
	}
	return slices.ContainsFunc(j.Operations(keeper), func(sent Operation) bool {
		return sent.Action == Send && !sent.Try && slices.ContainsFunc(j.identities(sent.Path), func(key any) bool { return received[key] })
	})
}
