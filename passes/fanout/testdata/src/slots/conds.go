package slots

import (
	"context"
	"sync"
)

// A semaphore of a mutex, a number and a condition.
type counting struct {
	mu     sync.Mutex
	c      *sync.Cond
	n, max int
}

func (s *counting) enter() {
	s.mu.Lock()
	for s.n >= s.max {
		s.c.Wait()
	}
	s.n++
	s.mu.Unlock()
}

func (s *counting) leave() {
	s.mu.Lock()
	s.n--
	s.mu.Unlock()
	s.c.Signal()
}

func countingLeaf(s *counting, n *node, wg *sync.WaitGroup) {
	for _, c := range n.children {
		wg.Add(1)
		s.enter()
		go func() { // want "^bounded-semaphore: "
			defer wg.Done()
			defer s.leave()
			work(c)
		}()
		countingLeaf(s, c, wg)
	}
}

func countingDescend(s *counting, n *node, wg *sync.WaitGroup) {
	defer wg.Done()
	work(n)
	s.leave()
	for _, c := range n.children {
		wg.Add(1)
		s.enter()
		go countingDescend(s, c, wg) // want "^bounded-semaphore: "
	}
}

func countingKeep(s *counting, n *node) {
	for _, c := range n.children {
		s.enter()
		go func() { // want "^hold-wait: .*slot of n"
			defer s.leave()
			countingKeep(s, c)
		}()
	}
}

func countingLate(s *counting, n *node, wg *sync.WaitGroup) {
	defer wg.Done()
	s.enter()
	work(n)
	s.leave()
	for _, c := range n.children {
		wg.Add(1)
		go countingLate(s, c, wg) // want "^late-acquire: .*slot of n"
	}
}

// One that counts what is left.
type stock struct {
	mu   sync.Mutex
	c    *sync.Cond
	left int
}

func (s *stock) take() {
	s.mu.Lock()
	defer s.mu.Unlock()
	for s.left == 0 {
		s.c.Wait()
	}
	s.left--
}

func (s *stock) put() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.left++
	s.c.Signal()
}

func stocked(s *stock, n *node) {
	for _, c := range n.children {
		s.take()
		go func() { // want "^bounded-semaphore: "
			work(c)
			s.put()
			stocked(s, c)
		}()
	}
}

// To wait until nothing is running limits nothing.
type idle struct {
	mu      sync.Mutex
	c       *sync.Cond
	running int
}

func (i *idle) begin() {
	i.mu.Lock()
	i.running++
	i.mu.Unlock()
}

func (i *idle) end() {
	i.mu.Lock()
	i.running--
	i.mu.Unlock()
	i.c.Broadcast()
}

func (i *idle) wait() {
	i.mu.Lock()
	for i.running > 0 {
		i.c.Wait()
	}
	i.mu.Unlock()
}

func idling(i *idle, n *node) {
	for _, c := range n.children {
		i.begin()
		go func() { // want "^recursive-spawn: "
			defer i.end()
			idling(i, c)
		}()
	}
}

// What waits for another number is no gate for this one.
type readers struct {
	mu               sync.Mutex
	c                *sync.Cond
	writers, reading int
}

func (r *readers) begin(context.Context) {
	r.mu.Lock()
	for r.writers > 0 {
		r.c.Wait()
	}
	r.reading++
	r.mu.Unlock()
}

func (r *readers) end() {
	r.mu.Lock()
	r.reading--
	r.mu.Unlock()
}

func reading(ctx context.Context, r *readers, n *node) {
	for _, c := range n.children {
		r.begin(ctx)
		go func() { // want "^recursive-spawn: "
			defer r.end()
			reading(ctx, r, c)
		}()
	}
}

// The wait may stand in place too.
func (g *counting) keepsInPlace(n *node) {
	for _, c := range n.children {
		g.mu.Lock()
		for g.n >= g.max {
			g.c.Wait()
		}
		g.n++
		g.mu.Unlock()
		go func() { // want "^hold-wait"
			defer g.leave()
			g.keepsInPlace(c)
		}()
	}
}
