package depth

import "sync"

// The flag goes through two functions, and comes back switched off.
func parallelOuter(n *node, parallel bool) {
	if len(n.children) == 1 {
		parallelOuter(n.children[0], false)
		return
	}
	parallelInner(n, parallel)
}

func parallelInner(n *node, parallel bool) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		if !parallel {
			parallelOuter(c, false)
		} else {
			wg.Go(func() { parallelOuter(c, false) }) // want "^bounded-depth: parallel is switched off"
		}
	}
	wg.Wait()
}

// Left on in one of the two ways.
func leftOnOuter(n *node, parallel bool) {
	leftOnInner(n, parallel)
}

func leftOnInner(n *node, parallel bool) {
	for _, c := range n.children {
		if !parallel {
			leftOnOuter(c, false)
		} else {
			go leftOnOuter(c, parallel) // want "^recursive-spawn"
		}
	}
}

// The flag is a field that a constructor sets.
type hasher struct{ parallel bool }

var hashers = sync.Pool{New: func() any { return new(hasher) }}

func newHasher(parallel bool) *hasher {
	h := hashers.Get().(*hasher)
	h.parallel = parallel
	return h
}

func (h *hasher) hash(n *node) {
	if !h.parallel {
		for _, c := range n.children {
			h.hash(c)
		}
		return
	}
	for _, c := range n.children {
		go func() { // want "^bounded-depth: parallel is switched off"
			newHasher(false).hash(c)
		}()
	}
}

// Made anew with the flag on.
type summer struct{ parallel bool }

func newSummer(parallel bool) *summer { return &summer{parallel} }

func (s *summer) sum(n *node) {
	if !s.parallel {
		return
	}
	for _, c := range n.children {
		go func() { // want "^recursive-spawn"
			newSummer(true).sum(c)
		}()
	}
}

// A part is uploaded by a writer of its own, for which nobody has asked for
// parallel uploads.
type writer struct {
	Parallel bool
	name     string
	parts    []*node
}

func open(name string) *writer { return &writer{name: name} }

func (w *writer) write(n *node) {
	if !w.start(n) {
		_ = n.children
	}
}

func (w *writer) start(n *node) bool {
	if !w.Parallel {
		return false
	}
	for _, c := range n.children {
		go w.upload(c) // want "^bounded-depth: Parallel is switched off here in the recursion"
	}
	return true
}

func (w *writer) upload(n *node) {
	part := open(w.name + ".part")
	part.write(n)
}

// The new one is told what the old one was told.
type copier struct {
	Parallel bool
	name     string
}

func (c *copier) option() func(*copier) {
	return func(next *copier) { next.Parallel = c.Parallel }
}

func create(name string, options ...func(*copier)) *copier {
	made := &copier{name: name}
	for _, option := range options {
		option(made)
	}
	return made
}

func (c *copier) copy(n *node) {
	if !c.Parallel {
		return
	}
	for _, child := range n.children {
		go create(c.name, c.option()).copy(child) // want "^recursive-spawn"
	}
}

// A copy of the old one has what the old one had.
type mirror struct {
	Parallel bool
	name     string
}

func (m *mirror) clone(name string) *mirror {
	next := *m
	next.name = name
	return &next
}

func (m *mirror) run(n *node) {
	if !m.Parallel {
		return
	}
	for _, c := range n.children {
		go m.clone(m.name).run(c) // want "^recursive-spawn"
	}
}

// Here it is the other way round: a new one is not sequential.
type reader struct {
	Sequential bool
	name       string
}

func (r *reader) read(n *node) {
	if r.Sequential {
		return
	}
	for _, c := range n.children {
		next := &reader{name: r.name}
		go next.read(c) // want "^recursive-spawn"
	}
}

// Two of them that change places are no copies of the old one either.
func (m *mirror) swap(n *node) {
	if !m.Parallel {
		return
	}
	a, b := mirror{name: "a"}, mirror{name: "b"}
	for _, c := range n.children {
		a, b = b, a
		go a.swap(c) // want "^bounded-depth: Parallel is switched off here"
		b.name = m.name
	}
}
