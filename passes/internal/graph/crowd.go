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
}

// full reports whether an instruction that has so many targets gets no more.
func (c *crowd) full(targets int) bool { return targets >= fewTargets && c.more >= mostCrowd }

// admits reports whether there is place for one more edge, and counts it.
func (c *crowd) admits(edge *Edge) bool {
	if c.full(c.edges[edge.Instr]) {
		return false
	}
	if c.edges[edge.Instr]++; c.edges[edge.Instr] > fewTargets {
		c.more++
	}
	return true
}
