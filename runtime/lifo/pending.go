package lifo

import "sync"

// A group is what a [Group] shares with its tasks.
//
// Most groups of a recursion are those of its leaves and stay empty. Since tasks
// refer to the group and not to the Group, a Group can live on its caller's stack,
// and costs a leaf no lock, nor an allocation where the compiler sees that.
type group struct {
	limiter *Limiter

	// The limiter's lock guards these.
	age      uint64 // greater is newer; the detached tasks' is 0
	position int    // in the limiter's queue, or notQueued

	// mu guards what follows. Whoever takes the limiter's lock as well takes that
	// one first.
	//
	// While a task is pending no slot is free. So this lock alone is enough to add
	// another one, or to let the slot of a task that finishes, or of a caller that
	// waits, pass to the next: as many slots remain in use. But the first task
	// becomes pending only under both locks. So the holder of the limiter's lock
	// who finds nothing pending anywhere may set a slot free.
	mu         sync.Mutex
	unfinished int     // tasks that are pending or run
	replaced   uint64  // tasks that have finished and that the limiter has not counted
	waiters    *waiter // callers that wait until none is unfinished
	pending    backlog // in the order in which they will start
}

// A task is an accepted function and the group that it belongs to.
type task struct {
	run   func() // nil if there is no task
	group *group
}

func newGroup(l *Limiter) *group {
	return &group{limiter: l, position: notQueued}
}

func mustBeFunction(f func()) {
	if f == nil {
		panic("lifo: Go of a nil function")
	}
}

// append adds a task to the pending ones, if there are any.
func (g *group) append(f func()) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.pending.empty() {
		return false
	}
	g.unfinished++
	g.push(f)
	return true
}

// replace records that a task is over and returns the pending task that takes its
// place. If there is none it does nothing.
func (g *group) replace() task {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.replaceLocked()
}

// replaceLocked is replace for a caller that holds the lock.
func (g *group) replaceLocked() task {
	if g.pending.empty() {
		return task{}
	}
	g.unfinished--
	g.replaced++
	return g.pop()
}

// complete records that a task is over, and returns the pending task that takes its
// place, unless it yields, or else whether it was the last unfinished one. The
// limiter's lock is held.
func (g *group) complete(yields bool) (next task, last bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if !yields {
		if next := g.replaceLocked(); next.run != nil {
			return next, false
		}
	}
	g.unfinished--
	g.limiter.finished++
	g.settle()
	return task{}, g.unfinished == 0
}

// lend adds w to those who wait and returns the pending task that takes over its
// slot. If there is none it does nothing.
func (g *group) lend(w *waiter) task {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.pending.empty() {
		return task{}
	}
	w.next, g.waiters = g.waiters, w
	g.limiter.lending.add()
	g.limiter.started.add()
	return g.pop()
}

// await adds w to those who wait, unless there is nothing to wait for.
func (g *group) await(w *waiter) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.unfinished == 0 {
		return false
	}
	w.next, g.waiters = g.waiters, w
	return true
}

// take returns the first pending task. If there is none, the group is about to leave
// the queue, and its count goes to the limiter, whose lock is held.
func (g *group) take() task {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.pending.empty() {
		g.settle()
		return task{}
	}
	return g.pop()
}

// settle hands the count of finished tasks to the limiter. Both locks are held.
func (g *group) settle() {
	g.limiter.finished += g.replaced
	g.replaced = 0
}

// push adds a task to the pending ones. The lock is held.
func (g *group) push(f func()) {
	g.pending.push(f, g.newestFirst())
	if g.limiter.observed.Load() {
		g.limiter.pending.add()
	}
}

// newestFirst reports whether tasks that are now added go in front. A Go call
// cannot tell who makes it, but while somebody waits for the group, and always
// when nobody ever does, it is in all likelihood made by a task of the group.
func (g *group) newestFirst() bool {
	return g.waiters != nil || g == g.limiter.detached
}

// pop removes the first of the pending tasks, of which there is one, and returns it.
// The lock is held.
func (g *group) pop() task {
	if g.limiter.observed.Load() {
		g.limiter.pending.remove()
	}
	return task{run: g.pending.pop(), group: g}
}
