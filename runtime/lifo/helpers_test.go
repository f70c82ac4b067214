package lifo

import (
	"runtime"
	"sync/atomic"
	"testing"
)

// checkIdle requires that nothing is left of what l did: all slots are back, all
// lists are empty, and the tasks that were accepted have finished.
func checkIdle(t *testing.T, l *Limiter) {
	t.Helper()
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.active != 1 || l.resuming != nil || l.resumed != nil || len(l.queue) != 0 || cap(l.queue) > keptCapacity {
		t.Errorf("idle limiter has active = %d, resuming = %v, %d groups queued of a capacity of %d",
			l.active, l.resuming != nil, len(l.queue), cap(l.queue))
	}
	if l.detached.unfinished != 0 || !l.detached.pending.empty() || l.detached.pending.tail != nil {
		t.Errorf("idle limiter has %d detached tasks", l.detached.unfinished)
	}
	for name, g := range map[string]*gauge{"started": &l.started, "pending": &l.pending, "lending": &l.lending} {
		if value, _ := g.read(); value != 0 {
			t.Errorf("idle limiter counts %d %s", value, name)
		}
	}
}

// checkPanics requires that f panics with the message.
func checkPanics(t *testing.T, message string, f func()) {
	t.Helper()
	defer func() {
		t.Helper()
		if got := recover(); got != message {
			t.Errorf("panic = %v, want %q", got, message)
		}
	}()
	f()
}

// storeMax raises peak to value if it is lower.
func storeMax(peak *atomic.Int64, value int64) {
	for {
		old := peak.Load()
		if value <= old || peak.CompareAndSwap(old, value) {
			return
		}
	}
}

// waitUntilIdle waits for the last slots to come back, and checks that nothing
// else is left. A task's slot is passed on after the task has returned, so it may
// be on its way when the task is known to be over by other means than a group.
func waitUntilIdle(t *testing.T, l *Limiter) {
	t.Helper()
	for s := l.Stats(); s.Started+s.Pending+s.Lending > 0; s = l.Stats() {
		runtime.Gosched()
	}
	checkIdle(t, l)
}

// waitUntilAwaited waits until somebody waits for g.
func waitUntilAwaited(g *Group) {
	awaited := func() bool {
		if !g.used.Load() {
			return false
		}
		g.group.mu.Lock()
		defer g.group.mu.Unlock()
		return g.group.waiters != nil
	}
	for !awaited() {
		runtime.Gosched()
	}
}
