package bound

import (
	"fmt"
	"go/token"
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// exactGuard recognises a goroutine that is started when a shared counter has
// one certain value, as what fetches the next batch while the last numbers of
// this one are handed out: the counter passes it once.
func (j *Judge) exactGuard(cond ssa.Value, taken bool, edge *graph.Edge, site *Site) *verdict.Evidence {
	comparison, ok := cond.(*ssa.BinOp)
	if !ok || site.Worklist || comparison.Op != token.EQL && comparison.Op != token.NEQ {
		return nil
	}
	equal := taken == (comparison.Op == token.EQL)
	if found := j.stateGuard(comparison, equal, edge, site); found != nil || !equal {
		return found
	}
	for _, load := range append(numbersIn(comparison.X), numbersIn(comparison.Y)...) {
		path := j.graph.Origin.Path(load)
		if path.Element || !j.isCounted(path.Key()) || j.scope(path, site) != Shared {
			continue
		}
		return &verdict.Evidence{
			Verdict: verdict.BoundedOnce,
			Pos:     comparison.Pos(),
			Text:    fmt.Sprintf("the goroutine starts only when %s has one certain value", nameOf(path, "a shared counter")),
		}
	}
	return nil
}

// numbersIn returns the variables that a number is added up from.
func numbersIn(v ssa.Value) []ssa.Value {
	switch v := v.(type) {
	case *ssa.Convert:
		return numbersIn(v.X)
	case *ssa.BinOp:
		if v.Op == token.ADD || v.Op == token.SUB {
			return append(numbersIn(v.X), numbersIn(v.Y)...)
		}
	case *ssa.UnOp:
		if v.Op == token.MUL && wholeNumber(v.Type()) {
			return []ssa.Value{v}
		}
	}
	return nil
}

// stateGuard recognises a goroutine that is started in one state of a shared
// object, as a reconnect while it is connected, by who puts it into another:
// nobody else starts one until the state is back.
func (j *Judge) stateGuard(comparison *ssa.BinOp, equal bool, edge *graph.Edge, site *Site) *verdict.Evidence {
	for _, is := range readings(comparison) {
		state, constant := integer(is.limit)
		number, path := j.stateRead(is.number)
		if !constant || number == nil || path.Element || j.scope(path, site) != Shared {
			continue
		}
		if j.entersState(comparison, edge.Instr, number, func(to int64) bool { return (to == state) != equal }) &&
			!j.resumesState(edge.Instr, number, func(to int64) bool { return (to == state) == equal }) {
			return &verdict.Evidence{
				Verdict: verdict.BoundedOnce,
				Pos:     comparison.Pos(),
				Text:    fmt.Sprintf("%s lets one goroutine through, and is changed by who starts it", nameOf(path, "a shared state")),
			}
		}
	}
	return nil
}

// stateRead returns the number in memory that v is read from, and where it is.
func (j *Judge) stateRead(v ssa.Value) (number any, path origin.Path) {
	switch v := v.(type) {
	case *ssa.UnOp:
		if v.Op == token.MUL && wholeNumber(v.Type()) {
			return j.numberAt(v.X), j.graph.Origin.Path(v.X)
		}
	case *ssa.Call:
		if name := calledName(v); strings.Contains(name, "sync/atomic.") && strings.Contains(name, "Load") {
			return j.numberAt(v.Call.Args[0]), j.graph.Origin.Path(v.Call.Args[0])
		}
	}
	return nil, origin.Path{}
}

// entersState reports whether a state is set, between its comparison and the
// spawn or beside the spawn, to what accept says.
func (j *Judge) entersState(comparison, spawn ssa.Instruction, number any, accept func(int64) bool) bool {
	return j.setsState(spawn.Parent(), number, func(at ssa.Instruction, to int64) bool {
		return accept(to) && flow.Dominates(comparison, at) && (flow.Dominates(at, spawn) || at.Block() == spawn.Block())
	})
}

// resumesState reports whether who starts a goroutine sets the state back.
func (j *Judge) resumesState(spawn ssa.Instruction, number any, accept func(int64) bool) bool {
	return j.setsState(spawn.Parent(), number, func(at ssa.Instruction, to int64) bool {
		return accept(to) && j.flow.Follows(spawn, at)
	})
}

// setsState reports whether a function sets a number to a constant where accept
// says so, itself or by a function that it calls for that.
func (j *Judge) setsState(fn *ssa.Function, number any, accept func(at ssa.Instruction, to int64) bool) bool {
	return slices.ContainsFunc(j.steps()[number], func(set step) bool {
		if to, ok := integer(set.to); ok && set.by == 0 && set.instr.Parent() == fn {
			return accept(set.instr, to)
		}
		return slices.ContainsFunc(calls(fn), func(at ssa.Instruction) bool {
			call, ok := at.(*ssa.Call)
			if !ok || call.Call.StaticCallee() != set.instr.Parent() || set.by != 0 {
				return false
			}
			to := set.to
			if param, ok := to.(*ssa.Parameter); ok {
				to = origin.Argument(call, origin.ParamIndex(param))
			}
			n, ok := integer(to)
			return ok && accept(at, n)
		})
	})
}
