package graph

import "golang.org/x/tools/go/ssa"

// Every call of an interface, or of a function from a table, leads to all that
// it may run. Where a thousand calls have a thousand such targets, that is more
// than memory holds, and all of them say the same. So after so many edges beyond
// the first few of their calls, only those first few are kept.
const (
	fewTargets = 16
	mostCrowd  = 100_000
)

// A crowd counts edges.
type crowd struct {
	edges map[ssa.Instruction]int // by where they start
	more  int                     // than a few of one instruction
	left  map[*ssa.Function]bool  // functions with a call that has targets without an edge
}

func newCrowd() crowd {
	return crowd{edges: make(map[ssa.Instruction]int), left: make(map[*ssa.Function]bool)}
}

// full reports whether a call in fn that has so many targets gets no more, and
// remembers it.
func (c *crowd) full(fn *ssa.Function, targets int) bool {
	full := targets >= fewTargets && c.more >= mostCrowd
	if full {
		c.left[fn] = true
	}
	return full
}

// admits reports whether there is place for one more edge, and counts it.
func (c *crowd) admits(edge *Edge) bool {
	if c.full(edge.From, c.edges[edge.Instr]) {
		return false
	}
	if c.edges[edge.Instr]++; c.edges[edge.Instr] > fewTargets {
		c.more++
	}
	return true
}

// Crowded returns up to how many functions of each call are followed where some
// call on the component of fn may run more of them, and else 0.
func (g *Graph) Crowded(fn *ssa.Function) int {
	if component, ok := g.component[fn]; ok && g.crowded[component] {
		return fewTargets
	}
	return 0
}
