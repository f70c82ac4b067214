package graph

import "golang.org/x/tools/go/ssa"

// components finds the strongly connected components, with Tarjan's
// algorithm: linear in nodes and edges (SIAM J. Comput. 1(2), 1972).
func (g *Graph) components() {
	t := &tarjan{graph: g, index: make(map[*ssa.Function]int), low: make(map[*ssa.Function]int), on: make(map[*ssa.Function]bool)}
	g.component = make(map[*ssa.Function]int)
	g.sizes = nil
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
	var members []*ssa.Function
	for _, member := range g.Prog.Functions {
		if g.Together(fn, member) {
			members = append(members, member)
		}
	}
	return members
}

// Path returns a shortest chain of edges from one function to another that
// uses only edges which keep accepts, or nil.
func (g *Graph) Path(from, to *ssa.Function, keep func(*Edge) bool) []*Edge {
	came := make(map[*ssa.Function]*Edge)
	pending := []*ssa.Function{from}
	for len(pending) > 0 {
		fn := pending[0]
		pending = pending[1:]
		for _, edge := range g.Out[fn] {
			if !g.Together(edge.To, to) || !keep(edge) {
				continue
			}
			if _, seen := came[edge.To]; seen {
				continue
			}
			came[edge.To] = edge
			if edge.To == to {
				return unwind(came, from, to)
			}
			pending = append(pending, edge.To)
		}
	}
	return nil
}

func unwind(came map[*ssa.Function]*Edge, from, to *ssa.Function) []*Edge {
	var path []*Edge
	for at := to; ; {
		edge := came[at]
		path = append([]*Edge{edge}, path...)
		at = edge.From
		if at == from {
			return path
		}
	}
}
