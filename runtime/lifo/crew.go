package lifo

import "sync"

// A crew is the goroutines of a limiter that have run tasks and have none at the
// moment. Another goroutine would have to grow its stack first, to the size that tasks
// need, and that can take longer than all else that a task costs.
//
// A crew has no more members than the limiter has slots, and none once no task is left
// that has started and not finished.
type crew struct {
	mu   sync.Mutex
	idle *worker // the one that was busy last comes first
	size int
}

// A worker is a goroutine that runs tasks. Its channel has room for the one task that
// it is given while it is idle, and is closed when it is dismissed.
type worker struct {
	tasks chan task
	next  *worker
}

// start runs t, if it is a task, on a goroutine that is idle or else on a new one.
func (t task) start() {
	if t.run == nil {
		return
	}
	if w := t.group.limiter.crew.take(); w != nil {
		w.tasks <- t
		return
	}
	go work(t)
}

// take removes a worker, which has to be given a task, or returns nil.
func (c *crew) take() *worker {
	c.mu.Lock()
	defer c.mu.Unlock()
	w := c.idle
	if w != nil {
		c.idle, w.next = w.next, nil
		c.size--
	}
	return w
}

// work runs t and then whatever its slot passes to. When the slot passes to a caller
// that resumes, or to nobody, the goroutine stays for another task, or ends.
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
		l.finish(t).start()
	}()
	var self *worker
	for t.run != nil {
		t.run()
		if t = l.finish(t); t.run != nil {
			continue
		}
		if self = l.rest(self); self != nil {
			t = <-self.tasks
		}
	}
}

// rest adds its caller to the crew, as w if it was a member before, and returns it. It
// returns nil if the crew is large enough or has been dismissed.
func (l *Limiter) rest(w *worker) *worker {
	c := &l.crew
	c.mu.Lock()
	defer c.mu.Unlock()
	// Whoever finishes the last task counts that, and then dismisses the crew.
	if c.size == l.limit || l.census.started() == 0 {
		return nil
	}
	if w == nil {
		w = &worker{tasks: make(chan task, 1)}
	}
	w.next, c.idle = c.idle, w
	c.size++
	return w
}

// dismiss ends all that are idle.
func (c *crew) dismiss() {
	c.mu.Lock()
	defer c.mu.Unlock()
	for ; c.idle != nil; c.idle = c.idle.next {
		close(c.idle.tasks)
	}
	c.size = 0
}
