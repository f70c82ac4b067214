package bound

import (
	"fmt"
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// A membership is a set that is asked for a key, and does not have it.
type membership struct {
	set, key origin.Path
	at       ssa.Instruction // that asks
}

// underWayGuard recognises a set of what is under way: who finds there what he is
// to do turns back, and every step of the recursion hands on the same. So there
// is one of a kind at a time. A set that the recursion asks for the next thing
// to do is one of what was visited, and bounds nothing.
func (j *Judge) underWayGuard(cond ssa.Value, taken bool, edge *graph.Edge, site *Site) *verdict.Evidence {
	if site.Worklist {
		return nil
	}
	for _, asked := range j.memberships(cond, taken) {
		param, ok := asked.key.Root.(*ssa.Parameter)
		if !ok || asked.key.Element || !j.graph.Together(param.Parent(), site.On()) || j.scope(asked.set, site) != Shared {
			continue
		}
		if j.entered(asked, edge.Instr) && j.handedOn(param, site, make(map[*ssa.Parameter]bool)) {
			return &verdict.Evidence{
				Verdict: verdict.BoundedOnce,
				Pos:     asked.at.Pos(),
				Text:    fmt.Sprintf("who finds the same in %s turns back, and every step of the recursion hands on the same", nameOf(asked.set, "a shared set")),
			}
		}
	}
	return nil
}

// memberships returns the sets that a condition says not to have a key, in a
// helper of the package too, in terms of the function that asks.
func (j *Judge) memberships(cond ssa.Value, taken bool) []membership {
	if set, key := lookedUp(cond); set != nil && !taken {
		return []membership{{j.graph.Origin.Path(set), j.keyPath(key), cond.(ssa.Instruction)}}
	}
	result, ok := outcomeOf(cond, taken)
	if !ok {
		return nil
	}
	var found []membership
	for _, condition := range j.implied(result) {
		value, taken := condition.Affirmed()
		if set, key := lookedUp(value); set != nil && !taken {
			inside := membership{j.graph.Origin.Path(set), j.keyPath(key), result.call}
			found = append(found, membership{j.substituted(inside.set, result.call), j.substituted(inside.key, result.call), result.call})
		}
	}
	if receiver, key := receiverOf(result.call), keyOf(result.call); receiver != nil && key != nil && !result.is {
		found = append(found, membership{j.graph.Origin.Path(receiver), j.keyPath(key), result.call})
	}
	return found
}

// lookedUp returns the map and the key that v says to be in it.
func lookedUp(v ssa.Value) (set, key ssa.Value) {
	if extract, ok := v.(*ssa.Extract); ok && extract.Index == 1 {
		v = extract.Tuple
	}
	if lookup, ok := v.(*ssa.Lookup); ok {
		if _, ok := lookup.X.Type().Underlying().(*types.Map); ok {
			return lookup.X, lookup.Index
		}
	}
	return nil, nil
}

// keyOf returns the first argument of a method.
func keyOf(call ssa.CallInstruction) ssa.Value {
	args := call.Common().Args
	if !call.Common().IsInvoke() && len(args) > 0 {
		args = args[1:]
	}
	if len(args) == 0 {
		return nil
	}
	return args[0]
}

// keyPath returns what a key is made of: a conversion keeps what it tells.
func (j *Judge) keyPath(key ssa.Value) origin.Path {
	for {
		switch v := key.(type) {
		case *ssa.Convert:
			key = v.X
		case *ssa.MakeInterface:
			key = v.X
		default:
			return j.graph.Origin.Path(key)
		}
	}
}

// entered reports whether the key is put into the set before an instruction: by
// who asks, by a helper that is told to, or by what was asked. Of a set of
// another package one can see that it is told the key, and again when all is
// done.
func (j *Judge) entered(asked membership, before ssa.Instruction) bool {
	told, forgotten := false, false
	fn := asked.at.Parent()
	for _, instr := range calls(fn) {
		call, ok := instr.(ssa.CallInstruction)
		if !ok {
			continue
		}
		if call == asked.at || flow.Dominates(asked.at, call) && flow.Dominates(call, before) {
			if callee := call.Common().StaticCallee(); callee != nil && slices.ContainsFunc(updates(j.graph.Prog.Canonical(callee)), func(update *ssa.MapUpdate) bool {
				return j.substituted(j.graph.Origin.Path(update.Map), call).Key() == asked.set.Key() && j.substituted(j.keyPath(update.Key), call).Equal(asked.key)
			}) {
				return true
			}
		}
		receiver, key := receiverOf(call), keyOf(call)
		if call == asked.at || receiver == nil || key == nil || !j.graph.Origin.Path(receiver).Equal(asked.set) || !j.keyPath(key).Equal(asked.key) {
			continue
		}
		_, deferred := call.(*ssa.Defer)
		told = told || !deferred && flow.Dominates(asked.at, call) && flow.Dominates(call, before)
		forgotten = forgotten || deferred
	}
	return told && forgotten || slices.ContainsFunc(updates(fn), func(update *ssa.MapUpdate) bool {
		return j.graph.Origin.Path(update.Map).Key() == asked.set.Key() && j.keyPath(update.Key).Equal(asked.key) && flow.Dominates(update, before)
	})
}

// updates returns the places where a function puts something into a map.
func updates(fn *ssa.Function) []*ssa.MapUpdate {
	var found []*ssa.MapUpdate
	for _, block := range fn.Blocks {
		for _, instr := range block.Instrs {
			if update, ok := instr.(*ssa.MapUpdate); ok {
				found = append(found, update)
			}
		}
	}
	return found
}

// handedOn reports whether every step of the recursion gives a parameter what the
// last one was given, through others too.
func (j *Judge) handedOn(param *ssa.Parameter, site *Site, seen map[*ssa.Parameter]bool) bool {
	if seen[param] {
		return true
	}
	seen[param] = true
	for _, arg := range j.passedBack(param, site) {
		if arg == nil {
			return false
		}
		path := j.graph.Origin.Path(arg)
		outer, ok := path.Root.(*ssa.Parameter)
		if !ok || len(path.Fields) > 0 || path.Element || !j.handedOn(outer, site, seen) {
			return false
		}
	}
	return true
}
