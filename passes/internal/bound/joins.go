package bound

import (
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// joins returns the operations of the spawning function that wait for the
// goroutine.
func (j *Judge) joins(site *Site) []Operation {
	return slices.DeleteFunc(j.joinsOrGivesUp(site), j.leavesBehind)
}

// isHandle reports whether a value is what the call that starts the goroutine
// returns: a future, or an object with one inside.
func isHandle(v ssa.Value, site *Site) bool {
	return slices.ContainsFunc(site.Edges, func(edge *graph.Edge) bool {
		handle, ok := edge.Instr.(*ssa.Call)
		return ok && edge.Spawner != nil && v == ssa.Value(handle)
	})
}

// joinsOrGivesUp returns the same and those that may stop waiting when their
// time is up.
func (j *Judge) joinsOrGivesUp(site *Site) []Operation {
	return j.joinsIn(site.From, j.signals(site), site)
}

// joinsIn returns the operations of a function that wait for what the goroutines
// of a site tell their end to.
func (j *Judge) joinsIn(fn *ssa.Function, signals map[any]bool, site *Site) []Operation {
	if len(signals) == 0 {
		return nil
	}
	var found []Operation
	for _, op := range j.Operations(fn) {
		if (op.Action == Wait || op.Action == Receive) && (signals[op.Path.Key()] || isHandle(op.Path.Root, site)) && !op.Try && !j.firstOnly(op, site) {
			found = append(found, op)
		}
	}
	return found
}

// firstOnly reports whether op receives one value where every goroutine that a loop
// starts sends one: it waits for the fastest.
func (j *Judge) firstOnly(op Operation, site *Site) bool {
	receive, ok := op.Instr.(*ssa.UnOp)
	if !ok || op.Action != Receive || flow.Loop(receive) != nil || receive.Parent() != site.From || !j.flow.InLoop(site.Instr) {
		return false
	}
	return len(site.Edges) > 0 && !slices.ContainsFunc(site.Edges, func(edge *graph.Edge) bool {
		return !slices.ContainsFunc(j.Operations(edge.To), func(sent Operation) bool {
			return sent.Action == Send && j.seenFrom(sent.Path, edge).Key() == op.Path.Key() &&
				sent.Instr.Parent() == edge.To && !flow.AvoidingFrom(edge.To.Blocks[0], 0, isReturn, isInstr(sent.Instr))
		})
	})
}

// awaits returns what waits for the goroutines of a site within the task that
// starts them: its joins, and those of the functions around a literal that it is.
func (j *Judge) awaits(site *Site) []Operation {
	signals := j.signals(site)
	found := j.joinsIn(site.From, signals, site)
	for fn := site.From.Parent(); fn != nil && j.graph.Together(fn, site.On()); fn = fn.Parent() {
		found = append(found, j.joinsIn(fn, signals, site)...)
	}
	return slices.DeleteFunc(found, j.leavesBehind)
}

// canGiveUp reports whether op is a case of a select that another case ends
// too, and with another meaning than that all work is to stop: the time is up.
func (j *Judge) canGiveUp(op Operation) bool {
	return j.endsByTime(op, func(*ssa.BasicBlock) bool { return true })
}

// leavesBehind reports whether op may stop waiting likewise, and the function goes
// on without what it waited for. One that fails then ends the recursion.
func (j *Judge) leavesBehind(op Operation) bool {
	return j.endsByTime(op, func(late *ssa.BasicBlock) bool { return !failsOnly(late) })
}

func (j *Judge) endsByTime(op Operation, matters func(late *ssa.BasicBlock) bool) bool {
	sel, ok := op.Instr.(*ssa.Select)
	if !ok {
		return false
	}
	entered := flow.Cases(sel)
	for i, state := range sel.States {
		if j.tells(state.Chan) && matters(entered[i]) {
			return true
		}
	}
	return false
}

// tells reports whether a channel tells the time.
func (j *Judge) tells(channel ssa.Value) bool {
	if call, ok := channel.(*ssa.Call); ok && calledName(call) == "time.After" {
		return true
	}
	path := j.graph.Origin.Path(channel)
	return len(path.Fields) > 0 && path.Fields[len(path.Fields)-1].Pkg().Path() == "time" // of a timer or a ticker
}

// failsOnly reports whether a block ends the function with an error, and does
// nothing else of importance.
func failsOnly(block *ssa.BasicBlock) bool {
	if block == nil {
		return false
	}
	ret, ok := flow.Last(block).(*ssa.Return)
	if !ok || len(ret.Results) == 0 {
		return false
	}
	last := setLast(ret.Results[len(ret.Results)-1], block)
	failure, known := decided(last)
	_, call := last.(*ssa.Call)
	return flow.IsError(last.Type()) && (known && failure || call)
}

// signals returns the keys of what the goroutine tells its end to: the
// group that started it, a wait group, a channel. A message that it sends
// before it recurses is a handshake, not an end.
func (j *Judge) signals(site *Site) map[any]bool {
	keys := make(map[any]bool)
	add := func(path origin.Path) {
		keys[j.seenThrough(path, site.below).Key()] = true
		if handle := j.handle(path, site); handle != nil {
			keys[j.graph.Origin.Path(handle).Key()] = true
		}
	}
	for _, edge := range site.Edges {
		if handle, ok := edge.Instr.(*ssa.Call); ok && edge.Spawner != nil {
			add(j.graph.Origin.Path(handle)) // a future, or a channel with the result
		}
		if edge.Spawner != nil && edge.Spawner.Signature().Recv() != nil {
			if call, ok := edge.Instr.(ssa.CallInstruction); ok && receiverOf(call) != nil {
				add(j.graph.Origin.Path(receiverOf(call)))
			}
		}
		for _, op := range j.Operations(edge.To) {
			if op.Action != Done && op.Action != Send && op.Action != Close {
				continue
			}
			if op.Action == Send && j.filled(op.Path) {
				continue // a slot that is given back
			}
			if !op.Deferred && (j.recursesAfter(edge.To, op.Instr, site) || site.Leaf && isHandshake(op)) {
				continue
			}
			add(j.seenFrom(op.Path, edge))
		}
	}
	return keys
}

// handle returns the call whose result is the object at path, where the helper
// that starts the goroutine returns it, or nil.
func (j *Judge) handle(path origin.Path, site *Site) *ssa.Call {
	if len(site.below) != 1 {
		return nil
	}
	call, ok := site.below[0].Instr.(*ssa.Call)
	helper := site.below[0].To
	if !ok || helper.Signature.Results().Len() != 1 {
		return nil
	}
	for _, value := range origin.Returned(helper, 0) {
		if j.graph.Origin.Path(value).Key() != path.Key() {
			return nil
		}
	}
	return call
}

// isHandshake reports whether a goroutine gives a sign before all its work.
func isHandshake(op Operation) bool {
	before, after := callsAround(op.Instr)
	return !before && after
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

// seenThrough restates a path of an inner function in terms of the outermost
// one of the calls that lead to it.
func (j *Judge) seenThrough(path origin.Path, calls []*graph.Edge) origin.Path {
	for i := len(calls) - 1; i >= 0; i-- {
		path = j.seenFrom(path, calls[i])
	}
	return path
}

// joinedFirst reports whether every way from the spawn to the next step of
// the recursion, and out of the function, passes a join.
func (j *Judge) joinedFirst(site *Site, joined []Operation) bool {
	next := make(map[ssa.Instruction]bool)
	onReturn := false // the recursion goes on, before what is awaited then
	for _, edge := range j.graph.Out[site.From] {
		if !j.reentry(edge, site) || !j.comesBack(edge, site) {
			continue
		}
		if _, later := edge.Instr.(*ssa.Defer); later {
			onReturn = onReturn || !runsAfter(edge.Instr, joined)
			continue
		}
		next[edge.Instr] = true
	}
	if !site.Leaf {
		next[site.Instr] = true
	}
	waits, deferred := j.waitSets(joined, site)
	for _, op := range joined {
		if loop := receiveLoop(op, site); loop != nil && anyIn(loop, next) {
			return false // the recursion goes on between two receives
		}
	}
	return !flow.Avoiding(site.Instr,
		func(i ssa.Instruction) bool {
			if isReturn(i) {
				return (onReturn || !deferred) && !j.flow.Failed(site.Instr, i)
			}
			return next[i]
		},
		func(i ssa.Instruction) bool { return waits[i] })
}

// runsAfter reports whether a deferred call runs after all joins that are deferred.
func runsAfter(call ssa.Instruction, joined []Operation) bool {
	return !slices.ContainsFunc(joined, func(op Operation) bool { return op.Deferred && !flow.Dominates(call, op.Instr) })
}

func (j *Judge) joinedBeforeReturn(site *Site, joined []Operation) bool {
	waits, deferred := j.waitSets(joined, site)
	left := func(i ssa.Instruction) bool { return isReturn(i) && !j.flow.Failed(site.Instr, i) }
	return deferred || !flow.Avoiding(site.Instr, left, func(i ssa.Instruction) bool { return waits[i] })
}

// besideRecursion reports whether the activation has started goroutines that
// go on with the recursion when it starts the site's: a join that waits for all
// of them comes too late for the leaf to be out of their way.
func (j *Judge) besideRecursion(site *Site) bool {
	for _, edge := range j.graph.Out[site.From] {
		if edge.Kind != graph.Spawn || edge.Instr == site.Instr || !j.reentry(edge, site) {
			continue
		}
		other := siteOf(edge)
		waits, _ := j.waitSets(j.joins(other), other)
		if flow.Avoiding(edge.Instr,
			isInstr(site.Instr),
			func(i ssa.Instruction) bool { return waits[i] }) {
			return true
		}
	}
	return false
}

// endsWithCaller recognises a watcher: all that it does is to wait for a
// context or a channel that its activation ends when it returns. Or it is called
// off then.
func (j *Judge) endsWithCaller(site *Site) *verdict.Evidence {
	if j.flow.InLoop(site.Instr) {
		return nil
	}
	for _, edge := range site.Edges {
		if stop := j.deferredStop(edge); stop != nil {
			return sequential(stop, "each activation has one such call ahead of it, which is called off when it returns, and the activations follow one another")
		}
		for _, op := range j.Operations(edge.To) {
			if op.Action != Receive || !op.Unused {
				continue
			}
			if end := j.deferredEnd(op.Path, site.From); end != nil {
				return sequential(end, "each activation has one such goroutine, which ends when it returns, and the activations follow one another")
			}
		}
	}
	return nil
}

// deferredEnd returns the deferred call of fn that closes the channel at path,
// or cancels the context whose Done channel it is, or nil.
func (j *Judge) deferredEnd(path origin.Path, fn *ssa.Function) ssa.Instruction {
	for _, op := range j.Operations(fn) {
		if op.Action == Close && op.Deferred && op.Path.Key() == path.Key() {
			return op.Instr
		}
	}
	done, ok := path.Root.(*ssa.Call)
	if !ok || methodName(done) != "(context.Context).Done" {
		return nil
	}
	for _, call := range calls(fn) {
		if cancel, ok := call.(*ssa.Defer); ok && j.cancels(cancel.Call.Value, done.Call.Value) {
			return cancel
		}
	}
	return nil
}

// cancels reports whether a function and a context come from one call, such
// as that of context.WithCancel.
func (j *Judge) cancels(cancel, ctx ssa.Value) bool {
	made, ok := j.graph.Origin.Path(cancel).Root.(*ssa.Call)
	if !ok {
		return false
	}
	path := j.graph.Origin.Path(ctx)
	if path.Root == made {
		return true
	}
	variable, ok := path.Root.(*ssa.Alloc)
	if !ok {
		return false
	}
	for _, store := range j.graph.Origin.CellStores(variable) {
		if j.graph.Origin.Path(store.Val).Root == made {
			return true
		}
	}
	return false
}

// receiveLoop returns the head of the loop that receives from the goroutines of
// a site once they are started, or nil.
func receiveLoop(op Operation, site *Site) *ssa.BasicBlock {
	if loop := flow.Loop(op.Instr); op.Action == Receive && loop != nil && !flow.Heads(loop, site.Instr) {
		return loop
	}
	return nil
}

func anyIn(loop *ssa.BasicBlock, instrs map[ssa.Instruction]bool) bool {
	for instr := range instrs {
		if flow.Heads(loop, instr) {
			return true
		}
	}
	return false
}

// waitSets returns the instructions that wait for the site's goroutines. A
// loop that receives once for each goroutine waits as a whole, even if there
// were none.
func (j *Judge) waitSets(joined []Operation, site *Site) (waits map[ssa.Instruction]bool, deferred bool) {
	waits = make(map[ssa.Instruction]bool)
	for _, op := range joined {
		if op.Deferred {
			deferred = true
			continue
		}
		waits[op.Instr] = true
		if loop := receiveLoop(op, site); loop != nil {
			for _, test := range flow.Entry(loop) {
				waits[test] = true
			}
		}
	}
	return waits, deferred
}
