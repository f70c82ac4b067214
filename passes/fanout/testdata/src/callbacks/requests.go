package callbacks

import (
	"errors"
	"time"
)

// A request is answered by calling it back. Everybody who sends one keeps a
// literal in it: that one of them sends another request does not make all
// answers send requests.
type request struct {
	key    string
	answer func(error)
}

type mux struct{ sent []*request }

func (m *mux) send(r *request) {
	m.sent = append(m.sent, r)
	go m.fail(r)
}

func (m *mux) fail(r *request) { r.answer(errors.New("full")) }

func (m *mux) load(key string, done func()) {
	m.send(&request{key, func(error) { done() }})
}

func (m *mux) store(key string, done func(error)) {
	m.send(&request{key, func(err error) { done(err) }})
}

func (m *mux) move(from, to string) {
	m.send(&request{from, func(err error) {
		m.load(to, func() {})
		go m.store(from, func(error) {})
		m.move(from, to) // one request of a row
	}})
}

// Where only one or two keep something, that is what is called.
type visit struct{ run func(*rewrite) }

func visitAll(v *visit, r *rewrite) {
	for _, k := range r.kids {
		go v.run(k) // want "^recursive-spawn"
	}
}

func visitor() *visit {
	v := new(visit)
	v.run = func(r *rewrite) { visitAll(v, r) }
	return v
}

// A lock whose waiters are called when it is theirs. What they start is no leaf
// of handing it over.
type handedLock struct {
	held    bool
	waiters []func(unlock func())
}

func (l *handedLock) lock(f func(unlock func())) {
	if l.held {
		l.waiters = append(l.waiters, f)
		return
	}
	l.held = true
	f(l.unlock)
}

func (l *handedLock) unlock() {
	if len(l.waiters) == 0 {
		l.held = false
		return
	}
	next := l.waiters[0]
	l.waiters = l.waiters[1:]
	next(func() { l.unlock() })
}

func (l *handedLock) read(c chan int) {
	l.lock(func(unlock func()) { c <- 1; unlock() })
}

func (l *handedLock) write(c chan int) {
	l.lock(func(unlock func()) { <-c; unlock() })
}

func (l *handedLock) poll(m *mux) {
	l.lock(func(unlock func()) {
		go m.load("", func() {})
		unlock()
	})
}

// What is handed the next step takes it, or goes back to the first one, and
// never both.
type steps struct {
	tries  int
	closed bool
}

func (s *steps) first(done func()) {
	s.fetch(func(again bool) { // want "^chain"
		s.next(again, done, func() {
			s.fetch(func(again bool) { // want "^chain"
				s.next(again, done, done)
			})
		})
	})
}

func (s *steps) fetch(f func(bool)) { time.AfterFunc(time.Second, func() { f(s.tries > 2) }) }

func (s *steps) next(again bool, done, on func()) {
	if !again {
		on()
		return
	}
	s.tries++
	s.first(done)
}

// The neighbour does both.
func (s *steps) start(done func()) {
	s.fetch(func(again bool) { // want "^recursive-spawn"
		s.both(done, func() {
			s.fetch(func(again bool) { // want "^recursive-spawn"
				s.both(done, done)
			})
		})
	})
}

func (s *steps) both(done, on func()) {
	on()
	s.start(done)
}

// What can not be started never calls back. The error is in a variable that
// what is called back sees too.
func (s *steps) attempt() {
	again := func(error) { time.AfterFunc(time.Second, s.attempt) } // want "^chain"
	var err error
	err = s.ask(func() { // want "^chain"
		if err != nil {
			again(err)
			return
		}
		s.attempt()
	})
	if err != nil {
		again(err)
	}
}

func (s *steps) ask(f func()) error {
	if s.closed {
		return errors.New("closed")
	}
	go f()
	return nil
}

// The neighbour goes on whether it failed or not.
func (s *steps) insist() {
	again := func(error) { time.AfterFunc(time.Second, s.insist) } // want "^recursive-spawn"
	var err error
	err = s.ask(func() { // want "^recursive-spawn"
		if err != nil {
			again(err)
			return
		}
		s.insist()
	})
	if err == nil {
		again(err)
	}
}

// A leaf that was not started needs nobody to wait for it.
func awaitsIfStarted(s *steps, r *rewrite) {
	done := make(chan bool)
	if err := s.ask(func() { close(done) }); err != nil { // want "^bounded-sequential"
		return
	}
	<-done
	for _, k := range r.kids {
		awaitsIfStarted(s, k)
	}
}

func awaitsIfNotStarted(s *steps, r *rewrite) {
	done := make(chan bool)
	if err := s.ask(func() { close(done) }); err == nil { // want "^leaf-spawn"
		return
	}
	for _, k := range r.kids {
		awaitsIfNotStarted(s, k)
	}
	<-done
}

// Each kind of client keeps its own methods in the hooks that all of them have.
// Those of one are not called by another.
type hooked struct{ process func(string) }

func (h *hooked) run(cmd string) { h.process(cmd) }

type shard struct{ hooked }

type cluster struct{ hooked }

type ring struct {
	hooked
	shards []*shard
}

func newShard() *shard {
	s := new(shard)
	s.process = s.one
	return s
}

func newCluster() *cluster {
	c := new(cluster)
	c.process = c.any
	return c
}

func newRing(n int) *ring {
	r := new(ring)
	r.process = func(cmd string) { r.all(cmd) }
	for range n {
		r.shards = append(r.shards, newShard())
	}
	return r
}

func (s *shard) one(string) {}

func (c *cluster) any(string) {}

func (r *ring) all(cmd string) {
	for _, s := range r.shards {
		go s.run(cmd)
	}
}

// Nodes of two kinds keep what is to be done with each.
type kindOfNode struct {
	visit func()
	kids  []*kindOfNode
}

type branchNode struct{ kindOfNode }

type leafNode struct{ kindOfNode }

func newBranch() *branchNode {
	b := new(branchNode)
	b.visit = b.visitKids
	return b
}

func newLeaf() *leafNode {
	l := new(leafNode)
	l.visit = l.visitOne
	return l
}

func (l *leafNode) visitOne() {}

func (b *branchNode) visitKids() {
	for _, k := range b.kids {
		go k.visit() // want "^recursive-spawn"
	}
}
