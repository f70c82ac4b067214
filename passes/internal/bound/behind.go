package bound

import (
	"go/types"
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"golang.org/x/tools/go/ssa"
)

// mostImplementers is the number of types up to which an interface may be one
// of semaphores, or of what works under one.
const mostImplementers = 8

// behind returns the operations of a call through an interface: what any of the
// types does that may be behind it, unless another one does the opposite. Where
// nobody is known, the methods tell whether it is a semaphore.
func (j *Judge) behind(fn *ssa.Function, call ssa.CallInstruction, deferred bool) []Operation {
	common := call.Common()
	ops := j.acted(call, call, common.Method, false, deferred)
	known := j.implementers(common)
	for _, typ := range known {
		if method := j.graph.Prog.Method(typ, common.Method.Pkg(), common.Method.Name()); method != nil {
			if !j.graph.Together(fn, method) || !j.graph.Recursive(fn) {
				ops = append(ops, j.lift(method, call, deferred)...)
			}
		} else if object := foreignMethod(typ, common.Method); object != nil {
			ops = append(ops, j.acted(call, call, object, false, deferred)...)
		}
	}
	ops = agreed(ops)
	if action, ok := ofSemaphore(common); ok && len(ops)+len(known) == 0 {
		return []Operation{{Action: action, Instr: call, Path: j.graph.Origin.Path(common.Value), Deferred: deferred, Try: action == TryAcquire}}
	}
	return ops
}

// agreed returns each operation once, and neither of two that are opposites.
func agreed(ops []Operation) []Operation {
	var found []Operation
	for _, op := range ops {
		same := func(other Operation) bool {
			return other.Action == op.Action && other.Path.Key() == op.Path.Key()
		}
		if !undone(op, ops) && !slices.ContainsFunc(found, same) {
			found = append(found, op)
		}
	}
	return found
}

// implementers returns the types that may be behind the receiver of a call: what
// the package puts in and, for an interface of its own, all that it has.
func (j *Judge) implementers(common *ssa.CallCommon) []types.Type {
	var found []types.Type
	named, ok := types.Unalias(common.Value.Type()).(*types.Named)
	if ok && named.Obj().Pkg() == j.graph.Prog.Pass.Pkg && named.TypeParams().Len() == 0 {
		found = slices.Clip(j.implementersOf(named))
	}
	for _, source := range j.graph.Origin.Sources(common.Value) {
		if boxed, ok := source.(*ssa.MakeInterface); ok && len(found) < mostImplementers {
			found = append(found, boxed.X.Type())
		}
	}
	return found
}

func (j *Judge) implementersOf(named *types.Named) []types.Type {
	known, ok := j.behindOf[named]
	if !ok {
		if iface, ok := named.Underlying().(*types.Interface); ok && iface.NumMethods() > 0 {
			known = j.graph.Prog.Implementers(iface)
		}
		if len(known) > mostImplementers {
			known = nil
		}
		j.behindOf[named] = known
	}
	return known
}

// foreignMethod returns the method of a type of another package, or nil.
func foreignMethod(typ types.Type, method *types.Func) *types.Func {
	selection := types.NewMethodSet(typ).Lookup(method.Pkg(), method.Name())
	if selection == nil {
		return nil
	}
	object, _ := selection.Obj().(*types.Func)
	return object
}

// addActsBehind adds what callers in other packages have to know of the
// interfaces of this one.
func (j *Judge) addActsBehind(facts map[*types.Func]*summary.Summary) {
	scope := j.graph.Prog.Pass.Pkg.Scope()
	for _, name := range scope.Names() {
		object, ok := scope.Lookup(name).(*types.TypeName)
		if !ok || object.IsAlias() || !object.Exported() {
			continue
		}
		named, ok := object.Type().(*types.Named)
		if !ok || named.TypeParams().Len() > 0 {
			continue
		}
		iface, ok := named.Underlying().(*types.Interface)
		if !ok {
			continue
		}
		for method := range iface.ExplicitMethods() {
			if acts := j.actsBehind(named, method); len(acts) > 0 {
				facts[method] = &summary.Summary{Acts: acts}
			}
		}
	}
}

// actsBehind returns what the implementers of a method do to its arguments, as
// far as they agree.
func (j *Judge) actsBehind(named *types.Named, method *types.Func) []summary.Act {
	var found []summary.Act
	for _, typ := range j.implementersOf(named) {
		fn := j.graph.Prog.Method(typ, method.Pkg(), method.Name())
		if fn == nil {
			continue
		}
		for _, act := range j.acts(fn) {
			if act.Arg != summary.Result && !slices.Contains(found, act) {
				found = append(found, act)
			}
		}
	}
	return slices.DeleteFunc(slices.Clone(found), func(act summary.Act) bool {
		return slices.ContainsFunc(found, func(other summary.Act) bool {
			return act.Arg == other.Arg && act.Later == other.Later && opposite(Action(act.Action), Action(other.Action))
		})
	})
}

// semaphoreOf returns the semaphore of another package whose slots are received from
// a channel that one of its methods returns: another one gives them back.
func (j *Judge) semaphoreOf(channel ssa.Value) ssa.Value {
	call, ok := channel.(*ssa.Call)
	if !ok || !isForeignMethod(call) || len(call.Call.Args) != 1 {
		return nil
	}
	methods := types.NewMethodSet(call.Call.Args[0].Type())
	for i := range methods.Len() {
		method, ok := methods.At(i).Obj().(*types.Func)
		if ok && slices.ContainsFunc(summary.ActsOf(j.graph.Prog.Pass, method), func(act summary.Act) bool {
			return act.Arg == 0 && Action(act.Action) == Release && !act.Later
		}) {
			return call.Call.Args[0]
		}
	}
	return nil
}

// semaphoreMethods are what x/sync's semaphore.Weighted and lifo.Semaphore have.
var semaphoreMethods = map[string]Action{
	"Acquire(context.Context, int64) error": Acquire,
	"Acquire(context.Context) error":        Acquire,
	"TryAcquire(int64) bool":                TryAcquire,
	"TryAcquire() bool":                     TryAcquire,
	"Release(int64)":                        Release,
	"Release()":                             Release,
}

// ofSemaphore returns what a call does to an interface that has the methods of a
// well-known semaphore, whoever may implement it.
func ofSemaphore(common *ssa.CallCommon) (Action, bool) {
	iface, ok := common.Value.Type().Underlying().(*types.Interface)
	if !ok {
		return 0, false
	}
	takes, gives := false, false
	for method := range iface.Methods() {
		switch semaphoreMethods[described(method)] {
		case Acquire, TryAcquire:
			takes = true
		case Release:
			gives = true
		}
	}
	action, ok := semaphoreMethods[described(common.Method)]
	return action, ok && takes && gives
}

// described returns a method's name and the types of its parameters and results.
func described(method *types.Func) string {
	params := make([]string, 0, 2)
	for param := range method.Signature().Params().Variables() {
		params = append(params, types.TypeString(param.Type(), nil))
	}
	text := method.Name() + "(" + strings.Join(params, ", ") + ")"
	if results := method.Signature().Results(); results.Len() == 1 {
		text += " " + types.TypeString(results.At(0).Type(), nil)
	}
	return text
}
