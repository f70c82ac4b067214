// Package once has goroutines that are started once for the whole recursion,
// and once for every node.
package once

import (
	"slices"
	"sync"
	"sync/atomic"
	"time"
)

type node struct {
	name     string
	once     sync.Once
	loading  bool
	children []*node
}

func watch() {}

// Once for the walk.
type walker struct {
	once    sync.Once
	mu      sync.Mutex
	running bool
	busy    atomic.Bool
}

// Once, and what is started comes back: one at a time, for ever.
func (w *walker) renew(n *node) {
	w.once.Do(func() {
		go w.renew(n) // want "^bounded-once"
	})
	for _, c := range n.children {
		w.renew(c)
	}
}

// Once for every node.
func (n *node) load() {
	n.once.Do(func() {
		for _, c := range n.children {
			go c.load() // want "^recursive-spawn"
		}
	})
}

// Once for every node, which comes through many hands.
func handedNode(n *node) {
	n.once.Do(func() {
		go watch() // want "^leaf-spawn"
	})
	slices.ContainsFunc(n.children, func(c *node) bool {
		handNode(c)
		return false
	})
}

func handNode(n *node) { takeNode(n) }
func takeNode(n *node) { handedNode(n) }

// Once for the walker, which comes through as many.
func (w *walker) handed(n *node) {
	w.once.Do(func() {
		go watch() // want "^bounded-once"
	})
	slices.ContainsFunc(n.children, func(c *node) bool {
		w.hand(c)
		return false
	})
}

func (w *walker) hand(n *node) { w.take(n) }
func (w *walker) take(n *node) { w.handed(n) }

// Once for every activation.
func fresh(n *node) {
	var once sync.Once
	for _, c := range n.children {
		once.Do(func() {
			go fresh(c) // want "^recursive-spawn"
		})
		fresh(c)
	}
}

// A shared flag, set under a lock.
func (w *walker) flagged(n *node) {
	w.mu.Lock()
	if !w.running {
		w.running = true
		go w.flush() // want "^bounded-once"
	}
	w.mu.Unlock()
	for _, c := range n.children {
		w.flagged(c)
	}
}

func (w *walker) flush() {
	w.mu.Lock()
	w.running = false
	w.mu.Unlock()
}

// A shared flag that is swapped.
func (w *walker) swapped(n *node) {
	if w.busy.CompareAndSwap(false, true) {
		go w.drain() // want "^bounded-once"
	}
	for _, c := range n.children {
		w.swapped(c)
	}
}

func (w *walker) drain() { w.busy.Store(false) }

// A flag of every node.
func (n *node) fetch() {
	if n.loading {
		return
	}
	n.loading = true
	for _, c := range n.children {
		go c.fetch() // want "^recursive-spawn"
	}
}

// Every node has its own, and comes out of a callback.
type shelf struct {
	once sync.Once
	kids *sync.Map
}

func perNodeInCallback(s *shelf) {
	s.once.Do(func() {
		go s.watch() // want "^leaf-spawn"
	})
	s.kids.Range(func(_, value any) bool {
		perNodeInCallback(value.(*shelf))
		return true
	})
}

func (s *shelf) watch() {}

// A failure that is noted down stops the rest, and lets any number through
// until then.
type importer struct {
	mu  sync.Mutex
	err error
}

func (im *importer) load(n *node, read func(*node) error) {
	if im.err != nil {
		return
	}
	if err := read(n); err != nil {
		im.err = err
	}
	for _, c := range n.children {
		go im.load(c, read) // want "^recursive-spawn"
	}
}

// A method value that a timer calls is of the same object.
type account struct {
	current *node
	again   func(func())
}

func (a *account) start() {
	if a.current != nil {
		return
	}
	a.current = new(node)
	go func() { // want "^(bounded-once|chain)"
		a.current = nil
		a.again(func() { println("later") })
		time.AfterFunc(time.Second, a.start) // want "^(bounded-once|chain)"
	}()
}

// A link is reconnected by whoever finds it connected and broken, who says so
// before the goroutine starts.
type link struct {
	mu    sync.Mutex
	state int
	tries atomic.Int32
	peers []*link
}

const (
	offline = iota
	connecting
	connected
)

func (l *link) reconnect() {
	l.enter(connected)
	go l.read()  // want "^bounded-once"
	go l.flush() // want "^bounded-once"
}

func (l *link) read()  { l.failed() }
func (l *link) flush() { l.failed() }

func (l *link) failed() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.state == connected {
		l.enter(connecting)
		go l.reconnect() // want "^bounded-once: state lets one goroutine through"
	}
}

func (l *link) enter(state int) {
	println("state", state)
	l.state = state
}

// The same, where any state but one will do.
func (l *link) started(n *node) {
	if l.state != connecting {
		l.state = connecting
		go l.dial(n) // want "^bounded-once"
	}
	for _, c := range n.children {
		l.started(c)
	}
}

func (l *link) dial(*node) { l.state = connected }

// An atomic state.
func (l *link) again(n *node) {
	if l.tries.Load() == offline {
		l.tries.Store(connecting)
		go l.redial(n) // want "^bounded-once"
	}
	for _, c := range n.children {
		l.again(c)
	}
}

func (l *link) redial(*node) { l.tries.Store(offline) }

// Nothing changes the state.
func (l *link) unchanged(n *node) {
	for _, c := range n.children {
		if l.state == connected {
			go l.unchanged(c) // want "^recursive-spawn"
		}
	}
}

// It is changed to what it is.
func (l *link) renewed(n *node) {
	for _, c := range n.children {
		if l.state == connected {
			l.enter(connected)
			go l.renewed(c) // want "^recursive-spawn"
		}
	}
}

// It is put back at once.
func (l *link) putBack(n *node) {
	for _, c := range n.children {
		if l.state == connected {
			l.state = connecting
			go l.putBack(c) // want "^recursive-spawn"
			l.state = connected
		}
	}
}

// Every link has a state of its own.
func (l *link) spread() {
	for _, p := range l.peers {
		if p.state == connected {
			p.state = connecting
			go p.spread() // want "^recursive-spawn"
		}
	}
}

// A flag behind a lock, with a getter and a setter.
type service struct {
	mu sync.Mutex
	on bool
	n  int
}

func (s *service) running() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.on
}

func (s *service) set(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.on = on
}

func (s *service) count() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.n++
}

func (s *service) apply(n *node) {
	start := n.loading && !s.running()
	s.set(true)
	if start {
		go s.serve(n) // want "^bounded-once: on lets one goroutine through"
	}
}

func (s *service) serve(n *node) {
	for _, c := range n.children {
		s.apply(c)
	}
}

// Nobody says that it runs.
func (s *service) applyAgain(n *node) {
	if !s.running() {
		s.count()
		go s.serveAgain(n) // want "^recursive-spawn"
	}
}

func (s *service) serveAgain(n *node) {
	for _, c := range n.children {
		s.applyAgain(c)
	}
}

// Each node has a flag of its own.
func (n *node) isLoading() bool { return n.loading }

func (n *node) begin() { n.loading = true }

func start(n *node) {
	if n.isLoading() {
		return
	}
	n.begin()
	for _, c := range n.children {
		go start(c) // want "^recursive-spawn"
	}
}
