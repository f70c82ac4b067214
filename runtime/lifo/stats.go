package lifo

import "sync/atomic"

// Stats is a snapshot of what a [Limiter] does. Peaks are since it was made.
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
	// Each is a closure.
	Pending, PeakPending int

	// Lending is the number of callers in a Wait or a Block that blocks, those
	// included that only wait for a slot to resume on.
	Lending, PeakLending int

	// Finished is the number of tasks that have finished.
	Finished uint64
}

// Stats returns a snapshot. Its figures go together when the limiter is at rest.
// While tasks start and finish, Pending and Finished may be a little ahead of the
// others, which are from one moment.
func (l *Limiter) Stats() Stats {
	l.mustBeMade()
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.counts.stats
	s.Limit = l.limit
	s.Active = l.active
	s.Pending, s.PeakPending = l.pendingTasks.read()
	for _, g := range l.pending {
		g.mu.Lock()
		s.Finished += g.replaced
		g.mu.Unlock()
	}
	if s.PeakActive < 1 {
		s.PeakActive = 1
	}
	return s
}

// counts keeps what the limiter's lock guards, but for Limit, Active, Pending and
// PeakPending, and for the tasks that groups have replaced and that are counted
// as finished later.
type counts struct {
	stats Stats
}

// start counts a task that starts, unless it replaces one that finishes.
func (c *counts) start(active int) {
	c.stats.Started++
	raise(&c.stats.PeakStarted, c.stats.Started)
	raise(&c.stats.PeakActive, active)
}

// finish counts a task that finishes, unless another one replaces it.
func (c *counts) finish() {
	c.stats.Started--
	c.stats.Finished++
}

// lend counts a caller that lends its slot.
func (c *counts) lend() {
	c.stats.Lending++
	raise(&c.stats.PeakLending, c.stats.Lending)
}

// resume counts a caller that has a slot again.
func (c *counts) resume(active int) {
	c.stats.Lending--
	raise(&c.stats.PeakActive, active)
}

func raise(peak *int, to int) {
	if *peak < to {
		*peak = to
	}
}

// A gauge is a number that goes up and down, and its peak. The pending tasks need
// one that no lock guards.
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
