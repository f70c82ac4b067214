package lifo

import (
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// What sync.WaitGroup allows works the same.
func TestGroupMirrorsWaitGroup(t *testing.T) {
	for _, limit := range []int{1, 2, 8} {
		l := NewLimiter(limit)
		g := l.NewGroup()
		g.Wait() // Without tasks there is nothing to wait for.
		var ran atomic.Int64
		for round := int64(1); round <= 3; round++ { // A group may be reused.
			for i := 0; i < 10; i++ {
				g.Go(func() {
					g.Go(func() { ran.Add(1) }) // Tasks may add to their group.
				})
			}
			g.Wait()
			g.Wait() // A second wait returns at once.
			if got, want := ran.Load(), 10*round; got != want {
				t.Errorf("limit %d: %d tasks ran in %d rounds, want %d", limit, got, round, want)
			}
		}
		waitUntilIdle(t, l)
	}
}

func TestGroupHasManyWaiters(t *testing.T) {
	for _, limit := range []int{1, 2} {
		l := NewLimiter(limit)
		g := l.NewGroup()
		finished := 0 // Unprotected: every Wait happens after the only task.
		proceed := make(chan struct{})
		g.Go(func() {
			<-proceed
			finished = 1
		})
		var waiters sync.WaitGroup
		for i := 0; i < 10; i++ {
			waiters.Add(1)
			go func() {
				defer waiters.Done()
				g.Wait()
				if finished != 1 {
					t.Error("Wait returned before the task")
				}
			}()
		}
		for l.Stats().Lending < 10 {
			runtime.Gosched()
		}
		close(proceed)
		waiters.Wait()
		waitUntilIdle(t, l)
	}
}

// What the caller did before Go is visible to the task, and what the task did is
// visible after Wait. The race detector judges.
func TestGroupHappensBefore(t *testing.T) {
	for _, limit := range []int{1, 4} {
		l := NewLimiter(limit)
		values := make([]int, 100)
		for round := 0; round < 20; round++ {
			g := l.NewGroup()
			for i := range values {
				i := i
				values[i]++
				g.Go(func() { values[i]++ })
			}
			g.Wait()
		}
		for i, v := range values {
			if v != 40 {
				t.Errorf("values[%d] = %d, want 40", i, v)
			}
		}
	}
}

func TestGroupMisusePanics(t *testing.T) {
	var zero Group
	const unmade = "lifo: use of a zero Group; make one with Limiter.NewGroup"
	checkPanics(t, unmade, func() { zero.Go(func() {}) })
	checkPanics(t, unmade, zero.Wait)
	g := NewLimiter(1).NewGroup()
	checkPanics(t, "lifo: Go of a nil function", func() { g.Go(nil) })
	g.Wait()
}

// A task may become pending after another one of its group has found none to be
// replaced by, and before it gives up its slot.
func TestFinishLooksForPendingTasksAgain(t *testing.T) {
	l := NewLimiter(1)
	g := newGroup(l)
	l.active = 0 // Somebody lends.
	if !l.accept(func() {}, g) {
		t.Fatal("the first task did not start")
	}
	if next := g.replace(); next.run != nil {
		t.Fatal("a task was pending")
	}
	stranger := newGroup(l)
	stranger.age = 1
	if l.accept(func() {}, g) || l.accept(func() {}, stranger) {
		t.Fatal("another task started without a slot")
	}
	if next := l.leave(g); next.group != g {
		t.Error("the slot did not pass to the second task")
	}
	if next := l.finish(g); next.group != stranger {
		t.Error("the slot did not pass to the task of the other group")
	}
	g = stranger
	if next := l.finish(g); next.run != nil {
		t.Error("the slot passed to somebody when all had finished")
	}
	l.active++
	checkIdle(t, l)
}

// Likewise a task may become pending after the caller of Wait has found none that
// its slot could pass to, and before it lends the slot to strangers.
func TestWaitLooksForPendingTasksAgain(t *testing.T) {
	l := NewLimiter(1)
	g, stranger := newGroup(l), newGroup(l)
	stranger.age = 1
	w := &waiter{ready: make(chan struct{})}
	if next := g.lend(w); next.run != nil {
		t.Fatal("a task was pending")
	}
	if l.accept(func() {}, g) || l.accept(func() {}, stranger) {
		t.Fatal("a task started without a slot")
	}
	if next, blocks := l.lendTo(g, w); next.group != g || !blocks {
		t.Errorf("the slot did not pass to the task of the group; blocks: %v", blocks)
	}
	if next := l.finish(g); next.run != nil || l.lending.value.Load() != 0 {
		t.Error("the slot did not go back to the waiter")
	}
	<-w.ready
}

// Two goroutines that add the first tasks of a group add them to the same one.
func TestFirstTasksShareAGroup(t *testing.T) {
	g := NewLimiter(1).NewGroup()
	first, second := g.prepare(), g.prepare()
	if g.shared(first) != first || g.shared(second) != first || g.prepare() != nil {
		t.Error("a Group made a second group")
	}
}
