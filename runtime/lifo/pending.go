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

	head, tail *task // pending tasks, in the order in which they will start
	latest     *task // the task most recently added in front, until one starts
}

// A task is an accepted function, pending or running.
type task struct {
	run   func()
	group *group
	next  *task
}

func newGroup(l *Limiter) *group {
	return &group{limiter: l, position: notQueued}
}

func newTask(f func()) *task {
	if f == nil {
		panic("lifo: Go of a nil function")
	}
	return &task{run: f}
}

// append adds t to the pending tasks, if there are any.
func (g *group) append(t *task) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.head == nil {
		return false
	}
	g.unfinished++
	g.push(t)
	return true
}

// replace records that a task is over and returns the pending task that takes its
// place. If there is none it does nothing.
func (g *group) replace() *task {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.head == nil {
		return nil
	}
	g.unfinished--
	g.replaced++
	return g.pop()
}

// lend adds w to those who wait and returns the pending task that takes over its
// slot. If there is none it does nothing.
func (g *group) lend(w *waiter) *task {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.head == nil {
		return nil
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

// take returns the first pending task, or nil.
func (g *group) take() *task {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.pop()
}

// push adds t to the pending tasks. The lock is held.
func (g *group) push(t *task) {
	t.group = g
	after := g.tail
	if g.newestFirst() {
		after, g.latest = g.latest, t
	}
	if after == nil {
		t.next, g.head = g.head, t
	} else {
		t.next, after.next = after.next, t
	}
	if t.next == nil {
		g.tail = t
	}
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

// pop removes the first pending task and returns it, or nil. The lock is held.
func (g *group) pop() *task {
	t := g.head
	if t == nil {
		return nil
	}
	g.head, t.next = t.next, nil
	g.latest = nil
	if g.head == nil {
		g.tail = nil
	}
	if g.limiter.observed.Load() {
		g.limiter.pending.remove()
	}
	return t
}
