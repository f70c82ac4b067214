// Package workerlib has what keeps functions for others to run.
package workerlib

import "sync"

// A Runner keeps its tasks in a list until it is started.
type Runner struct {
	running chan struct{} // as many as have been started, which is for good
	mu      sync.Mutex
	tasks   []func()
	wg      sync.WaitGroup
}

func NewRunner(limit int) *Runner { return &Runner{running: make(chan struct{}, limit)} }

func (r *Runner) Add(task func()) {
	r.wg.Add(1)
	r.tasks = append(r.tasks, task)
}

func (r *Runner) Start() {
	for range r.tasks {
		select {
		case r.running <- struct{}{}:
			go r.work()
		default:
			return
		}
	}
}

func (r *Runner) Wait() { r.wg.Wait() }

func (r *Runner) work() {
	for {
		task := r.next()
		if task == nil {
			return
		}
		task()
		r.wg.Done()
	}
}

func (r *Runner) next() func() {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.tasks) == 0 {
		return nil
	}
	task := r.tasks[0]
	r.tasks = r.tasks[1:]
	return task
}

// Workers take their tasks from a queue.
type Workers struct{ queue chan func() }

func NewWorkers(n int) *Workers {
	w := &Workers{queue: make(chan func())}
	for range n {
		go func() {
			for task := range w.queue {
				task()
			}
		}()
	}
	return w
}

func (w *Workers) Submit(task func()) { w.queue <- task }

// Offer does not wait for a worker.
func (w *Workers) Offer(task func()) bool {
	select {
	case w.queue <- task:
		return true
	default:
		return false
	}
}

// Counted tells when the task is done.
func (w *Workers) Counted(wg *sync.WaitGroup, task func()) {
	wg.Add(1)
	w.queue <- func() {
		defer wg.Done()
		task()
	}
}

// A Crew takes its tasks from a queue until it is dismissed.
type Crew struct {
	queue chan task
	quit  chan struct{}
}

type task func()

func NewCrew(n int) *Crew {
	c := &Crew{queue: make(chan task), quit: make(chan struct{})}
	for range n {
		go c.work()
	}
	return c
}

func (c *Crew) work() {
	for {
		select {
		case <-c.quit:
			return
		case next := <-c.queue:
			next()
		}
	}
}

func (c *Crew) Submit(next task) { c.queue <- next }

func (c *Crew) Dismiss() { close(c.quit) }

// Events are told to whoever has asked, by one goroutine.
type Events struct {
	told []func(string)
	in   chan string
}

func NewEvents() *Events {
	e := &Events{in: make(chan string)}
	go e.loop()
	return e
}

func (e *Events) OnEvent(f func(string)) { e.told = append(e.told, f) }

func (e *Events) loop() {
	for event := range e.in {
		for _, f := range e.told {
			f(event)
		}
	}
}

// A Merger runs one function at a time for a key, for all that ask.
type Merger struct {
	mu    sync.Mutex
	calls map[string]*merged
}

type merged struct {
	run  func()
	done chan struct{}
	once sync.Once
}

func (m *Merger) Do(key string, f func()) {
	m.mu.Lock()
	c, ok := m.calls[key]
	if !ok {
		c = &merged{run: f, done: make(chan struct{})}
		m.calls[key] = c
	}
	m.mu.Unlock()
	c.wait()
}

func (c *merged) wait() {
	go c.once.Do(c.start)
	<-c.done
}

func (c *merged) start() {
	defer close(c.done)
	c.run()
}

// A Timer runs a function now and then until it is stopped.
type Timer struct {
	f    func()
	tick chan struct{}
}

func NewTimer(f func()) *Timer {
	t := &Timer{f: f, tick: make(chan struct{})}
	go t.loop()
	return t
}

func (t *Timer) loop() {
	for range t.tick {
		t.f()
	}
}
