package bound

import (
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// counterGuard recognises a shared counter that is compared with a limit. Where
// one waits until it is below, it is a semaphore, and others ask about that.
func (j *Judge) counterGuard(cond ssa.Value, taken bool, edge *graph.Edge, site *Site) *verdict.Evidence {
	for _, found := range j.counted(cond, taken, edge.Instr, site) {
		path := found.path
		if call, ok := cond.(*ssa.Call); ok {
			path = j.substituted(path, call)
		}
		name := nameOf(path, "a shared counter")
		if isMapSize(found.at.X) || isMapSize(found.at.Y) {
			name = "the size of " + nameOf(path, "a map")
		}
		if countsAll(path.Root) {
			name = numGoroutine
		} else if copied(path) || j.scope(path, site) != Shared || site.Worklist && j.ofMessage(path.Root, 0) {
			continue
		}
		text := "%s is compared with a limit before the goroutine starts"
		if found.down {
			text = "%s is counted down before the goroutine starts, which happens only while some are left"
		}
		return &verdict.Evidence{
			Verdict: verdict.BoundedTry,
			Pos:     found.at.Pos(),
			Text:    fmt.Sprintf(text, name),
		}
	}
	return nil
}

// ofMessage reports whether v came out of a channel, or is a parameter that is
// given such a message: the next one has another counter.
func (j *Judge) ofMessage(v ssa.Value, depth int) bool {
	switch v := v.(type) {
	case *ssa.Extract:
		return j.ofMessage(v.Tuple, depth)
	case *ssa.Select:
		return true
	case *ssa.UnOp:
		return v.Op == token.ARROW
	case *ssa.Parameter:
		at := origin.ParamIndex(v)
		return depth < 4 && slices.ContainsFunc(j.graph.In[v.Parent()], func(edge *graph.Edge) bool {
			arg := edge.Arg(at)
			return arg != nil && j.ofMessage(j.graph.Origin.Path(arg).Root, depth+1)
		})
	}
	return false
}

// A comparedCounter is a counter that decides whether a goroutine is started.
type comparedCounter struct {
	path origin.Path
	at   *ssa.BinOp
	down bool // it says how many may still be started
}

// counted returns the counters that a condition on the way to a spawn
// compares with a limit, so that there is room for one more.
func (j *Judge) counted(cond ssa.Value, taken bool, spawn ssa.Instruction, site *Site) []comparedCounter {
	var found []comparedCounter
	for _, comparison := range j.comparisons(cond, 0) {
		if j.gates().tests[comparison] {
			continue
		}
		for _, is := range readings(comparison) {
			path, ok := j.counter(is.number)
			if !ok || isHuge(is.limit) || isLength(is.limit) {
				continue
			}
			one := comparedCounter{path: path, at: comparison}
			helper := ssa.Value(comparison) != cond // its outcome is not known here
			switch {
			case (helper || is.below(taken)) && !is.trivial() && (helper || j.countsUp(is.number, comparison, taken, site)):
			case (helper || is.above(taken)) && j.countsDown(one, taken, spawn, site):
				one.down = true
			default:
				continue
			}
			found = append(found, one)
		}
	}
	return found
}

// comparisons returns the comparisons that decide cond, in a helper of the
// package too.
func (j *Judge) comparisons(cond ssa.Value, depth int) []*ssa.BinOp {
	switch v := cond.(type) {
	case *ssa.BinOp:
		switch v.Op {
		case token.LSS, token.LEQ, token.GTR, token.GEQ, token.EQL, token.NEQ:
			return []*ssa.BinOp{v}
		}
	case *ssa.UnOp:
		if v.Op == token.NOT {
			return j.comparisons(v.X, depth)
		}
	case *ssa.Call:
		callee := v.Call.StaticCallee()
		if callee == nil || depth > 2 {
			return nil
		}
		callee = j.graph.Prog.Canonical(callee)
		var found []*ssa.BinOp
		for _, block := range callee.Blocks {
			switch last := flow.Last(block).(type) {
			case *ssa.Return:
				if len(last.Results) == 1 {
					found = append(found, j.comparisons(last.Results[0], depth+1)...)
				}
			case *ssa.If:
				found = append(found, j.comparisons(last.Cond, depth+1)...)
			}
		}
		return found
	}
	return nil
}

// counter returns the variable that v reads: an atomic one, or an integer
// in memory that the package counts with.
func (j *Judge) counter(v ssa.Value) (origin.Path, bool) {
	switch v := v.(type) {
	case *ssa.Convert:
		return j.counter(v.X)
	case *ssa.BinOp:
		if _, ok := v.Y.(*ssa.Const); ok && (v.Op == token.ADD || v.Op == token.SUB) {
			return j.counter(v.X)
		}
	case *ssa.Call:
		if builtin, ok := v.Call.Value.(*ssa.Builtin); ok && builtin.Name() == "len" {
			path := j.graph.Origin.Path(v.Call.Args[0])
			switch v.Call.Args[0].Type().Underlying().(type) {
			case *types.Chan:
				return path, true
			case *types.Map:
				return path, !path.Element && j.addsTo(path, v)
			}
			return origin.Path{}, false
		}
		if countsAll(v) {
			return origin.Path{Root: v}, true
		}
		name := calledName(v)
		if strings.Contains(name, "sync/atomic.") && (strings.Contains(name, "Add") || strings.Contains(name, "Load")) {
			return j.graph.Origin.Path(v.Call.Args[0]), true
		}
	case *ssa.UnOp:
		if v.Op == token.MUL && wholeNumber(v.Type()) {
			path := j.graph.Origin.Path(v.X)
			return path, !path.Element && (j.isCounted(path.Key()) || j.isCounted(j.numberAt(v.X)))
		}
	}
	return origin.Path{}, false
}

func isMapSize(v ssa.Value) bool {
	sized := sizeOf(v)
	if sized == nil {
		return false
	}
	_, ok := sized.Type().Underlying().(*types.Map)
	return ok
}

// addsTo reports whether an element is put into a map once its size has been
// taken: the map counts what has been started.
func (j *Judge) addsTo(set origin.Path, size ssa.Instruction) bool {
	for _, block := range size.Parent().Blocks {
		for _, instr := range block.Instrs {
			update, ok := instr.(*ssa.MapUpdate)
			if ok && j.flow.Follows(size, update) && j.graph.Origin.Path(update.Map).Key() == set.Key() {
				return true
			}
		}
	}
	return false
}

const numGoroutine = "runtime.NumGoroutine"

// countsAll reports whether v is the number of all goroutines, which none of
// them is left out of.
func countsAll(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	return ok && calledName(call) == numGoroutine
}

// substituted restates a path of a helper in terms of its caller.
func (j *Judge) substituted(path origin.Path, call ssa.CallInstruction) origin.Path {
	param, ok := path.Root.(*ssa.Parameter)
	if !ok || param.Parent() == call.Parent() {
		return path
	}
	if arg := origin.Argument(call, origin.ParamIndex(param)); arg != nil {
		return j.graph.Origin.Extend(arg, path.Fields, path.Element)
	}
	return path
}

// isLength reports whether v is the length of some data.
func isLength(v ssa.Value) bool {
	sized := sizeOf(v)
	if sized == nil {
		return false
	}
	_, channel := sized.Type().Underlying().(*types.Chan)
	return !channel
}

// countedLoop returns the comparison that ends the innermost loop around instr
// after a number of workers: a constant or a setting, not the size of some data.
func (j *Judge) countedLoop(instr ssa.Instruction) (*ssa.BinOp, bool) {
	head := flow.Loop(instr)
	if head == nil {
		return nil, false
	}
	for _, condition := range append(flow.Conditions(instr.Block()), again(instr, head)...) {
		comparison, ok := condition.Value.(*ssa.BinOp)
		if !ok || !head.Dominates(condition.If.Block()) || !j.flow.Follows(instr, condition.If) {
			continue
		}
		for _, is := range readings(comparison) {
			if counts(is.number) && is.below(condition.Taken) && !is.trivial() && j.isWorkers(is.limit) {
				return comparison, true
			}
		}
	}
	return nil, false
}

// again returns what decides at the end of the loop around instr that it is
// gone round once more.
func again(instr ssa.Instruction, head *ssa.BasicBlock) []flow.Condition {
	var found []flow.Condition
	for _, end := range head.Preds {
		if test, ok := flow.Last(end).(*ssa.If); ok && flow.Around(instr, head, end) {
			found = append(found, flow.Condition{Value: test.Cond, Taken: end.Succs[0] == head, If: test})
		}
	}
	return found
}

// isWorkers reports whether v is a number of workers.
func (j *Judge) isWorkers(v ssa.Value) bool {
	if sizeOf(v) != nil {
		return false
	}
	if _, ok := integer(v); ok {
		return true
	}
	switch root := j.graph.Origin.Path(v).Root.(type) {
	case *ssa.Global, *ssa.Parameter:
		return true
	case *ssa.Call:
		return countsWorkers(root)
	}
	return false
}

// countsWorkers reports whether a call says how many workers there are: it is
// told nothing about the data, or only keeps a number in bounds.
func countsWorkers(call *ssa.Call) bool {
	if builtin, ok := call.Call.Value.(*ssa.Builtin); ok {
		isNumber := func(v ssa.Value) bool { return sizeOf(v) == nil }
		return builtin.Name() == "min" && slices.ContainsFunc(call.Call.Args, isNumber) ||
			builtin.Name() == "max" && all(call.Call.Args, isNumber)
	}
	callee := call.Call.StaticCallee()
	if callee == nil || len(callee.FreeVars) > 0 {
		return false
	}
	for _, arg := range call.Call.Args {
		if _, ok := arg.(*ssa.Const); !ok {
			return false
		}
	}
	return true
}

// counts reports whether v is a loop variable that goes up by one, if only in
// some rounds.
func counts(v ssa.Value) bool {
	if step, ok := v.(*ssa.BinOp); ok && step.Op == token.ADD {
		v = step.X
	}
	phi, ok := v.(*ssa.Phi)
	return ok && slices.ContainsFunc(phi.Edges, func(edge ssa.Value) bool {
		if some, ok := edge.(*ssa.Phi); ok {
			return slices.ContainsFunc(some.Edges, func(edge ssa.Value) bool { return isNext(edge, phi) })
		}
		return isNext(edge, phi)
	})
}

func isNext(v ssa.Value, variable *ssa.Phi) bool {
	step, ok := v.(*ssa.BinOp)
	if !ok || step.Op != token.ADD || step.X != ssa.Value(variable) {
		return false
	}
	n, ok := integer(step.Y)
	return ok && n == 1
}
