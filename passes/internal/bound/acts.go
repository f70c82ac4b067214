package bound

import (
	"go/types"
	"slices"

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
}

// acts returns what fn does to its arguments and leaves done. Where it does
// the opposite as well, it only locks, and nothing is left.
func (j *Judge) acts(fn *ssa.Function) []summary.Act {
	var acts []summary.Act
	done := make(map[any]map[Action]bool)
	ops := j.Operations(fn)
	for _, op := range ops {
		key := op.Path.Key()
		if done[key] == nil {
			done[key] = make(map[Action]bool)
		}
		done[key][op.Action] = true
	}
	returned := j.returned(fn)
	for _, op := range ops {
		if op.Action == SetLimit && returned[op.Path.Key()] {
			acts = append(acts, summary.Act{Arg: summary.Result, Action: int(SetLimit)})
			continue
		}
		param, ok := op.Path.Root.(*ssa.Parameter)
		if !ok || param.Parent() != fn || op.Path.Element {
			continue
		}
		both := done[op.Path.Key()]
		switch op.Action {
		case Wait, Done:
		case Acquire, TryAcquire, Release:
			if both[Release] && (both[Acquire] || both[TryAcquire]) {
				continue
			}
		case Send, Receive:
			if both[Send] && both[Receive] || op.Action == Receive && !op.Unused || !ownChannel(fn, op.Path) {
				continue
			}
		default:
			continue
		}
		act := summary.Act{Arg: origin.ParamIndex(param), Action: int(op.Action), Try: op.Try}
		if !slices.Contains(acts, act) {
			acts = append(acts, act)
		}
	}
	return acts
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
		ret, ok := block.Instrs[len(block.Instrs)-1].(*ssa.Return)
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
	var ops []Operation
	args := call.Common().Args
	for _, act := range summary.ActsOf(j.graph.Prog.Pass, object) {
		var object ssa.Value
		if act.Arg == summary.Result {
			object = call.Value()
		} else if act.Arg >= 0 && act.Arg < len(args) {
			object = args[act.Arg]
		}
		if object == nil || act.Action < 0 || Action(act.Action) > Bracket {
			continue
		}
		ops = append(ops, Operation{
			Action:   Action(act.Action),
			Instr:    call,
			Path:     j.graph.Origin.Path(object),
			Try:      act.Try,
			Deferred: deferred,
			Unused:   true,
		})
	}
	return ops
}
