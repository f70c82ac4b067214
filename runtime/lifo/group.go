package lifo

// A Group is a collection of tasks that are joined together, as with a
// [sync.WaitGroup], but run under a [Limiter]. Make one per fan-out, from the
// limiter that the recursion shares:
//
//	func visit(n *Node) {
//		children := limiter.NewGroup()
//		for _, c := range n.Children {
//			children.Go(func() { visit(c) })
//		}
//		children.Wait()
//	}
//
// A Group may be used by several goroutines at once: tasks of the group may add
// to it, goroutines that are not tasks may too, and anyone may wait, any number
// of times. It may be reused once Wait has returned. It must not be copied.
type Group struct {
	_       noCopy
	limiter *Limiter
	age     uint64 // greater is newer

	// The limiter's lock guards what follows.

	unfinished int     // tasks that are pending or run
	waiters    *waiter // callers that wait until none is unfinished

	head, tail *task // pending tasks, in the order in which they will start
	latest     *task // the task most recently added in front, until one starts
	position   int   // in the heap of groups that have pending tasks
}

// noCopy makes go vet report copies of the structs that have it.
type noCopy struct{}

func (*noCopy) Lock()   {}
func (*noCopy) Unlock() {}

// NewGroup returns a Group whose tasks run under l.
func (l *Limiter) NewGroup() *Group {
	l.validDetached()
	return &Group{limiter: l, age: l.created.Add(1)}
}

// Go adds f to the group. It never blocks and never runs f on the caller's
// stack, so it is safe to call with locks held. If a slot is free, f starts at
// once. Otherwise it stays pending, as a closure and not a goroutine, until a
// slot passes to it, which may take until the caller waits: with a limit of 1 it
// always does, since the caller is on the only slot. So every fan-out needs its
// Wait. Work that nobody waits for belongs in [Limiter.Go].
//
// Pending tasks start in the order in which they were added, with one exception.
// While somebody waits for the group, additions come from its own tasks, the
// recursion sharing one group. They go before those that were pending when the
// latest task started, which keeps that recursion depth-first too.
//
// The call of Go happens before f starts. A panic in f ends the process, as it
// would under a bare go statement. A call of [runtime.Goexit] ends f alone.
func (g *Group) Go(f func()) {
	t := newTask(g.valid(), f)
	l := g.limiter
	l.mu.Lock()
	start := l.accept(t)
	l.mu.Unlock()
	if start {
		go work(t)
	}
}

// Wait blocks until every task of the group has returned, those included that
// are added in the meantime. If it has to block, it lends the caller's slot for
// that time, first to a pending task of this group. When Wait returns, the
// caller holds a slot again.
//
// The return of every task that it waited for happens before the return of Wait.
//
// A task must not wait for its own group, be it through others. As with
// [sync.WaitGroup], that blocks forever.
func (g *Group) Wait() {
	l := g.valid().limiter
	l.mu.Lock()
	if g.unfinished == 0 {
		l.mu.Unlock()
		return
	}
	w := &waiter{ready: make(chan struct{}), next: g.waiters}
	g.waiters = w
	l.counts.lend()
	next := l.passOn(g)
	l.mu.Unlock()
	if next != nil {
		go work(next)
	}
	<-w.ready
}

// tryGo adds f only if it can start at once.
func (g *Group) tryGo(f func()) bool {
	t := newTask(g.valid(), f)
	l := g.limiter
	l.mu.Lock()
	start := l.active < l.limit && l.accept(t)
	l.mu.Unlock()
	if start {
		go work(t)
	}
	return start
}

// valid returns g.
func (g *Group) valid() *Group {
	if g.limiter == nil {
		panic("lifo: use of a Group that was not made by a Limiter")
	}
	return g
}
