package lifo

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// Roots bring the slot they stand on, and no more than that.
func TestActiveNeverExceedsLimit(t *testing.T) {
	const rounds = 4
	root, _ := grow(regular(5, 4))
	for _, limit := range []int{1, 2, 7} {
		for _, roots := range []int{1, 3} {
			l := NewLimiter(limit)
			var active, peak atomic.Int64
			var descend func(n *node)
			descend = func(n *node) {
				defer active.Add(-1)
				storeMax(&peak, active.Add(1))
				runtime.Gosched()
				children := l.NewGroup()
				for _, child := range n.children {
					child := child
					children.Go(func() { descend(child) })
				}
				active.Add(-1)
				children.Wait()
				storeMax(&peak, active.Add(1)) // The code after a join counts, too.
				runtime.Gosched()
			}
			var callers sync.WaitGroup
			for i := 0; i < roots; i++ {
				callers.Add(1)
				go func() {
					defer callers.Done()
					for j := 0; j < rounds; j++ {
						descend(root)
					}
				}()
			}
			callers.Wait()
			if bound := int64(limit - 1 + roots); peak.Load() > bound {
				t.Errorf("limit %d, %d roots: %d active, want at most %d", limit, roots, peak.Load(), bound)
			}
			waitUntilIdle(t, l)
		}
	}
}

// At most n detached tasks are active, whatever the caller does.
func TestDetachedActiveNeverExceedsLimit(t *testing.T) {
	root, all := grow(regular(6, 4))
	for _, limit := range []int{1, 2, 5} {
		l := NewLimiter(limit)
		var active, peak, visits atomic.Int64
		detachedFanOut(l, root, func(*node) {
			storeMax(&peak, active.Add(1))
			visits.Add(1)
			runtime.Gosched()
			active.Add(-1)
		})
		if peak.Load() > int64(limit) {
			t.Errorf("limit %d: %d detached tasks active", limit, peak.Load())
		}
		if visits.Load() != int64(len(all)) {
			t.Errorf("limit %d: %d visits, want %d", limit, visits.Load(), len(all))
		}
		waitUntilIdle(t, l)
	}
}

// A caller that leaves without waiting, or that waits by other means and lends
// nothing, does not hold up detached work.
func TestDetachedWorkNeedsNoCaller(t *testing.T) {
	l := NewLimiter(1)
	for i := 0; i < 100; i++ {
		done := make(chan struct{})
		l.Go(func() {
			l.Go(func() { close(done) })
		})
		<-done
	}
	waitUntilIdle(t, l)
}

// A spawner may hold a lock that its task wants, and reads from its tasks only
// after the last of them was added.
func TestGoNeitherBlocksNorRunsOnCallersStack(t *testing.T) {
	for _, limit := range []int{1, 3} {
		l := NewLimiter(limit)
		g := l.NewGroup()
		var mu sync.Mutex
		results := make(chan int)
		mu.Lock()
		for i := 0; i < 50; i++ {
			g.Go(func() {
				mu.Lock()
				defer mu.Unlock()
				results <- 1
			})
		}
		mu.Unlock()
		sum := 0
		l.Block(func() {
			for i := 0; i < 50; i++ {
				sum += <-results
			}
		})
		g.Wait()
		if sum != 50 {
			t.Errorf("limit %d: sum = %d, want 50", limit, sum)
		}
		waitUntilIdle(t, l)
	}
}

// The stress of many roots, with exactly-once execution as the check, and with
// results that only the join protects from the race detector.
func TestStress(t *testing.T) {
	for _, limit := range []int{1, 2, 4} {
		l := NewLimiter(limit)
		var callers sync.WaitGroup
		for i := 0; i < 8; i++ {
			seed := int64(i)
			callers.Add(1)
			go func() {
				defer callers.Done()
				root, all := grow(irregular(seed, 2000))
				sums := make([]int, len(all))
				sumBelow(l, root, sums)
				if sums[0] != len(all) {
					t.Errorf("limit %d, tree %d: sum = %d, want %d", limit, seed, sums[0], len(all))
				}
			}()
		}
		callers.Wait()
		waitUntilIdle(t, l)
	}
}

// sumBelow counts the nodes below and including n. Some tasks leave by Goexit.
func sumBelow(l *Limiter, n *node, sums []int) {
	g := l.NewGroup()
	for _, child := range n.children {
		child := child
		g.Go(func() {
			sumBelow(l, child, sums)
			if child.number%5 == 0 {
				runtime.Goexit()
			}
		})
	}
	g.Wait()
	sums[n.number]++
	for _, child := range n.children {
		sums[n.number] += sums[child.number]
	}
}

// Block has its slot back when it returns, and after a panic as well.
func TestBlockLendsAndTakesBack(t *testing.T) {
	l := NewLimiter(1)
	g := l.NewGroup()
	ran := make(chan struct{})
	g.Go(func() { close(ran) })
	l.Block(func() { <-ran })
	g.Wait()
	waitUntilIdle(t, l)
	checkPanics(t, "out of f", func() {
		l.Block(func() { panic("out of f") })
	})
	checkIdle(t, l)
}

// A panic out of a Block is not held up by tasks that hold every slot and wait,
// in vain, for the one that panics.
func TestPanicOutOfBlockDoesNotWaitForSlot(t *testing.T) {
	l := NewLimiter(1)
	g := l.NewGroup()
	results := make(chan int)
	started := make(chan struct{})
	g.Go(func() {
		close(started)
		results <- 1
	})
	checkPanics(t, "no receive", func() {
		l.Block(func() {
			<-started
			panic("no receive")
		})
	})
	if s := l.Stats(); s.Active != 2 {
		t.Errorf("active = %d, want 2: the caller and the task that blocks", s.Active)
	}
	<-results
	g.Wait()
	waitUntilIdle(t, l)
}

func TestLimiterMisusePanics(t *testing.T) {
	for _, n := range []int{0, -1} {
		checkPanics(t, "lifo: NewLimiter needs a limit of at least 1, for the limit counts the caller",
			func() { NewLimiter(n) })
	}
	var zero Limiter
	const unmade = "lifo: use of a zero Limiter; make one with NewLimiter"
	checkPanics(t, unmade, func() { zero.NewGroup() })
	checkPanics(t, unmade, func() { zero.NewErrorGroup() })
	checkPanics(t, unmade, func() { zero.Go(func() {}) })
	checkPanics(t, unmade, func() { zero.Block(func() {}) })
	checkPanics(t, unmade, func() { zero.Stats() })
	l := NewLimiter(1)
	checkPanics(t, "lifo: Go of a nil function", func() { l.Go(nil) })
	checkIdle(t, l)
}

func TestHugeLimit(t *testing.T) {
	l := NewLimiter(int(^uint(0) >> 1))
	root, _ := grow(regular(4, 4))
	var roots sync.WaitGroup
	for i := 0; i < 4; i++ {
		roots.Add(1)
		go func() {
			defer roots.Done()
			groupPerNode(l, root, func(*node) {})
		}()
	}
	roots.Wait()
	waitUntilIdle(t, l)
}

func TestStats(t *testing.T) {
	l := NewLimiter(2)
	if got, want := l.Stats(), (Stats{Limit: 2, Active: 1, PeakActive: 1}); got != want {
		t.Errorf("idle: Stats() = %+v, want %+v", got, want)
	}
	g := l.NewGroup()
	proceed := make(chan struct{})
	for i := 0; i < 3; i++ {
		g.Go(func() { <-proceed })
	}
	want := Stats{Limit: 2, Active: 2, PeakActive: 2, Started: 1, PeakStarted: 1, Pending: 2, PeakPending: 2}
	if got := l.Stats(); got != want {
		t.Errorf("spawned: Stats() = %+v, want %+v", got, want)
	}
	close(proceed)
	g.Wait()
	waitUntilIdle(t, l)
	got := l.Stats()
	if got.Finished != 3 || got.Active != 1 || got.Started != 0 || got.Pending != 0 || got.Lending != 0 ||
		got.PeakActive != 2 || got.PeakPending != 2 || got.PeakLending > 1 || got.PeakStarted > 2 {
		t.Errorf("joined: Stats() = %+v", got)
	}
}

// Pending tasks are counted from the first call of Stats on, with those that are
// pending already.
func TestStatsCountFromFirstCall(t *testing.T) {
	l := NewLimiter(1)
	g := l.NewGroup()
	for i := 0; i < 5; i++ {
		g.Go(func() {})
	}
	if s := l.Stats(); s.Pending != 5 || s.PeakPending != 5 {
		t.Errorf("pending = %d with a peak of %d, want 5", s.Pending, s.PeakPending)
	}
	g.Go(func() {})
	g.Wait()
	if s := l.Stats(); s.Pending != 0 || s.PeakPending != 6 {
		t.Errorf("pending = %d with a peak of %d, want 0 with a peak of 6", s.Pending, s.PeakPending)
	}
	checkIdle(t, l)
}

func TestPeaksStay(t *testing.T) {
	l := NewLimiter(4)
	l.Stats() // From now on it counts pending tasks.
	g := l.NewGroup()
	for _, tasks := range []int{6, 1} {
		proceed := make(chan struct{})
		for i := 0; i < tasks; i++ {
			g.Go(func() { <-proceed })
		}
		close(proceed)
		g.Wait()
		waitUntilIdle(t, l)
		if s := l.Stats(); s.PeakActive != 4 || s.PeakStarted < 3 || s.PeakPending != 3 {
			t.Errorf("after %d tasks: Stats() = %+v", tasks, s)
		}
	}
}

// The first call of Stats counts nothing while tasks could still be added or
// replaced without being counted.
func TestStatsCountUnderAllLocks(t *testing.T) {
	l := NewLimiter(1)
	g := l.NewGroup()
	g.Go(func() {})
	g.group.mu.Lock()
	done := make(chan struct{})
	go func() {
		defer close(done)
		l.Stats()
	}()
	for l.mu.TryLock() { // Until the call has got this far.
		l.mu.Unlock()
		runtime.Gosched()
	}
	for i := 0; i < 1000; i++ {
		if l.observed.Load() {
			t.Fatal("tasks are counted before all locks are held")
		}
		runtime.Gosched()
	}
	g.group.mu.Unlock()
	<-done
	g.Wait()
	checkIdle(t, l)
}

// The first call of Stats may come while tasks are added and replaced. If it missed
// one or counted one twice, the count would not go back to none.
func TestStatsCountWhileTasksChange(t *testing.T) {
	root, _ := grow(regular(4, 5))
	for round := 0; round < 200; round++ {
		l := NewLimiter(4)
		var walk sync.WaitGroup
		walk.Add(1)
		go func() {
			defer walk.Done()
			groupPerNode(l, root, func(*node) {})
		}()
		for i := 0; i < round; i++ {
			runtime.Gosched()
		}
		l.Stats()
		walk.Wait()
		waitUntilIdle(t, l)
	}
}

// A batch of pending tasks costs one allocation, besides the closures that the caller
// makes.
func TestPendingTasksShareAllocations(t *testing.T) {
	const tasks = 1000
	l := NewLimiter(1)
	f := func() {}
	g := l.NewGroup()
	allocations := testing.AllocsPerRun(10, func() {
		for i := 0; i < tasks; i++ {
			g.Go(f)
		}
		g.Wait()
	})
	want := 1 / float64(len(batch{}.run))
	if perTask := allocations / tasks; perTask > 1.05*want {
		t.Errorf("%v allocations per pending task, want %v", perTask, want)
	}
}

// The heap of groups always has a newer one above an older one, wherever one is
// removed.
func TestGroupHeap(t *testing.T) {
	for seed := int64(0); seed < 50; seed++ {
		var h groupHeap
		present := map[uint64]*group{}
		for step, b := range randomOperations(seed, 600) {
			if age := uint64(b); present[age] == nil {
				present[age] = &group{age: age}
				h.add(present[age])
			} else {
				h.remove(present[age])
				delete(present, age)
			}
			if free := h[len(h):cap(h)]; len(free) > 0 && free[0] != nil {
				t.Fatalf("seed %d, step %d: the heap keeps a group that was removed", seed, step)
			}
			for i, g := range h {
				if g.position != i || i > 0 && h[(i-1)/2].age <= g.age {
					t.Fatalf("seed %d, step %d: age %d is at %d under age %d, and thinks it is at %d",
						seed, step, g.age, i, h[max(i-1, 0)/2].age, g.position)
				}
			}
			var want *group
			for _, g := range present {
				if want == nil || g.age > want.age {
					want = g
				}
			}
			if got := h.newest(); got != want {
				t.Fatalf("seed %d, step %d: newest is %v, want %v", seed, step, got, want)
			}
		}
		for _, g := range present {
			h.remove(g)
		}
		if len(h) != 0 || cap(h) > keptCapacity {
			t.Errorf("seed %d: an empty heap of length %d keeps a capacity of %d", seed, len(h), cap(h))
		}
	}
}
