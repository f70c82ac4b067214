package bound

import (
	"go/constant"
	"go/token"
	"go/types"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"golang.org/x/tools/go/ssa"
)

// An Action is what an operation does to a synchronisation object.
type Action int

// The actions.
const (
	Send       Action = iota // a value goes into a channel
	Receive                  // a value comes out of a channel
	Close                    // a channel is closed
	Acquire                  // a slot is taken, blocking
	TryAcquire               // a slot is taken if one is free
	Release                  // a slot is given back
	Wait                     // blocks until the tasks of a group are done
	Done                     // tells a group that a task is done
	SetLimit                 // limits a group
	Bracket                  // takes a slot and gives it back before going on
)

// An Operation is an action on one object, at one place of a function.
type Operation struct {
	Action   Action
	Instr    ssa.Instruction
	Path     origin.Path
	Entered  *ssa.BasicBlock // entered once the operation has happened, for a case of a select
	Try      bool            // does not block; see Entered or the call's result
	Deferred bool
	Unused   bool      // the received value is not used
	Amount   ssa.Value // the argument of SetLimit
	Lends    bool      // a Wait that lends its slot

	foreign bool // a fact tells of it
	gate    bool // of a number that one waits for
}

// actions are the methods whose meaning no code states.
var actions = map[string]Action{
	"(*sync.WaitGroup).Wait":                             Wait,
	"(*sync.WaitGroup).Done":                             Done,
	"(*golang.org/x/sync/errgroup.Group).Wait":           Wait,
	"(*golang.org/x/sync/errgroup.Group).SetLimit":       SetLimit,
	"(*golang.org/x/sync/semaphore.Weighted).Acquire":    Acquire,
	"(*golang.org/x/sync/semaphore.Weighted).TryAcquire": TryAcquire,
	"(*golang.org/x/sync/semaphore.Weighted).Release":    Release,
	lifo + "Group).Wait":                                 Wait,
	lifo + "ErrorGroup).Wait":                            Wait,
	lifo + "Semaphore).Acquire":                          Acquire,
	lifo + "Semaphore).TryAcquire":                       TryAcquire,
	lifo + "Semaphore).Release":                          Release,
	"(*github.com/sourcegraph/conc.WaitGroup).Wait":      Wait,

	"(*github.com/alitto/pond.TaskGroup).Wait":            Wait,
	"(*github.com/alitto/pond.TaskGroupWithContext).Wait": Wait,
	"(github.com/alitto/pond/v2.Task).Wait":               Wait,
	"(github.com/alitto/pond/v2.TaskGroup).Wait":          Wait,
	"(github.com/alitto/pond/v2.ResultTaskGroup[O]).Wait": Wait,

	concPool + "Pool).WithMaxGoroutines":                 SetLimit,
	concPool + "ErrorPool).WithMaxGoroutines":            SetLimit,
	concPool + "ContextPool).WithMaxGoroutines":          SetLimit,
	concPool + "ResultPool[T]).WithMaxGoroutines":        SetLimit,
	concPool + "ResultErrorPool[T]).WithMaxGoroutines":   SetLimit,
	concPool + "ResultContextPool[T]).WithMaxGoroutines": SetLimit,
}

const concPool = "(*github.com/sourcegraph/conc/pool."

const lifo = "(*github.com/fanoutcheck/fanoutcheck/runtime/lifo."

// Operations returns what fn does, in instruction order. What the helpers
// do that it calls, and that are not themselves on its cycle, counts as
// done at the call.
func (j *Judge) Operations(fn *ssa.Function) []Operation {
	if ops, ok := j.ops[fn]; ok || j.busy[fn] {
		return ops
	}
	j.busy[fn] = true
	defer delete(j.busy, fn)
	var ops []Operation
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			ops = append(ops, j.operations(fn, instr)...)
		}
	}
	j.ops[fn] = ops
	return ops
}

// operationsOn returns those of the operations of fn that are on the object with
// a key, in the same order.
func (j *Judge) operationsOn(key any, fn *ssa.Function) []Operation {
	byKey, ok := j.opsOn[fn]
	if !ok {
		byKey = make(map[any][]Operation)
		for _, op := range j.Operations(fn) {
			byKey[op.Path.Key()] = append(byKey[op.Path.Key()], op)
		}
		if !j.busy[fn] {
			j.opsOn[fn] = byKey
		}
	}
	return byKey[key]
}

func (j *Judge) operations(fn *ssa.Function, instr ssa.Instruction) []Operation {
	path := j.graph.Origin.Path
	if op, ok := j.gates().steps[instr]; ok {
		return []Operation{op}
	}
	switch instr := instr.(type) {
	case *ssa.Send:
		return []Operation{{Action: Send, Instr: instr, Path: path(instr.Chan)}}
	case *ssa.UnOp:
		if instr.Op == token.ARROW {
			op := Operation{Action: Receive, Instr: instr, Path: path(instr.X), Unused: unused(instr)}
			if semaphore := j.semaphoreOf(instr.X); semaphore != nil {
				op.Action, op.Path = Acquire, path(semaphore)
			}
			return []Operation{op}
		}
	case *ssa.Select:
		return j.selection(instr)
	case *ssa.Call:
		return j.called(fn, instr, false)
	case *ssa.Defer:
		return j.called(fn, instr, true)
	}
	return nil
}

func unused(v ssa.Value) bool {
	return v.Referrers() == nil || len(*v.Referrers()) == 0
}

// selection returns the cases of a select, each with the block that is
// entered when it was chosen.
func (j *Judge) selection(sel *ssa.Select) []Operation {
	entered := flow.Cases(sel)
	received := make(map[int]bool)
	for _, use := range *sel.Referrers() {
		if extract, ok := use.(*ssa.Extract); ok && extract.Index >= 2 && !unused(extract) {
			received[extract.Index-2] = true
		}
	}
	var ops []Operation
	receives := 0
	for i, state := range sel.States {
		op := Operation{Action: Send, Instr: sel, Path: j.graph.Origin.Path(state.Chan), Entered: entered[i], Try: !sel.Blocking}
		if state.Dir == types.RecvOnly {
			op.Action = Receive
			op.Unused = !received[receives]
			receives++
			if semaphore := j.semaphoreOf(state.Chan); semaphore != nil {
				op.Action, op.Path = Acquire, j.graph.Origin.Path(semaphore)
			}
		}
		if op.Entered != nil {
			ops = append(ops, op)
		}
	}
	return ops
}

// called returns the operations of a call: those of a known method, or
// those that a helper of the package leaves behind.
func (j *Judge) called(fn *ssa.Function, call ssa.CallInstruction, deferred bool) []Operation {
	common := call.Common()
	if builtin, ok := common.Value.(*ssa.Builtin); ok {
		if builtin.Name() == "close" {
			return []Operation{{Action: Close, Instr: call, Path: j.graph.Origin.Path(common.Args[0]), Deferred: deferred}}
		}
		return nil
	}
	if common.IsInvoke() {
		if action, ok := actions[methodName(call)]; ok {
			return []Operation{{Action: action, Instr: call, Path: j.graph.Origin.Path(common.Value), Deferred: deferred}}
		}
		return j.behind(fn, call, deferred)
	}
	callee := common.StaticCallee()
	if callee == nil {
		return j.released(fn, call, deferred)
	}
	callee = j.graph.Prog.Canonical(callee)
	if object, ok := callee.Object().(*types.Func); ok {
		name := object.Origin().FullName()
		receiver := origin.Argument(call, 0) // none of a method value
		if action, ok := actions[name]; ok && receiver != nil {
			op := Operation{Action: action, Instr: call, Path: j.graph.Origin.Path(receiver), Deferred: deferred}
			op.Try = action == TryAcquire
			op.Lends = action == Wait && len(name) > len(lifo) && name[:len(lifo)] == lifo
			if action == SetLimit && len(common.Args) > 1 {
				op.Amount = common.Args[1]
			}
			return []Operation{op}
		}
		if name == "(*sync.WaitGroup).Add" && len(common.Args) == 2 {
			if n, ok := integer(common.Args[1]); ok && n < 0 {
				return []Operation{{Action: Done, Instr: call, Path: j.graph.Origin.Path(receiver), Deferred: deferred}}
			}
		}
		if callee.Blocks == nil {
			return j.foreign(call, object, deferred)
		}
	}
	if callee.Blocks == nil || j.graph.Together(fn, callee) && j.graph.Recursive(fn) {
		return nil
	}
	return j.lift(callee, call, deferred)
}

// released returns the operations of a call to a function value that a
// helper handed out, such as the release that acquire returns.
func (j *Judge) released(fn *ssa.Function, call ssa.CallInstruction, deferred bool) []Operation {
	ops := j.handedOut(call, deferred)
	for _, edge := range j.graph.Out[fn] {
		if edge.Instr == call && edge.Direct && !edge.Dynamic && edge.To.Parent() != nil && !j.graph.Together(fn, edge.To) {
			ops = append(ops, j.lift(edge.To, call, deferred)...)
		}
	}
	return ops
}

// lift restates what a helper does at the place of its call. A helper that
// both takes and gives back is a bracket.
func (j *Judge) lift(callee *ssa.Function, call ssa.CallInstruction, deferred bool) []Operation {
	inner := j.Operations(callee)
	taken, given := make(map[any]bool), make(map[any]bool)
	for _, op := range inner {
		switch op.Action {
		case Send, Acquire, TryAcquire:
			taken[op.Path.Key()] = true
		case Receive, Release:
			given[op.Path.Key()] = true
		}
	}
	var ops []Operation
	for _, op := range inner {
		key := op.Path.Key()
		lifted := op
		lifted.Instr, lifted.Entered, lifted.Deferred = call, nil, deferred
		if taken[key] && given[key] {
			if op.Action == Receive || op.Action == Release {
				continue
			}
			lifted.Action = Bracket
		}
		switch root := op.Path.Root.(type) {
		case *ssa.Parameter:
			if root.Parent() != callee {
				break // of the function around a literal
			}
			arg := origin.Argument(call, origin.ParamIndex(root))
			if arg == nil {
				continue
			}
			lifted.Path = j.graph.Origin.Extend(arg, op.Path.Fields, op.Path.Element)
		case ssa.Instruction:
			if root.Parent() == callee {
				continue // made by the helper itself
			}
		}
		ops = append(ops, lifted)
	}
	ops = few(ops)
	if !j.lifts(len(ops)) {
		return nil
	}
	return ops
}

// before reports whether op has happened on every path to instr.
func (j *Judge) before(op Operation, instr ssa.Instruction) bool {
	if op.Deferred {
		return false
	}
	if op.Entered != nil {
		return op.Entered.Dominates(instr.Block()) && len(op.Entered.Preds) == 1
	}
	if op.Try {
		return succeeded(op.Instr, instr)
	}
	return flow.Dominates(op.Instr, instr) || j.beforeIfAny(op, instr)
}

// succeeded reports whether instr runs only where the boolean result of
// call was true.
func succeeded(call, instr ssa.Instruction) bool {
	for _, condition := range flow.Conditions(instr.Block()) {
		value, taken := condition.Affirmed()
		if extract, ok := value.(*ssa.Extract); ok {
			value = extract.Tuple // what was taken, and whether it was
		}
		if called, ok := call.(ssa.Value); ok && value == called && taken {
			return true
		}
	}
	return false
}

// integer returns the value of an integer constant.
func integer(v ssa.Value) (int64, bool) {
	c, ok := v.(*ssa.Const)
	if !ok || c.Value == nil || c.Value.Kind() != constant.Int {
		return 0, false
	}
	n, exact := constant.Int64Val(c.Value)
	return n, exact
}

// activation returns the functions that run within one activation of fn:
// fn and what it calls, through the cycle's functions too, but nothing that
// it spawns.
func (j *Judge) activation(fn *ssa.Function) []*ssa.Function {
	seen := map[*ssa.Function]bool{fn: true}
	found := []*ssa.Function{fn}
	for i := 0; i < len(found); i++ {
		for _, edge := range j.graph.Out[found[i]] {
			if edge.Kind == graph.Call && !seen[edge.To] {
				seen[edge.To] = true
				found = append(found, edge.To)
			}
		}
	}
	return found
}
