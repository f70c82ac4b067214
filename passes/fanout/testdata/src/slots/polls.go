package slots

import (
	"runtime"
	"sync"
	"sync/atomic"
	"time"
)

// A number that one looks at again and again until there is room, and moves then,
// is a semaphore.

type meter struct {
	mu   sync.Mutex
	busy int
	size int
}

func (m *meter) enter() {
	for {
		m.mu.Lock()
		if m.busy < m.size {
			m.busy++
			m.mu.Unlock()
			return
		}
		m.mu.Unlock()
		time.Sleep(time.Millisecond)
	}
}

func (m *meter) leave() {
	m.mu.Lock()
	m.busy--
	m.mu.Unlock()
}

func (m *meter) leaves(n *node) {
	for _, c := range n.children {
		m.leaves(c)
	}
	m.enter()
	go func() { // want "^bounded-semaphore"
		defer m.leave()
		work(n)
	}()
}

func (m *meter) keeps(n *node) {
	for _, c := range n.children {
		m.enter()
		go func() { // want "^hold-wait"
			defer m.leave()
			m.keeps(c)
		}()
	}
}

func (m *meter) keepsInPlace(n *node) {
	for _, c := range n.children {
		m.mu.Lock()
		for m.busy >= m.size {
			m.mu.Unlock()
			time.Sleep(time.Millisecond)
			m.mu.Lock()
		}
		m.busy++
		m.mu.Unlock()
		go func() { // want "^hold-wait"
			defer m.leave()
			m.keepsInPlace(c)
		}()
	}
}

// Who looks three times and gives up then runs it in place.
func (m *meter) patient() bool {
	for range 3 {
		m.mu.Lock()
		if m.busy < m.size {
			m.busy++
			m.mu.Unlock()
			return true
		}
		m.mu.Unlock()
		time.Sleep(time.Millisecond)
	}
	return false
}

func (m *meter) givesUp(n *node) {
	for _, c := range n.children {
		if !m.patient() {
			m.givesUp(c)
			continue
		}
		go func() { // want "^bounded-try"
			defer m.leave()
			m.givesUp(c)
		}()
	}
}

// Who helps while there is no room does not wait for a slot.
func (m *meter) helps(n *node, other func()) {
	for _, c := range n.children {
		m.mu.Lock()
		for m.busy >= m.size {
			m.mu.Unlock()
			other()
			time.Sleep(time.Millisecond)
			m.mu.Lock()
		}
		m.busy++
		m.mu.Unlock()
		go func() { // want "^bounded-try"
			defer m.leave()
			m.helps(c, other)
		}()
	}
}

type spinner struct{ busy atomic.Int64 }

func (s *spinner) enter() {
	for {
		n := s.busy.Load()
		if n < 8 && s.busy.CompareAndSwap(n, n+1) {
			return
		}
		runtime.Gosched()
	}
}

func (s *spinner) leaves(n *node) {
	for _, c := range n.children {
		s.leaves(c)
	}
	s.enter()
	go func() { // want "^bounded-semaphore"
		defer s.busy.Add(-1)
		work(n)
	}()
}

func (s *spinner) late(n *node) {
	for _, c := range n.children {
		go func() { // want "^late-acquire"
			s.enter()
			work(c)
			s.busy.Add(-1)
			s.late(c)
		}()
	}
}

func (s *spinner) keepsInPlace(n *node) {
	for _, c := range n.children {
		for s.busy.Load() >= 8 {
			runtime.Gosched()
		}
		s.busy.Add(1)
		go func() { // want "^hold-wait"
			s.keepsInPlace(c)
			s.busy.Add(-1)
		}()
	}
}
