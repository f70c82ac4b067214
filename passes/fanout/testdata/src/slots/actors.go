package slots

import "sync"

// An actor has one loop, which whoever has news for it starts if need be, and
// which starts goroutines that have news in turn.
type actor struct {
	once    sync.Once
	news    chan *node
	done    chan *node
	stopped chan struct{}
}

func (a *actor) init() {
	a.once.Do(func() {
		a.news, a.done = make(chan *node), make(chan *node)
		a.stopped = make(chan struct{}, 1)
		a.stopped <- struct{}{}
	})
}

func (a *actor) tell(to *chan *node, n *node) {
	a.init()
	for {
		select {
		case *to <- n:
			return
		case <-a.stopped:
			go a.loop() // want "^bounded-once: stopped lets one"
		}
	}
}

func (a *actor) loop() {
	defer func() { a.stopped <- struct{}{} }()
	for {
		select {
		case n := <-a.news:
			a.start(n)
		case <-a.done:
			return
		}
	}
}

func (a *actor) start(n *node) {
	for _, c := range n.children {
		go a.work(c) // want "^bounded-once: stopped lets one"
	}
}

func (a *actor) work(n *node) { a.tell(&a.done, n) }

// The slot is given back before the loop begins, so that there can be many.
type hurried struct {
	news    chan *node
	stopped chan struct{}
}

func newHurried() *hurried {
	h := &hurried{news: make(chan *node), stopped: make(chan struct{}, 1)}
	h.stopped <- struct{}{}
	return h
}

func (h *hurried) tell(n *node) {
	for {
		select {
		case h.news <- n:
			return
		case <-h.stopped:
			go h.loop() // want "^recursive-spawn"
		}
	}
}

func (h *hurried) loop() {
	h.stopped <- struct{}{}
	for n := range h.news {
		for _, c := range n.children {
			go h.tell(c) // want "^recursive-spawn"
		}
	}
}

// The loop waits with the only slot for one that needs it.
type stuck struct{ free chan struct{} }

func newStuck() *stuck {
	s := &stuck{free: make(chan struct{}, 1)}
	s.free <- struct{}{}
	return s
}

func (s *stuck) visit(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		<-s.free
		wg.Go(func() { // want "^hold-wait: .*free"
			defer func() { s.free <- struct{}{} }()
			s.visit(c)
		})
	}
	wg.Wait()
}
