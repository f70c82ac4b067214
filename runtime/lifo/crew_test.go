package lifo

import (
	"bytes"
	"runtime"
	"testing"
)

// A task runs on a goroutine that has run others and is idle, if there is one.
func TestIdleGoroutineRunsNextTask(t *testing.T) {
	l := NewLimiter(1)
	ranOn := map[string]int{}
	g := l.NewGroup()
	g.Go(func() {
		for i := 0; i < 10; i++ {
			joinOne(l, func() { ranOn[thisGoroutine()]++ })
			for idleGoroutines(t, l) == 0 { // The last one is on its way.
				runtime.Gosched()
			}
		}
	})
	g.Wait()
	checkIdle(t, l)
	if len(ranOn) != 1 {
		t.Errorf("tasks ran on %d goroutines, want all on the same: %v", len(ranOn), ranOn)
	}
}

// Of the goroutines that a deep recursion needs, no more than slots are kept as they
// come free, and none once it is over.
func TestNoMoreIdleGoroutinesThanSlots(t *testing.T) {
	for _, limit := range []int{1, 3} {
		l := NewLimiter(limit)
		most := 0
		var descend func(depth int)
		descend = func(depth int) {
			if depth == 0 {
				return
			}
			joinOne(l, func() { descend(depth - 1) })
			for i := 0; i < 10; i++ { // For those that are on their way.
				runtime.Gosched()
				most = max(most, idleGoroutines(t, l))
			}
		}
		descend(50)
		checkIdle(t, l)
		if most != limit {
			t.Errorf("limit %d: %d goroutines were idle, want as many as slots", limit, most)
		}
	}
}

// joinOne runs f as a task and waits for it.
func joinOne(l *Limiter, f func()) {
	g := l.NewGroup()
	g.Go(f)
	g.Wait()
}

// idleGoroutines returns how many are idle. It requires that they are counted right.
func idleGoroutines(t *testing.T, l *Limiter) int {
	t.Helper()
	l.crew.mu.Lock()
	defer l.crew.mu.Unlock()
	n := 0
	for w := l.crew.idle; w != nil; w = w.next {
		n++
	}
	if n != l.crew.size {
		t.Errorf("%d goroutines are idle, and %d are counted", n, l.crew.size)
	}
	return n
}

// thisGoroutine names the goroutine that calls it.
func thisGoroutine() string {
	stack := make([]byte, 64)
	stack = stack[:runtime.Stack(stack, false)]
	return string(bytes.Fields(stack)[1])
}
