package graph

import (
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"golang.org/x/tools/go/ssa"
)

// propagate applies what is known so far to one call: the effect on a
// parameter that it calls, the edges and effects for the functions that it
// hands over. It reports whether anything changed.
func (g *Graph) propagate(inv *invocation) bool {
	changed := false
	base := g.base(inv.call)
	for _, param := range inv.params {
		if inv.received && g.startedBy(param.Parent(), inv.fn) {
			changed = g.raise(param.Parent(), param, summary.Spawns) || changed
			continue
		}
		changed = g.raise(inv.fn, param, base) || changed
	}
	changed = g.runMade(inv, 0, inv.made, base, nil) || changed
	for at, handed := range inv.handed {
		for _, treatment := range g.treatments(inv, at) {
			effect := base.Then(treatment.effect)
			if effect != 0 {
				received := isReceived(inv.call.Common().Args[at])
				changed = g.hand(inv, at, handed.Sources, effect, treatment.by, received) || changed
				changed = g.runMade(inv, at, handed.Made, effect, treatment.by) || changed
			}
		}
	}
	return changed
}

// runMade adds what literals that were made elsewhere do with functions that
// they captured. Each was made for functions of its own, so these are not the
// literal's in general, but those of whoever runs it from where he has it.
func (g *Graph) runMade(inv *invocation, at int, run []origin.Made, base summary.Effect, by *types.Func) bool {
	changed := false
	seen := make(map[origin.Made]bool)
	var visit func(made origin.Made, base summary.Effect)
	visit = func(made origin.Made, base summary.Effect) {
		known := g.captured[made.Literal]
		if known == nil || seen[made] {
			return
		}
		seen[made] = true
		for _, param := range known.params {
			effect := base.Then(known.effects[param])
			bound := g.Origin.Captured(param, made, inv.fn)
			changed = g.hand(inv, at, bound.Sources, effect, by, false) || changed
			for _, inner := range bound.Made {
				visit(inner, effect)
			}
		}
	}
	for _, made := range run {
		visit(made, base)
	}
	return changed
}

// captured is what a literal does with parameters of the functions around it.
type captured struct {
	params  []*ssa.Parameter
	effects map[*ssa.Parameter]summary.Effect
}

// capture records an effect of a literal, and reports whether it is new.
func (g *Graph) capture(literal *ssa.Function, param *ssa.Parameter, effect summary.Effect) bool {
	known := g.captured[literal]
	if known == nil {
		known = &captured{effects: make(map[*ssa.Parameter]summary.Effect)}
		g.captured[literal] = known
	}
	old, ok := known.effects[param]
	if !ok {
		known.params = append(known.params, param)
	}
	known.effects[param] = old | effect
	return old|effect != old
}

// A treatment is what one possible callee does with one argument.
type treatment struct {
	effect summary.Effect
	by     *types.Func
}

func (g *Graph) treatments(inv *invocation, at int) []treatment {
	var found []treatment
	foreign := slices.Clip(inv.foreign)
	for _, callee := range inv.callees {
		object, _ := callee.Object().(*types.Func)
		if g.extra.Params(object) != nil {
			foreign = append(foreign, object)
			continue
		}
		index := at
		if inv.call.Common().IsInvoke() {
			index++
		}
		if index < len(callee.Params) {
			param := callee.Params[index]
			found = append(found, treatment{awaited(g.effects[param], callee.Signature, param.Type()), object})
		}
	}
	for _, callee := range foreign {
		effects := summary.Of(g.Prog.Pass, g.extra, callee)
		index := at
		if callee.Signature().Recv() != nil && !inv.call.Common().IsInvoke() {
			index--
		}
		if last := len(effects) - 1; index > last && callee.Signature().Variadic() {
			index = last
		}
		if index >= 0 && index < len(effects) {
			effect := effects[index]
			if g.extra.Params(callee) == nil {
				effect = awaited(effect, callee.Signature(), inv.call.Common().Args[at].Type())
			}
			found = append(found, treatment{effect, callee})
		}
	}
	// The body of a range loop runs whatever the iterator is, and so does what
	// says how to go on with a child.
	if len(inv.callees) == 0 && len(inv.foreign) == 0 && g.rangeBody(inv, at) || len(found) == 0 && g.descends(inv, at) {
		found = append(found, treatment{summary.Calls | summary.Many, nil})
	}
	return found
}

// awaited turns a single spawn into a call where the spawner returns what the
// function returns: it must have waited for it. A memo that computes its
// value on a goroutine of its own is such a spawner.
func awaited(effect summary.Effect, spawner *types.Signature, handed types.Type) summary.Effect {
	fn, ok := handed.Underlying().(*types.Signature)
	if !ok || effect&summary.Spawns == 0 || effect&summary.Many != 0 {
		return effect
	}
	for i := range fn.Results().Len() {
		for k := range spawner.Results().Len() {
			if result := fn.Results().At(i).Type(); comesBack(result, spawner.Results().At(k).Type()) {
				return effect&^summary.Spawns | summary.Calls
			}
		}
	}
	return effect
}

// comesBack reports whether a result carries a value of the function's
// result type. Errors say nothing: they are returned for many reasons.
func comesBack(from, to types.Type) bool {
	if flow.IsError(from) {
		return false
	}
	if _, generic := types.Unalias(to).(*types.TypeParam); generic {
		return true
	}
	return types.Identical(from, to)
}

func (g *Graph) rangeBody(inv *invocation, at int) bool {
	for _, source := range inv.handed[at].Sources {
		if fn := function(source); fn != nil && fn.Synthetic == "range-over-func yield" {
			return true
		}
	}
	return false
}

func (g *Graph) hand(inv *invocation, at int, sources []ssa.Value, effect summary.Effect, by *types.Func, received bool) bool {
	changed := false
	for _, source := range sources {
		if param, ok := source.(*ssa.Parameter); ok {
			changed = g.raise(inv.fn, param, effect) || changed
			continue
		}
		for _, fn := range g.targets(source) {
			if g.testOnly(inv.fn, fn) {
				continue
			}
			edge := Edge{From: inv.fn, To: fn, Kind: Call, Instr: inv.call, Argument: at, receiver: boundTo(source), Effect: effect &^ summary.Spawns, Dynamic: ofInterface(source), received: received}
			if effect&summary.Calls != 0 {
				called := edge
				changed = g.add(&called) || changed
			}
			if effect&summary.Spawns != 0 {
				edge.Kind, edge.Spawner, edge.Effect = Spawn, by, effect
				changed = g.add(&edge) || changed
			}
		}
	}
	return changed
}

// raise records that code in fn has an effect on a parameter of fn, or of a
// function that encloses it.
func (g *Graph) raise(fn *ssa.Function, param *ssa.Parameter, effect summary.Effect) bool {
	if !encloses(param.Parent(), fn) {
		return false
	}
	changed := false
	for fn != param.Parent() {
		changed = g.capture(fn, param, effect) || changed
		effect = g.reached(fn).Then(effect)
		fn = fn.Parent()
	}
	if old := g.effects[param]; old|effect != old {
		g.effects[param] = old | effect
		g.raised = append(g.raised, param.Parent())
		return true
	}
	return changed
}

// encloses reports whether inner is outer or a literal somewhere in it.
func encloses(outer, inner *ssa.Function) bool {
	for inner != outer && inner != nil {
		inner = inner.Parent()
	}
	return inner == outer
}

// startedBy reports whether starter starts a goroutine that runs worker. A
// function that the one sends to the other over a channel runs there, as if the
// starter had spawned it.
func (g *Graph) startedBy(starter, worker *ssa.Function) bool {
	for _, edge := range g.In[worker] {
		if edge.Kind == Spawn && edge.From == starter && worker.Parent() == nil {
			return true
		}
	}
	return false
}

// reached says how a literal is run by the function around it, from the edges
// that lead to it. Another function runs it for reasons of its own, unless it
// is sent to that function.
func (g *Graph) reached(literal *ssa.Function) summary.Effect {
	var effect summary.Effect
	for _, edge := range g.In[literal] {
		maker := origin.Outermost(literal)
		if maker != origin.Outermost(edge.From) && !edge.received {
			continue
		}
		if edge.Kind == Spawn {
			effect |= summary.Spawns
		} else {
			effect |= summary.Calls
		}
		effect |= edge.Effect &^ (summary.Calls | summary.Spawns)
		if g.Flow.InLoop(edge.Instr) {
			effect |= summary.Many
		}
	}
	return effect
}

// Summaries returns the facts of the package's declared functions that do
// something with a function they are given.
func (g *Graph) Summaries() map[*types.Func]*summary.Summary {
	facts := make(map[*types.Func]*summary.Summary)
	of := func(param *ssa.Parameter) (fact *summary.Summary, at int) {
		object, at, ok := ParamOf(param)
		if !ok {
			return nil, 0
		}
		if facts[object] == nil {
			facts[object] = &summary.Summary{Params: make([]summary.Effect, object.Signature().Params().Len())}
		}
		return facts[object], at
	}
	for param, effect := range g.effects {
		if effect != 0 {
			if fact, at := of(param); fact != nil {
				fact.Params[at] = effect
			}
		}
	}
	for literal, known := range g.captured {
		if !returns(literal.Parent(), literal) {
			continue
		}
		for _, param := range known.params {
			if param.Parent() == literal.Parent() && known.effects[param]&summary.Calls != 0 {
				if fact, at := of(param); fact != nil {
					fact.Wraps = append(fact.Wraps, at)
					slices.Sort(fact.Wraps)
				}
			}
		}
	}
	return facts
}

// returns reports whether fn returns a literal of its own.
func returns(fn, literal *ssa.Function) bool {
	if fn == nil || fn.Signature.Results().Len() != 1 {
		return false
	}
	return slices.ContainsFunc(origin.Returned(fn, 0), func(v ssa.Value) bool {
		if converted, ok := v.(*ssa.ChangeType); ok {
			v = converted.X // to a named function type
		}
		closure, ok := v.(*ssa.MakeClosure)
		return ok && closure.Fn == literal
	})
}

// Spawner reports whether fn starts goroutines for a function that it is given.
func (g *Graph) Spawner(fn *ssa.Function) bool {
	for _, param := range fn.Params {
		if g.effects[param]&summary.Spawns != 0 {
			return true
		}
	}
	return false
}

// StarterOf returns the function that a call hands a parameter of its caller to
// and that starts it on a goroutine, or nil.
func (g *Graph) StarterOf(call ssa.CallInstruction) *types.Func {
	inv := &invocation{fn: call.Parent(), call: call}
	common := call.Common()
	switch callee := common.StaticCallee(); {
	case common.IsInvoke():
		inv.foreign = append(inv.foreign, common.Method)
	case callee != nil:
		inv.callee(g, callee)
	default:
		return nil
	}
	for at, arg := range common.Args {
		handed := g.functions(arg)
		if handed == nil || !slices.ContainsFunc(handed.Sources, func(source ssa.Value) bool { return parameter(source) != nil }) {
			continue
		}
		inv.handed = map[int]*origin.Binding{at: handed}
		for _, treated := range g.treatments(inv, at) {
			if treated.effect&summary.Spawns != 0 {
				return treated.by
			}
		}
	}
	return nil
}
