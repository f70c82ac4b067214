package lifo

import (
	"runtime"
	"sync"
	"sync/atomic"
)

// A Limiter bounds how many goroutines are active at once in a recursive
// fan-out, and decides which pending task starts when a slot comes free.
// Any number of groups, at any depth of the recursion, share one Limiter.
//
// A Limiter is safe for use by several goroutines at once. It must be made by
// [NewLimiter] and must not be copied. It holds no goroutine while it has
// nothing to do and needs no closing.
type Limiter struct {
	limit    int
	detached *group       // the tasks that Limiter.Go started
	observed atomic.Bool  // whether pending tasks are counted
	wanted   atomic.Bool  // whether callers wanted to resume when the lock was last held
	blocked  atomic.Int64 // callers in the function of a Block

	// What every task reads is to share no cache line with what many write.
	_ [64]byte

	started, pending, lending gauge

	// mu guards what follows. A slot changes hands without it from a task to the
	// next one of its group, and from a caller that waits to a task of its group.
	mu sync.Mutex

	// active counts the slots in use as a single caller sees them: itself, so
	// it starts at 1, plus every task that runs, minus everyone who lends. A
	// slot is free while active < limit, and then nothing is pending and
	// nobody is resuming. A [Limiter.Block] that is left by a panic may raise
	// active above limit, until slots that no group has a use for pay that back.
	active, peakActive int

	resuming *waiter   // callers whose wait is over and who need a slot, newest first
	resumed  *waiter   // callers that hold a slot again, to be told by unlock
	queue    groupHeap // all groups that have pending tasks, and some that had
	created  uint64    // groups made so far: a group's age is its number
	finished uint64    // tasks that have finished, but for those that groups count
}

// A waiter is a caller that has lent its slot and blocks. Its channel is made
// for the one wait and closed when the caller holds a slot again.
type waiter struct {
	ready chan struct{}
	next  *waiter
}

// NewLimiter returns a Limiter that keeps at most n goroutines active,
// including the one that starts the recursion: that caller and n-1 others.
// With n = 1, a recursion runs sequentially, in pre-order.
//
// Several callers that are not themselves tasks of the limiter, called roots,
// may use it at once. Each brings the slot it stands on, so R roots and their
// tasks amount to at most n-1+R active goroutines.
//
// NewLimiter panics if n < 1.
func NewLimiter(n int) *Limiter {
	if n < 1 {
		panic("lifo: NewLimiter needs a limit of at least 1, for the limit counts the caller")
	}
	l := &Limiter{limit: n, active: 1, peakActive: 1}
	l.detached = newGroup(l)
	return l
}

// Go starts f as a task that nobody joins. Like the go statement, it never
// blocks and never runs f on the caller's stack.
//
// Unlike a group's tasks, which may have to wait for their caller to lend its
// slot, detached tasks do not count on any caller: all the detached work of a
// limiter counts together as one more root, for as long as any of it is
// unfinished. So at most n detached tasks are active, and at every limit they
// make progress even if the callers never wait, block on something else, or
// return.
//
// The newest task starts first: what a running task adds goes before what was
// pending when it started, and keeps its order. Callers that come back from a
// [Limiter.Block] go before all of them. With n = 1 a recursion through Go is the
// sequential pre-order, but for its first call, which is made by a root and runs
// beside it.
//
// The call of Go happens before f starts. Whoever needs to know that f has
// returned should use a [Group] instead.
func (l *Limiter) Go(f func()) {
	l.mustBeMade()
	mustBeFunction(f)
	if l.detached.append(f) {
		return
	}
	l.mu.Lock()
	start := l.accept(f, l.detached)
	l.unlock()
	if start {
		go work(task{run: f, group: l.detached})
	}
}

// Block calls f, on the caller's stack, and lends the caller's slot meanwhile.
// When f returns, Block waits for a slot to resume on, so that its caller holds
// one again. Callers that resume go before everything that is pending, but for the
// tasks of the group that a slot came from.
//
// Block is for waiting on other tasks by other means than a group: collecting
// what they send, a condition variable, a lock that one of them holds. It must
// enclose the whole exchange. A loop that receives should be inside f as a
// whole: with one Block per receive, the tasks may hold every slot, blocked in
// the send of the next value, while the receiver waits for a slot. For the same
// reason the caller should hold no lock that other tasks want. And f has no slot
// to lend: it must not wait for a group of this limiter, nor call Block again.
//
// What blocks in f is not active, and other tasks start in its place. So do not
// use Block for the leaf's own input and output: every pending task would start,
// only to block as well.
//
// If f panics or calls [runtime.Goexit], Block takes the slot back without
// waiting, even above the limit, rather than hold up the unwinding. The next slot
// that a group has no use for evens that out.
func (l *Limiter) Block(f func()) {
	l.mustBeMade()
	l.mu.Lock()
	l.lending.add()
	next := l.passOn()
	l.unlock()
	if next.run != nil {
		go work(next)
	}
	returned := false
	l.blocked.Add(1)
	defer func() {
		l.blocked.Add(-1)
		l.takeBack(returned)
	}()
	f()
	returned = true
}

// takeBack gives its caller, who lent a slot, a slot again. If none is free it
// blocks until one is, or else overdraws.
func (l *Limiter) takeBack(block bool) {
	w := &waiter{ready: make(chan struct{})}
	l.mu.Lock()
	w.next, l.resuming = l.resuming, w
	if l.active < l.limit || !block {
		l.take()
		l.resumeNewest()
	}
	l.unlock()
	<-w.ready
}

func (l *Limiter) mustBeMade() {
	if l.limit == 0 {
		panic("lifo: use of a zero Limiter; make one with NewLimiter")
	}
}

// work runs t and then whatever its slot passes to. The goroutine ends when the
// slot passes to a caller that resumes, or to nobody.
func work(t task) {
	l := t.group.limiter
	defer func() {
		if t.run == nil {
			return
		}
		// The task did not return. If it panics, let the process die as it would
		// under a bare go statement, of the original value and with the task's
		// frames on the stack. The task must not count as finished: its waiter
		// might be main, and return before the crash is reported.
		if reason := recover(); reason != nil {
			panic(reason)
		}
		// It called runtime.Goexit, which ends this goroutine but not its slot.
		if next := l.finish(t.group); next.run != nil {
			go work(next)
		}
	}()
	for t.run != nil {
		t.run()
		if l.blocked.Load() > 0 {
			// What the task has done last may be what a caller of Block waits for.
			// Let it come back for its slot before another task has that.
			runtime.Gosched()
		}
		t = l.finish(t.group)
	}
}

// accept takes f in as a task of g and reports whether a slot was free and is now
// the task's, to be started by the caller. Otherwise it is pending. The lock is held.
func (l *Limiter) accept(f func(), g *group) bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g == l.detached && g.unfinished == 0 {
		l.active-- // The detached work's own slot, lent until the last of it finishes.
	}
	g.unfinished++
	if l.active < l.limit {
		l.take()
		l.started.add()
		return true
	}
	g.push(f)
	if g.position == notQueued {
		l.queue.add(g)
	}
	return false
}

// take uses one more slot. The lock is held.
func (l *Limiter) take() {
	l.active++
	if l.peakActive < l.active {
		l.peakActive = l.active
	}
}

// lendTo lends the slot of w, who waits for g, when no task of g was pending a
// moment ago. It reports whether g was unfinished, so that w has to block, and
// returns the task to be started on the slot, if any. The lock is held.
func (l *Limiter) lendTo(g *group, w *waiter) (next task, blocks bool) {
	if next := g.lend(w); next.run != nil {
		return next, true
	}
	if !g.await(w) {
		return task{}, false
	}
	l.lending.add()
	return l.passOn(), true
}

// finish records that a task of g is over and passes its slot on. It returns the
// task that the slot passes to, if any.
//
// The pending tasks of g come first, as they do in Wait. Thus a group that
// somebody waits for always has a task that is started and not finished, with a
// slot on it or further down. What strangers do on other slots, such as to wait
// for a lock that the waiter holds, cannot keep the group from finishing.
//
// Nobody waits for the detached tasks as a whole. They yield to callers that want to
// resume, who would otherwise wait for all of them.
func (l *Limiter) finish(g *group) task {
	if g != l.detached || !l.wanted.Load() {
		if next := g.replace(); next.run != nil {
			return next
		}
	}
	return l.leave(g)
}

// leave is finish when no task of g was to have the slot a moment ago.
func (l *Limiter) leave(g *group) task {
	l.mu.Lock()
	defer l.unlock()
	yields := g == l.detached && l.resuming != nil
	next, done := g.complete(yields)
	if next.run != nil {
		return next
	}
	if g.position != notQueued && (done || !yields) {
		l.queue.remove(g)
	}
	l.started.remove()
	if done {
		l.wake(g)
	}
	return l.passOn()
}

// wake makes everyone who waited for g, which has finished, a caller that resumes,
// on a free slot as far as there is one. The lock is held.
func (l *Limiter) wake(g *group) {
	if g == l.detached {
		l.active++ // The detached work takes back its slot, and leaves with it.
	}
	if last := g.waiters; last != nil {
		for last.next != nil {
			last = last.next
		}
		last.next, l.resuming, g.waiters = l.resuming, g.waiters, nil
	}
	for l.resuming != nil && l.active < l.limit {
		l.take()
		l.resumeNewest()
	}
}

// passOn disposes of a slot that the group of its holder has no use for. First
// come those who want to resume, for they complete what has been started, and then
// the newest group. It returns the task to be started on the slot, or none if a
// caller resumed or the slot came free. The lock is held.
func (l *Limiter) passOn() task {
	if l.active > l.limit {
		l.active--
		return task{}
	}
	if l.resuming != nil {
		l.resumeNewest()
		return task{}
	}
	for g := l.queue.newest(); g != nil; g = l.queue.newest() {
		if t := g.take(); t.run != nil {
			l.started.add()
			return t
		}
		l.queue.remove(g)
	}
	l.active--
	return task{}
}

// resumeNewest lets the newest of the callers that resume go on, on a slot that
// is already counted. The lock is held.
func (l *Limiter) resumeNewest() {
	w := l.resuming
	l.resuming, w.next = w.next, l.resumed
	l.resumed = w
	l.lending.remove()
}

// unlock releases the lock, and then tells those who hold a slot again. To wake a
// goroutine takes longer than all that is done under the lock.
func (l *Limiter) unlock() {
	w := l.resumed
	l.resumed = nil
	if wanted := l.resuming != nil; wanted != l.wanted.Load() {
		l.wanted.Store(wanted)
	}
	l.mu.Unlock()
	for w != nil {
		next := w.next
		close(w.ready)
		w = next
	}
}
