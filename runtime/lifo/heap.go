package lifo

// A groupHeap is a binary heap of groups, the newest at index 0. Every group
// knows its position, so that any can be removed.
type groupHeap []*group

// notQueued is the position of a group that is in no heap.
const notQueued = -1

// keptCapacity is the capacity up to which an empty heap keeps its array.
const keptCapacity = 64

// newest returns the newest group, or nil if there is none.
func (h groupHeap) newest() *group {
	if len(h) == 0 {
		return nil
	}
	return h[0]
}

// add inserts g, which is in no heap.
func (h *groupHeap) add(g *group) {
	*h = append(*h, g)
	h.up(len(*h)-1, g)
}

// remove takes out g, which is in the heap.
func (h *groupHeap) remove(g *group) {
	hole, last := g.position, len(*h)-1
	moved := (*h)[last]
	(*h)[last] = nil
	*h = (*h)[:last]
	g.position = notQueued
	if moved != g {
		h.down(h.up(hole, moved), moved)
	}
	if last == 0 && cap(*h) > keptCapacity {
		*h = nil
	}
}

// up puts g at index i, or further up if older groups are above it, and returns
// where it put it.
func (h groupHeap) up(i int, g *group) int {
	for i > 0 {
		parent := (i - 1) / 2
		if h[parent].age >= g.age {
			break
		}
		h.put(i, h[parent])
		i = parent
	}
	h.put(i, g)
	return i
}

// down puts g at index i, or further down if newer groups are below it.
func (h groupHeap) down(i int, g *group) {
	for {
		child := 2*i + 1
		if child >= len(h) {
			break
		}
		if right := child + 1; right < len(h) && h[right].age > h[child].age {
			child = right
		}
		if g.age >= h[child].age {
			break
		}
		h.put(i, h[child])
		i = child
	}
	h.put(i, g)
}

func (h groupHeap) put(i int, g *group) {
	h[i], g.position = g, i
}
