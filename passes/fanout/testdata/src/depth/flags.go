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
