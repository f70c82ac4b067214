package graph

import (
	"go/types"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"golang.org/x/tools/go/ssa"
)

// A Handover is a function that one function is given and keeps, in a field or
// a queue, and that another one runs.
type Handover struct {
	Param  *ssa.Parameter
	Worker *ssa.Function
	Effect summary.Effect // what the worker does with it
}

// Handovers returns what the functions of the package hand over to each other.
// Inside the package edges lead from the worker to what it may run; callers in
// other packages have to be told.
func (g *Graph) Handovers() []Handover {
	var found []Handover
	for i := range g.open {
		inv := &g.open[i]
		for _, param := range inv.params {
			if !encloses(param.Parent(), inv.fn) {
				found = append(found, Handover{param, inv.fn, g.base(inv.call)})
			}
		}
	}
	for _, fn := range g.Prog.Functions {
		known := g.captured[fn]
		if known == nil {
			continue
		}
		for _, edge := range g.In[fn] {
			if origin.Outermost(edge.From) == origin.Outermost(fn) || edge.Dynamic || !edge.Direct {
				continue
			}
			for _, param := range known.params {
				found = append(found, Handover{param, edge.From, g.base(edge.Instr).Then(known.effects[param])})
			}
		}
	}
	return found
}

// base is what an instruction does with a function that it runs itself.
func (g *Graph) base(instr ssa.Instruction) summary.Effect {
	effect := summary.Calls
	if _, ok := instr.(*ssa.Go); ok {
		effect = summary.Spawns
	}
	if g.Flow.InLoop(instr) {
		effect |= summary.Many
	}
	return effect
}

// How far a function is looked for that another one leads to.
const (
	mostBetween = 4
	mostVisited = 100
)

// Reached says what becomes of a function that the worker runs if another
// function, from which it was taken over, comes to start the worker itself. It
// is nothing if that does not start it, or calls it in the end: a function that
// is called back later is somebody else's. Whether a function waits for the
// goroutines that it starts is asked.
func (g *Graph) Reached(from, worker *ssa.Function, awaited func(*ssa.Function) summary.Effect) summary.Effect {
	type step struct {
		fn     *ssa.Function
		effect summary.Effect
		length int
	}
	seen := map[*ssa.Function]bool{from: true}
	pending := []step{{from, summary.Calls, 0}}
	for at := 0; at < len(pending) && at < mostVisited; at++ {
		next := pending[at]
		if next.fn == worker && next.effect&summary.Spawns != 0 {
			return next.effect
		}
		for _, edge := range g.Out[next.fn] {
			if edge.Kind == Send || edge.Dynamic || edge.received || seen[edge.To] || next.length == mostBetween {
				continue
			}
			kind := summary.Calls
			if edge.Kind == Spawn {
				kind = summary.Spawns | awaited(edge.From)
			} else if edge.To == worker && worker.Parent() == nil {
				continue
			}
			if g.Flow.InLoop(edge.Instr) {
				kind |= summary.Many
			}
			seen[edge.To] = true
			pending = append(pending, step{edge.To, next.effect.Then(kind | edge.Effect&^(summary.Calls|summary.Spawns)), next.length + 1})
		}
	}
	return 0
}

// ParamOf returns the function that other packages know a parameter by, and its
// index there, the receiver not counted.
func ParamOf(param *ssa.Parameter) (object *types.Func, at int, ok bool) {
	object, ok = param.Parent().Object().(*types.Func)
	if !ok {
		return nil, 0, false
	}
	at = origin.ParamIndex(param)
	if param.Parent().Signature.Recv() != nil {
		at--
	}
	return object, at, at >= 0 && at < object.Signature().Params().Len()
}

// RunOnItsOwn returns the spawns that start a function, or the literal that it
// is called by, if nothing else runs it.
func (g *Graph) RunOnItsOwn(worker *ssa.Function) []*Edge {
	var found []*Edge
	for _, edge := range g.In[worker] {
		switch {
		case edge.Kind == Spawn:
			found = append(found, edge)
		case edge.Kind == Call && edge.Direct && edge.From.Parent() != nil && len(g.In[edge.From]) == 1 && g.In[edge.From][0].Kind == Spawn:
			found = append(found, g.In[edge.From][0])
		default:
			return nil
		}
	}
	return found
}
