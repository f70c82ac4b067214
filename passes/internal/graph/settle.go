package graph

import (
	"golang.org/x/tools/go/ssa"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
)

// plainRounds is how often all calls are looked at before it is asked which of
// them can have changed. Code that people write is settled by then.
const plainRounds = 8

// settle propagates effects until nothing changes. Effects only grow, and
// there are few bits of them, so this ends.
func (g *Graph) settle() {
	for range plainRounds {
		if !g.propagateAll() {
			return
		}
	}
	callers := make(map[*ssa.Function][]*invocation)
	for i := range g.open {
		for _, callee := range g.open[i].callees {
			callers[callee] = append(callers[callee], &g.open[i])
		}
	}
	// What a function does with its parameters is told to its callers, which may
	// be a long row of them. What else depends on it, a further round finds.
	for changed := true; changed; changed = g.propagateAll() {
		for len(g.raised) > 0 {
			last := len(g.raised) - 1
			fn := g.raised[last]
			g.raised = g.raised[:last]
			for _, inv := range callers[fn] {
				g.propagate(inv)
			}
		}
	}
}

// propagateAll looks at all calls once, and reports whether anything changed.
func (g *Graph) propagateAll() bool {
	g.raised = g.raised[:0]
	changed := false
	for i := range g.open {
		if g.propagate(&g.open[i]) {
			changed = true
		}
	}
	return changed
}

// Limit records that a function starts goroutines only under a limit of its
// own, and tells its callers.
func (g *Graph) Limit(fn *ssa.Function, limit summary.Effect) {
	changed := false
	for _, param := range fn.Params {
		if effect := g.effects[param]; effect&summary.Spawns != 0 {
			g.effects[param] = effect | limit
			changed = true
		}
	}
	if changed {
		g.settle()
	}
}

// Start records that functions start what they are given, other than by a call or
// a go statement of their own.
func (g *Graph) Start(params map[*ssa.Parameter]summary.Effect) {
	if len(params) == 0 {
		return
	}
	for param, effect := range params {
		g.effects[param] |= effect
	}
	g.settle()
	g.members = nil
	g.components()
}
