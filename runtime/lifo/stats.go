package lifo

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

// Stats returns a consistent snapshot. It takes the limiter's lock for the time
// of a copy.
func (l *Limiter) Stats() Stats {
	l.mu.Lock()
	defer l.mu.Unlock()
	s := l.counts.stats
	s.Limit = l.limit
	s.Active = l.active
	if s.PeakActive < 1 {
		s.PeakActive = 1
	}
	return s
}

// counts keeps the statistics. Every method is called with the limiter's lock
// held, which is what makes a few additions cheap enough to be always on.
type counts struct {
	stats Stats
}

// start counts a task that starts without having been pending.
func (c *counts) start(active int) {
	c.stats.Started++
	raise(&c.stats.PeakStarted, c.stats.Started)
	raise(&c.stats.PeakActive, active)
}

// enqueue counts a task that is now pending.
func (c *counts) enqueue() {
	c.stats.Pending++
	raise(&c.stats.PeakPending, c.stats.Pending)
}

// dequeue counts a pending task that starts.
func (c *counts) dequeue(active int) {
	c.stats.Pending--
	c.start(active)
}

// finish counts a task that is over.
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
