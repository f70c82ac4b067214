package counters

import (
	"sync"
	"sync/atomic"
)

func work(*node) error { return nil }

const (
	going = iota
	stopped
)

type search struct {
	mu       sync.Mutex
	failures int
	failed   atomic.Int32
	visited  atomic.Int32
	state    atomic.Int32
}

// A state goes up once, whatever is started.
func (s *search) stop() { s.state.Store(stopped) }

func (s *search) untilStopped(n *node) {
	if s.state.Load() >= stopped {
		return
	}
	for _, c := range n.children {
		go s.untilStopped(c) // want "^recursive-spawn"
	}
}

// As long as nothing fails there is no limit.
func (s *search) untilFailures(n *node) {
	if s.failed.Load() > 10 {
		return
	}
	for _, c := range n.children {
		go func() { // want "^recursive-spawn"
			if work(c) != nil {
				s.failed.Add(1)
				return
			}
			s.untilFailures(c)
		}()
	}
}

func (s *search) fail() {
	s.mu.Lock()
	s.failures++
	s.mu.Unlock()
}

// Outside the recursion it says nothing about the recursion.
func (s *search) giveUp() {
	for range 3 {
		s.fail()
	}
}

func (s *search) untilFailuresOfHelper(n *node) {
	for _, c := range n.children {
		if s.failures > 10 {
			return
		}
		go func() { // want "^recursive-spawn"
			if err := work(c); err != nil {
				s.fail()
			}
			s.untilFailuresOfHelper(c)
		}()
	}
}

// Whatever is visited is counted, by a helper too.
func (s *search) visit(n *node) {
	s.visited.Add(1)
	use(n)
}

func (s *search) untilVisited(n *node) {
	if s.visited.Load() > 1000 {
		return
	}
	s.visit(n)
	for _, c := range n.children {
		go s.untilVisited(c) // want "^bounded-try: .*visited is compared"
	}
}

func (s *search) untilVisitedInside(n *node) {
	if s.visited.Load() > 1000 {
		return
	}
	for _, c := range n.children {
		go func() { // want "^bounded-try: .*visited is compared"
			s.visited.Add(1)
			s.untilVisitedInside(c)
		}()
	}
}
