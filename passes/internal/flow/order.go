package flow

import "golang.org/x/tools/go/ssa"

// An order numbers the blocks of a function so that most questions about what
// reaches what are answered without a search: a table of all pairs of blocks
// would grow by their square.
type order struct {
	// cycle is, by block index, the number of the blocks that lead to a block and
	// back, with which it shares it. No block leads to one with a greater number.
	cycle []int
	// Of the blocks with a number: whether one of them can be executed twice, and
	// one that none of the others dominates.
	looped []bool
	head   []*ssa.BasicBlock
}

// orderOf returns the order of the blocks of a function.
func (g *Graph) orderOf(fn *ssa.Function) *order {
	if known := g.orders[fn]; known != nil {
		return known
	}
	n := len(fn.Blocks)
	b := &orderBuilder{order: &order{cycle: make([]int, n)}, index: make([]int, n), low: make([]int, n)}
	for i := range n {
		b.cycle[i] = -1
	}
	for _, block := range fn.Blocks {
		if b.index[block.Index] == 0 {
			b.visit(block)
		}
	}
	g.orders[fn] = b.order
	return b.order
}

// An orderBuilder finds strongly connected components, with Tarjan's algorithm,
// which numbers them so that what follows comes first.
type orderBuilder struct {
	*order
	index, low []int // by block index, from 1 on
	count      int
	stack      []*ssa.BasicBlock
}

func (b *orderBuilder) visit(block *ssa.BasicBlock) {
	at := block.Index
	b.count++
	b.index[at], b.low[at] = b.count, b.count
	b.stack = append(b.stack, block)
	again := false // it jumps to itself
	for _, next := range block.Succs {
		again = again || next == block
		switch {
		case b.index[next.Index] == 0:
			b.visit(next)
			b.low[at] = min(b.low[at], b.low[next.Index])
		case b.cycle[next.Index] < 0:
			b.low[at] = min(b.low[at], b.index[next.Index])
		}
	}
	if b.low[at] != b.index[at] {
		return
	}
	number := len(b.head)
	head := block
	for {
		member := b.stack[len(b.stack)-1]
		b.stack = b.stack[:len(b.stack)-1]
		b.cycle[member.Index] = number
		if member.Dominates(head) {
			head = member
		}
		if member == block {
			break
		}
		again = true
	}
	b.looped = append(b.looped, again)
	b.head = append(b.head, head)
}

// reaches reports whether a path that is not empty leads from one block of a
// function to another.
func (o *order) reaches(from, to *ssa.BasicBlock) bool {
	target := o.cycle[to.Index]
	if o.cycle[from.Index] == target {
		return o.looped[target]
	}
	seen := make(map[*ssa.BasicBlock]bool)
	pending := []*ssa.BasicBlock{from}
	for len(pending) > 0 {
		block := pending[len(pending)-1]
		pending = pending[:len(pending)-1]
		at := o.cycle[block.Index]
		switch {
		case at < target || seen[block]:
			continue // what follows has lower numbers still
		case at == target || o.head[at].Dominates(to):
			return true
		}
		seen[block] = true
		pending = append(pending, block.Succs...)
	}
	return false
}
