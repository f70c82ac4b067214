package lifo

// push adds t to the pending tasks of its group. The limiter's lock is held.
func (g *Group) push(t *task) {
	if g.head == nil {
		g.limiter.pending.add(g)
	}
	after := g.tail
	if g.newestFirst() {
		after, g.latest = g.latest, t
	}
	if after == nil {
		t.next, g.head = g.head, t
	} else {
		t.next, after.next = after.next, t
	}
	if t.next == nil {
		g.tail = t
	}
}

// newestFirst reports whether tasks that are now added go in front. A Go call
// cannot tell who makes it, but while somebody waits for the group, and always
// when nobody ever does, it is in all likelihood made by a task of the group.
func (g *Group) newestFirst() bool {
	return g.waiters != nil || g == &g.limiter.detached
}

// pop removes the first pending task, which exists. The limiter's lock is held.
func (g *Group) pop() *task {
	t := g.head
	g.head, t.next = t.next, nil
	g.latest = nil
	if g.head == nil {
		g.tail = nil
		g.limiter.pending.remove(g)
	}
	return t
}

// A groupHeap is a binary heap of groups, the newest at index 0. Every group
// knows its position, so that any can be removed.
type groupHeap []*Group

// keptCapacity is the capacity up to which an empty heap keeps its array.
const keptCapacity = 64

// newest returns the newest group, or nil if there is none.
func (h groupHeap) newest() *Group {
	if len(h) == 0 {
		return nil
	}
	return h[0]
}

// add inserts g, which is not in the heap.
func (h *groupHeap) add(g *Group) {
	g.position = len(*h)
	*h = append(*h, g)
	h.up(g.position)
}

// remove takes out g, which is in the heap.
func (h *groupHeap) remove(g *Group) {
	hole, last := g.position, len(*h)-1
	h.swap(hole, last)
	(*h)[last] = nil
	*h = (*h)[:last]
	if hole < last {
		h.down(hole)
		h.up(hole)
	}
	if last == 0 && cap(*h) > keptCapacity {
		*h = nil
	}
}

func (h groupHeap) swap(i, j int) {
	h[i], h[j] = h[j], h[i]
	h[i].position, h[j].position = i, j
}

// up moves the group at index i up to where no older group is above it.
func (h groupHeap) up(i int) {
	for i > 0 {
		parent := (i - 1) / 2
		if h[parent].age >= h[i].age {
			return
		}
		h.swap(i, parent)
		i = parent
	}
}

// down moves the group at index i down to where no newer group is below it.
func (h groupHeap) down(i int) {
	for {
		child := 2*i + 1
		if child >= len(h) {
			return
		}
		if right := child + 1; right < len(h) && h[right].age > h[child].age {
			child = right
		}
		if h[i].age >= h[child].age {
			return
		}
		h.swap(i, child)
		i = child
	}
}
