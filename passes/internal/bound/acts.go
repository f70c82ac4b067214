package bound

import (
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"golang.org/x/tools/go/ssa"
)

// AddActs adds to the facts what the package's functions do to the
// synchronisation objects that they are given: a group type of somebody's
// own waits as a sync.WaitGroup does.
func (j *Judge) AddActs(facts map[*types.Func]*summary.Summary) {
	for _, fn := range j.graph.Prog.Functions {
		object, ok := fn.Object().(*types.Func)
		if !ok {
			continue
		}
		acts := j.acts(fn)
		if len(acts) == 0 {
			continue
		}
		if facts[object] == nil {
			facts[object] = new(summary.Summary)
		}
		facts[object].Acts = acts
	}
	j.addActsBehind(facts)
}

// acts returns what fn does to its arguments and to variables of the package.
func (j *Judge) acts(fn *ssa.Function) []summary.Act {
	var acts []summary.Act
	add := func(act summary.Act) {
		if !slices.Contains(acts, act) {
			acts = append(acts, act)
		}
	}
	returned := j.returned(fn)
	ops := j.Operations(fn)
	for _, op := range ops {
		if op.Action == SetLimit && returned[op.Path.Key()] {
			add(summary.Act{Arg: summary.Result, Action: int(SetLimit)})
		} else if act, ok := j.act(op, fn, ops); ok {
			add(act)
		}
	}
	for _, op := range j.later(fn) {
		if act, ok := j.act(op, fn, nil); ok {
			act.Later = true
			add(act)
		}
	}
	return acts
}

// act restates one of the operations of fn for callers in other packages. Where
// fn does the opposite as well, nothing is left done, but for the wait.
func (j *Judge) act(op Operation, fn *ssa.Function, ops []Operation) (summary.Act, bool) {
	act := summary.Act{Arg: summary.Variable, Action: int(op.Action), Try: op.Try, Name: origin.VariableOf(op.Path.Root)}
	if param, ok := op.Path.Root.(*ssa.Parameter); ok && param.Parent() == fn {
		act.Arg = origin.ParamIndex(param)
	} else if act.Name == "" {
		return act, false
	}
	if op.Path.Element || op.gate {
		return act, false // a package of such numbers alone is passed over unread
	}
	switch op.Action {
	case Wait, Done:
		return act, true
	case Acquire, TryAcquire, Release, Send, Receive, Bracket:
	default:
		return act, false
	}
	channel := op.Action == Send || op.Action == Receive
	if channel && (op.Action == Receive && !j.isToken(op) || act.Arg >= 0 && !ownChannel(fn, op.Path)) {
		return act, false
	}
	if _, none := j.hugeCapacity(op.Path); none {
		return act, false
	}
	if op.Action == Bracket || undone(op, ops) {
		act.Action = int(Bracket)
		return act, !op.foreign && !op.Try && j.isSlot(op, fn) && !j.mutexLike(op.Path)
	}
	if channel && j.filled(op.Path) {
		act.Action = int(Acquire) // a token, and it is put back
		if op.Action == Send {
			act.Action = int(Release)
		}
	}
	return act, true
}

// undone reports whether operations on one object do both what one of them
// does and the opposite.
func undone(op Operation, ops []Operation) bool {
	return slices.ContainsFunc(ops, func(other Operation) bool {
		return other.Path.Key() == op.Path.Key() && opposite(op.Action, other.Action)
	})
}

func opposite(a, b Action) bool {
	switch a {
	case Send:
		return b == Receive
	case Receive:
		return b == Send
	case Acquire, TryAcquire:
		return b == Release
	case Release:
		return b == Acquire || b == TryAcquire
	}
	return false
}

// later returns what a function does that fn returns: it gives back the slot
// that fn has taken.
func (j *Judge) later(fn *ssa.Function) []Operation {
	var found []Operation
	results := fn.Signature.Results()
	for i := range results.Len() {
		if _, ok := results.At(i).Type().Underlying().(*types.Signature); !ok {
			continue
		}
		for _, value := range origin.Returned(fn, i) {
			found = append(found, j.doneBy(value, fn)...)
		}
	}
	return found
}

// doneBy returns what a function that fn returns does: one of the package, a
// literal, or a method of something that fn is given.
func (j *Judge) doneBy(value ssa.Value, fn *ssa.Function) []Operation {
	if converted, ok := value.(*ssa.ChangeType); ok {
		value = converted.X
	}
	if declared, ok := value.(*ssa.Function); ok {
		return j.Operations(j.graph.Prog.Canonical(declared))
	}
	closure, ok := value.(*ssa.MakeClosure)
	if !ok {
		return nil
	}
	literal := j.graph.Prog.Canonical(closure.Fn.(*ssa.Function))
	if literal.Parent() == fn {
		return j.Operations(literal)
	}
	if literal.Parent() != nil || len(closure.Bindings) != 1 {
		return nil
	}
	var found []Operation
	for _, op := range j.Operations(literal) {
		if len(literal.Params) > 0 && op.Path.Root == ssa.Value(literal.Params[0]) {
			op.Path = j.graph.Origin.Extend(closure.Bindings[0], op.Path.Fields, op.Path.Element)
			found = append(found, op)
		}
	}
	return found
}

// ownChannel reports whether a channel belongs to a type of somebody's own, as
// that of a semaphore does: it is in a field, or the method's type is one.
func ownChannel(fn *ssa.Function, path origin.Path) bool {
	return len(path.Fields) > 0 || fn.Signature.Recv() != nil && path.Root == fn.Params[0]
}

// returned returns the keys of what fn returns and has made itself.
func (j *Judge) returned(fn *ssa.Function) map[any]bool {
	found := make(map[any]bool)
	for _, block := range fn.Blocks {
		ret, ok := flow.Last(block).(*ssa.Return)
		if !ok {
			continue
		}
		for _, result := range ret.Results {
			if path := j.graph.Origin.Path(result); len(path.Fields) == 0 && !path.Element {
				if _, made := path.Root.(ssa.Instruction); made {
					found[path.Key()] = true
				}
			}
		}
	}
	return found
}

// foreign returns the operations of a call into another package.
func (j *Judge) foreign(call ssa.CallInstruction, object *types.Func, deferred bool) []Operation {
	return j.acted(call, call, object, false, deferred)
}

// handedOut returns the operations of a call to a function that a function of
// another package has returned, such as the release that acquire returns.
func (j *Judge) handedOut(call ssa.CallInstruction, deferred bool) []Operation {
	maker, ok := j.graph.Origin.Path(call.Common().Value).Root.(*ssa.Call)
	if !ok || maker.Call.StaticCallee() == nil {
		return nil
	}
	object, ok := j.graph.Prog.Canonical(maker.Call.StaticCallee()).Object().(*types.Func)
	if !ok {
		return nil
	}
	return j.acted(call, maker, object, true, deferred)
}

// acted returns what a call does by the facts on a function that another call,
// or the same one, names.
func (j *Judge) acted(call, named ssa.CallInstruction, object *types.Func, later, deferred bool) []Operation {
	var ops []Operation
	for _, act := range summary.ActsOf(j.graph.Prog.Pass, object) {
		on := j.actedOn(named, act)
		if on == nil || act.Later != later || act.Action < 0 || Action(act.Action) > Bracket {
			continue
		}
		ops = append(ops, Operation{
			Action:   Action(act.Action),
			Instr:    call,
			Path:     j.graph.Origin.Path(on),
			Try:      act.Try,
			Deferred: deferred,
			Unused:   true,
			foreign:  true,
		})
	}
	return ops
}

// actedOn returns what an act of a called function is on.
func (j *Judge) actedOn(call ssa.CallInstruction, act summary.Act) ssa.Value {
	switch {
	case act.Arg == summary.Variable:
		return j.graph.Origin.Outside(act.Name)
	case act.Arg == summary.Result:
		if value := call.Value(); value != nil {
			return value
		}
	}
	return origin.Argument(call, act.Arg)
}

// Tells reports whether a package that calls a function with these acts may
// have facts of its own for it: a slot that is taken and given back inside
// concerns the direct callers alone.
func Tells(acts []summary.Act) bool {
	return slices.ContainsFunc(acts, func(act summary.Act) bool { return Action(act.Action) != Bracket })
}
