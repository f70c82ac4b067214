package lifo

import "sync/atomic"

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
	limiter *Limiter
	used    atomic.Bool // whether there is a group
	group   *group      // made by the first Go, under the limiter's lock
}

// NewGroup returns a Group whose tasks run under l.
func (l *Limiter) NewGroup() *Group {
	l.mustBeMade()
	return &Group{limiter: l}
}

// Go adds f to the group. It never blocks and never runs f on the caller's
// stack, so it is safe to call with locks held. If a slot is free, f starts at
// once. Otherwise it stays pending, as a closure and not a goroutine, until a
// slot passes to it, which may take until the caller waits: with a limit of 1 it
// always does, since the caller is on the only slot. So every fan-out needs its
// Wait: what is added after the last one may never start, and a Group, which may be
// reused, cannot tell. Work that nobody waits for belongs in [Limiter.Go].
//
// Pending tasks start in the order in which they were added, with one exception.
// While somebody waits for the group, additions are taken to come from its own
// tasks, the recursion sharing one group. They go before those that were pending
// when the latest task started, which keeps that recursion depth-first too. Let it
// start with a single task and wait at once: until somebody waits it is
// breadth-first.
//
// The call of Go happens before f starts. A panic in f ends the process, as it
// would under a bare go statement. A call of [runtime.Goexit] ends f alone.
func (g *Group) Go(f func()) {
	g.mustBeMade()
	mustBeFunction(f)
	if g.used.Load() && g.group.append(f) {
		return
	}
	made := g.prepare()
	l := g.limiter
	l.mu.Lock()
	start := l.accept(f, g.shared(made))
	l.unlock()
	if start {
		go work(task{run: f, group: g.group})
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
	g.mustBeMade()
	if !g.used.Load() {
		return
	}
	w := &waiter{ready: make(chan struct{})}
	if next := g.group.lend(w); next.run != nil {
		go work(next)
		<-w.ready
		return
	}
	l := g.limiter
	l.mu.Lock()
	next, blocks := l.lendTo(g.group, w)
	l.unlock()
	if next.run != nil {
		go work(next)
	}
	if blocks {
		<-w.ready
	}
}

// tryGo adds f only if it can start at once.
func (g *Group) tryGo(f func()) bool {
	g.mustBeMade()
	mustBeFunction(f)
	made := g.prepare()
	l := g.limiter
	l.mu.Lock()
	start := l.active < l.limit && l.accept(f, g.shared(made))
	l.unlock()
	if start {
		go work(task{run: f, group: g.group})
	}
	return start
}

// prepare returns what shared may need, made without holding a lock.
func (g *Group) prepare() *group {
	if g.used.Load() {
		return nil
	}
	return newGroup(g.limiter)
}

// shared returns what g shares with the task that is about to be added, which is
// made unless g was used before. The limiter's lock is held.
func (g *Group) shared(made *group) *group {
	if g.group == nil {
		g.limiter.created++
		made.age = g.limiter.created
		g.group = made
		g.used.Store(true)
	}
	return g.group
}

func (g *Group) mustBeMade() {
	if g.limiter == nil {
		panic("lifo: use of a zero Group; make one with Limiter.NewGroup")
	}
}
