package lifo

import "sync/atomic"

// Stats is a snapshot of what a [Limiter] does. Peaks are since it was made, but
// for PeakPending.
type Stats struct {
	// Limit is the limit that NewLimiter was given.
	Limit int

	// Active is the number of slots in use, as a single root sees it: the root
	// unless it waits, and the tasks that neither have finished nor wait. It is 1
	// on an idle limiter. Each further root, as well as all the detached tasks
	// together, has one slot more, which is not counted here. Active exceeds
	// Limit only after a panic out of a Block.
	Active, PeakActive int

	// Started is the number of tasks that have started and not finished, those
	// that wait for others included. Each has a goroutine.
	Started, PeakStarted int

	// Pending is the number of tasks that have been accepted and not started.
	// Each is a closure. The peak is since the first call of Stats, with which a
	// limiter begins to count them, so that it costs nothing if nobody asks.
	Pending, PeakPending int

	// Lending is the number of callers in a Wait or a Block that blocks, those
	// included that only wait for a slot to resume on.
	Lending, PeakLending int

	// Finished is the number of tasks that have finished.
	Finished uint64
}

// Stats returns a snapshot. While tasks start and finish, its figures may be a task
// or so apart. At rest they go together. It takes time linear in the number of
// groups with pending tasks, and more the first time.
func (l *Limiter) Stats() Stats {
	l.mustBeMade()
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.observed.Load() {
		l.observe()
	}
	s := Stats{Limit: l.limit, Active: l.active, PeakActive: l.peakActive, Finished: l.finished}
	s.Started, s.PeakStarted = l.started.read()
	s.Pending, s.PeakPending = l.pending.read()
	s.Lending, s.PeakLending = l.lending.read()
	for _, g := range l.queue {
		g.mu.Lock()
		s.Finished += g.replaced
		g.mu.Unlock()
	}
	return s
}

// observe begins to count pending tasks. It holds all locks under which one could
// be added or removed. The limiter's lock is held, and is one of them.
func (l *Limiter) observe() {
	for _, g := range l.queue {
		g.mu.Lock()
	}
	l.observed.Store(true)
	for _, g := range l.queue {
		for i := g.pending.len(); i > 0; i-- {
			l.pending.add()
		}
		g.mu.Unlock()
	}
}

// A gauge is a number that goes up and down, and its peak.
type gauge struct {
	value, peak atomic.Int64
}

func (g *gauge) add() {
	value := g.value.Add(1)
	for peak := g.peak.Load(); peak < value; peak = g.peak.Load() {
		if g.peak.CompareAndSwap(peak, value) {
			return
		}
	}
}

func (g *gauge) remove() { g.value.Add(-1) }

func (g *gauge) read() (value, peak int) {
	return int(g.value.Load()), int(g.peak.Load())
}
