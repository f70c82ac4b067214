package lifo

import (
	"context"
	"sync"
	"sync/atomic"
)

// contended is the state of a Semaphore that callers wait for.
const contended = -1

// A Semaphore holds n permits. Callers that wait for one are admitted strictly
// newest first. It is for code that has acquire and release sites already; where
// tasks wait for tasks, use a [Limiter].
//
// A newly arriving caller is by definition the newest: it takes a free permit
// without further ado. A released permit goes straight to the newest waiter, so
// that permits are never free while somebody waits.
//
// Newest first starves: as long as newer callers keep coming, the oldest may wait
// forever. That does no harm in a fan-out over finite work, whose oldest callers
// have the broadest work before them, and is wrong where every caller has a
// deadline, as in a server.
//
// A Semaphore is safe for use by several goroutines at once. It must be made by
// [NewSemaphore] and must not be copied. Acquire, TryAcquire and Release take
// constant time, and allocate only when they have to wait with a context that can be
// canceled.
type Semaphore struct {
	limit int64

	// state is the number of free permits. When none is free and callers wait it
	// is contended, and then only the holder of mu changes it.
	state atomic.Int64

	mu     sync.Mutex
	newest *admission
}

// An admission is a caller's place in the stack of those that wait.
type admission struct {
	newer, older *admission
	granted      bool
	ready        chan struct{} // closed when granted, to a caller that can be canceled
	asleep       *sync.Cond    // signaled when granted, to any other
	released     atomic.Bool   // set before that, so that Release happens before Acquire
}

// admissions are places of callers that cannot be canceled, to be used again. A channel
// would belong to the testing/synctest bubble that it was made in, and a condition
// variable does not.
var admissions = sync.Pool{New: func() any { return &admission{asleep: sync.NewCond(nil)} }}

// A sleeper is a Semaphore as the lock of a condition variable: who waits unlocks it,
// and on being woken does not want it back.
type sleeper Semaphore

func (s *sleeper) Lock()   {}
func (s *sleeper) Unlock() { s.mu.Unlock() }

// NewSemaphore returns a Semaphore with n free permits. It panics if n < 1.
func NewSemaphore(n int) *Semaphore {
	if n < 1 {
		panic("lifo: NewSemaphore needs at least 1 permit")
	}
	s := &Semaphore{limit: int64(n)}
	s.state.Store(s.limit)
	return s
}

// Acquire takes a permit and returns nil. If none is free it blocks until this
// caller is the newest that waits and a permit is released, or ctx is done.
//
// If ctx is done Acquire returns ctx.Err() and leaves the permits as they were:
// it takes none even if one is free, and passes on one that it was granted in the
// very instant of its cancellation.
//
// The Release that gives up a permit happens before the return of the Acquire
// that takes it.
func (s *Semaphore) Acquire(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	default:
	}
	if s.TryAcquire() {
		return nil
	}
	return s.wait(ctx)
}

// wait is Acquire when no permit was free a moment ago.
func (s *Semaphore) wait(ctx context.Context) error {
	if s.limit == 0 {
		panic("lifo: use of a Semaphore that was not made by NewSemaphore")
	}
	done := ctx.Done()
	if done == nil {
		s.sleep()
		return nil
	}
	w := &admission{ready: make(chan struct{})}
	s.mu.Lock()
	acquired := s.acquireOrPush(w)
	s.mu.Unlock()
	if !acquired && !s.admitted(w, done) {
		return ctx.Err()
	}
	return nil
}

// sleep is wait for a caller that cannot be canceled.
func (s *Semaphore) sleep() {
	w := admissions.Get().(*admission)
	s.mu.Lock()
	if s.acquireOrPush(w) {
		s.mu.Unlock()
	} else {
		w.asleep.L = (*sleeper)(s)
		w.asleep.Wait()
		w.asleep.L = nil
		w.released.Swap(false) // To read what Release wrote is to happen after it.
		w.granted = false
	}
	admissions.Put(w)
}

// admitted blocks until w is admitted, which it reports, or its caller is canceled.
func (s *Semaphore) admitted(w *admission, done <-chan struct{}) bool {
	select {
	case <-done:
		if !s.withdraw(w) {
			s.Release()
		}
		return false
	case <-w.ready:
	}
	// Both may have been ready. A caller that is canceled takes no permit.
	select {
	case <-done:
		s.Release()
		return false
	default:
		return true
	}
}

// TryAcquire takes a permit if one is free, and reports whether it did. It never
// blocks.
func (s *Semaphore) TryAcquire() bool {
	for {
		free := s.state.Load()
		if free <= 0 {
			return false
		}
		if s.state.CompareAndSwap(free, free-1) {
			return true
		}
	}
}

// Release gives a permit up, to the newest caller that waits if there is one. It
// never blocks. It panics, and changes nothing, if no permit is taken.
func (s *Semaphore) Release() {
	for {
		free := s.state.Load()
		if free == contended {
			if s.admit() {
				return
			}
			continue // The last one that waited was canceled meanwhile.
		}
		if free == s.limit {
			panic("lifo: Release of a Semaphore without a matching Acquire")
		}
		if s.state.CompareAndSwap(free, free+1) {
			return
		}
	}
}

// acquireOrPush pushes w, unless a permit has come free since the fast path
// failed: that one it takes, and reports true. The lock is held.
func (s *Semaphore) acquireOrPush(w *admission) bool {
	// The swap sees to it that no Release misses w: it fails if one came before,
	// and every later one finds the semaphore contended and needs the lock.
	for s.newest == nil && !s.state.CompareAndSwap(0, contended) {
		if s.TryAcquire() {
			return true
		}
	}
	w.older = s.newest
	if w.older != nil {
		w.older.newer = w
	}
	s.newest = w
	return false
}

// admit hands a permit to the newest caller that waits, and reports whether
// there was one.
func (s *Semaphore) admit() bool {
	s.mu.Lock()
	w := s.newest
	if w == nil {
		s.mu.Unlock()
		return false
	}
	s.remove(w)
	w.granted = true
	s.mu.Unlock()
	if w.ready != nil {
		close(w.ready)
	} else {
		w.released.Store(true)
		w.asleep.Signal()
	}
	return true
}

// withdraw removes w, whose caller gives up, and reports whether it still waited.
func (s *Semaphore) withdraw(w *admission) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	if w.granted {
		return false
	}
	s.remove(w)
	return true
}

// remove unlinks w. If nobody waits any more the semaphore is not contended, but
// without a free permit still. The lock is held.
func (s *Semaphore) remove(w *admission) {
	if w.newer != nil {
		w.newer.older = w.older
	} else {
		s.newest = w.older
	}
	if w.older != nil {
		w.older.newer = w.newer
	}
	w.newer, w.older = nil, nil
	if s.newest == nil {
		s.state.Store(0)
	}
}
