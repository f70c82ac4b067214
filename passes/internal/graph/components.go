package graph

import (
	"slices"

	"golang.org/x/tools/go/ssa"
)

// components finds the strongly connected components, with Tarjan's
// algorithm: linear in nodes and edges (SIAM J. Comput. 1(2), 1972).
func (g *Graph) components() {
	t := &tarjan{graph: g, index: make(map[*ssa.Function]int), low: make(map[*ssa.Function]int), on: make(map[*ssa.Function]bool)}
	g.component = make(map[*ssa.Function]int)
	g.sizes, g.crowded = nil, make(map[int]bool)
	for _, fn := range g.Prog.Functions {
		if _, seen := t.index[fn]; !seen {
			t.visit(fn)
		}
	}
}

type tarjan struct {
	graph *Graph
	index map[*ssa.Function]int
	low   map[*ssa.Function]int
	on    map[*ssa.Function]bool
	stack []*ssa.Function
}

func (t *tarjan) visit(fn *ssa.Function) {
	t.index[fn] = len(t.index)
	t.low[fn] = t.index[fn]
	t.stack = append(t.stack, fn)
	t.on[fn] = true
	for _, edge := range t.graph.Out[fn] {
		if _, seen := t.index[edge.To]; !seen {
			t.visit(edge.To)
			t.low[fn] = min(t.low[fn], t.low[edge.To])
		} else if t.on[edge.To] {
			t.low[fn] = min(t.low[fn], t.index[edge.To])
		}
	}
	if t.low[fn] != t.index[fn] {
		return
	}
	component := len(t.graph.sizes)
	size := 0
	for {
		member := t.stack[len(t.stack)-1]
		t.stack = t.stack[:len(t.stack)-1]
		t.on[member] = false
		t.graph.component[member] = component
		if t.graph.crowd.left[member] {
			t.graph.crowded[component] = true
		}
		size++
		if member == fn {
			break
		}
	}
	t.graph.sizes = append(t.graph.sizes, size)
}

// Together reports whether two functions are on one cycle.
func (g *Graph) Together(a, b *ssa.Function) bool {
	ca, oka := g.component[a]
	cb, okb := g.component[b]
	return oka && okb && ca == cb
}

// Recursive reports whether fn is on a cycle.
func (g *Graph) Recursive(fn *ssa.Function) bool {
	component, ok := g.component[fn]
	if !ok {
		return false
	}
	if g.sizes[component] > 1 {
		return true
	}
	for _, edge := range g.Out[fn] {
		if edge.To == fn {
			return true
		}
	}
	return false
}

// Members returns the functions of fn's component, in source order.
func (g *Graph) Members(fn *ssa.Function) []*ssa.Function {
	if g.members == nil {
		g.members = make(map[int][]*ssa.Function)
		for _, member := range g.Prog.Functions {
			component := g.component[member]
			g.members[component] = append(g.members[component], member)
		}
	}
	return g.members[g.component[fn]]
}

// Path returns a shortest chain of at most the given number of edges, all of
// which keep accepts, from one function to another of its component, or nil.
func (g *Graph) Path(from, to *ssa.Function, most int, keep func(*Edge) bool) []*Edge {
	type step struct {
		fn     *ssa.Function
		length int
	}
	came := make(map[*ssa.Function]*Edge)
	pending := []step{{from, 0}}
	for at := 0; at < len(pending); at++ {
		if pending[at].length == most {
			return nil
		}
		for _, edge := range g.Out[pending[at].fn] {
			if came[edge.To] != nil || !g.Together(edge.To, to) || !keep(edge) {
				continue
			}
			came[edge.To] = edge
			if edge.To == to {
				return unwind(came, from, to)
			}
			pending = append(pending, step{edge.To, pending[at].length + 1})
		}
	}
	return nil
}

func unwind(came map[*ssa.Function]*Edge, from, to *ssa.Function) []*Edge {
	var path []*Edge
	for at := to; ; {
		edge := came[at]
		path = append(path, edge)
		at = edge.From
		if at == from {
			slices.Reverse(path)
			return path
		}
	}
}
