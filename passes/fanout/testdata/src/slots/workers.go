package slots

import "sync"

// A fixed number of workers that are started once read the queue. Who adds to it
// waits for one of them, and they stand still once all of them add to it.
type queue struct {
	mu      sync.Mutex
	tasks   []func()
	signals chan struct{}
}

func newQueue(workers int) *queue {
	q := &queue{signals: make(chan struct{}, 1)}
	for range workers {
		go q.work()
	}
	return q
}

func (q *queue) work() {
	for range q.signals {
		q.mu.Lock()
		task := q.tasks[0]
		q.tasks = q.tasks[1:]
		q.mu.Unlock()
		task()
	}
}

func (q *queue) push(task func()) {
	q.mu.Lock()
	q.tasks = append(q.tasks, task)
	q.mu.Unlock()
	q.signals <- struct{}{}
}

func (q *queue) visit(n *node) {
	for _, c := range n.children {
		q.push(func() { q.visit(c) }) // want "^hold-wait: push waits for a slot"
	}
}

// Nobody waits for room in a list.
type backlog struct {
	mu    sync.Mutex
	some  *sync.Cond
	tasks []func()
}

func newBacklog(workers int) *backlog {
	l := new(backlog)
	l.some = sync.NewCond(&l.mu)
	for range workers {
		go l.work()
	}
	return l
}

func (l *backlog) work() {
	for {
		l.mu.Lock()
		for len(l.tasks) == 0 {
			l.some.Wait()
		}
		task := l.tasks[0]
		l.tasks = l.tasks[1:]
		l.mu.Unlock()
		task()
	}
}

func (l *backlog) push(task func()) {
	l.mu.Lock()
	l.tasks = append(l.tasks, task)
	l.mu.Unlock()
	l.some.Signal()
}

func (l *backlog) visit(n *node) {
	for _, c := range n.children {
		l.push(func() { l.visit(c) }) // want "^bounded-pool"
	}
}

// But a task that waits for tasks keeps its worker.
func (l *backlog) visitAndWait(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		l.push(func() { // want "^hold-wait: a task of push waits here"
			defer wg.Done()
			l.visitAndWait(c)
		})
	}
	wg.Wait()
}

// What waits for all of them is no task.
func (l *backlog) visitAll(n *node) {
	var wg sync.WaitGroup
	wg.Add(1)
	l.push(func() { l.visitCounted(n, &wg) })
	wg.Wait()
}

func (l *backlog) visitCounted(n *node, wg *sync.WaitGroup) {
	defer wg.Done()
	for _, c := range n.children {
		wg.Add(1)
		l.push(func() { l.visitCounted(c, wg) }) // want "^bounded-pool"
	}
}

// A task that there is no room for is done in place.
func (c *crew) submitOrRun(job func()) {
	select {
	case c.jobs <- job:
	default:
		job()
	}
}

func crewedOrInPlace(c *crew, n *node) {
	var wg sync.WaitGroup
	for _, k := range n.children {
		wg.Add(1)
		c.submitOrRun(func() { // want "^bounded-pool"
			defer wg.Done()
			crewedOrInPlace(c, k)
		})
	}
	wg.Wait()
}

func offeredAndJoined(c *crew, n *node) {
	var wg sync.WaitGroup
	for _, k := range n.children {
		wg.Add(1)
		task := func() {
			defer wg.Done()
			offeredAndJoined(c, k)
		}
		if !c.offer(task) { // want "^bounded-pool"
			task()
		}
	}
	wg.Wait()
}

// Nor does one wait for room who takes the tasks and keeps them until there is a worker.
type dispatched struct{ tasks, ready chan func() }

func newDispatched(workers int) *dispatched {
	d := &dispatched{make(chan func()), make(chan func())}
	go d.dispatch()
	for range workers {
		go func() {
			for task := range d.ready {
				task()
			}
		}()
	}
	return d
}

func (d *dispatched) dispatch() {
	var kept []func()
	for {
		if len(kept) == 0 {
			kept = append(kept, <-d.tasks)
		}
		select {
		case task := <-d.tasks:
			kept = append(kept, task)
		case d.ready <- kept[0]:
			kept = kept[1:]
		}
	}
}

func (d *dispatched) visit(n *node) {
	for _, c := range n.children {
		d.push(func() { d.visit(c) }) // want "^bounded-pool"
	}
}

func (d *dispatched) push(task func()) { d.tasks <- task }

// A pool of the package's own on an unbuffered channel.
type crew struct {
	jobs chan func()
	wg   sync.WaitGroup
}

func newCrew(n int) *crew {
	c := &crew{jobs: make(chan func())}
	for range n {
		go func() {
			for job := range c.jobs {
				job()
				c.wg.Done()
			}
		}()
	}
	return c
}

func (c *crew) submit(job func()) {
	c.wg.Add(1)
	c.jobs <- job
}

func (c *crew) offer(job func()) bool {
	select {
	case c.jobs <- job:
		return true
	default:
		return false
	}
}

func crewed(c *crew, n *node) {
	for _, k := range n.children {
		c.submit(func() { crewed(c, k) }) // want "^hold-wait: submit waits for a slot"
	}
}

func offered(c *crew, n *node) {
	for _, k := range n.children {
		if !c.offer(func() { offered(c, k) }) { // want "^bounded-pool"
			offered(c, k)
		}
	}
}

func flat(c *crew, n *node) {
	for _, k := range n.children {
		c.submit(func() { println(k.name) })
	}
}

// One goroutine for each task is no pool.
type courier struct{ jobs chan func() }

func (c *courier) run() {
	for job := range c.jobs {
		go job() // want "^worklist-spawn"
	}
}

func (c *courier) visit(n *node) {
	for _, k := range n.children {
		c.jobs <- func() { c.visit(k) }
	}
}

// The number of workers grows up to a limit.
type elastic struct {
	mu      sync.Mutex
	workers int
	max     int
	tasks   []func()
}

func (e *elastic) add(task func()) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.tasks = append(e.tasks, task)
	if e.workers < e.max {
		e.workers++
		go e.drain() // want "^bounded-(try|pool)"
	}
}

func (e *elastic) drain() {
	for {
		e.mu.Lock()
		if len(e.tasks) == 0 {
			e.workers--
			e.mu.Unlock()
			return
		}
		task := e.tasks[0]
		e.tasks = e.tasks[1:]
		e.mu.Unlock()
		task()
	}
}

func (e *elastic) visit(n *node) {
	for _, c := range n.children {
		e.add(func() { e.visit(c) }) // want "^bounded-pool"
	}
}

// A helper that starts its workers in every call.
func inParallel(n int, f func(int)) {
	work := make(chan int)
	var wg sync.WaitGroup
	for range workers {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for i := range work {
				f(i)
			}
		}()
	}
	for i := range n {
		work <- i
	}
	close(work)
	wg.Wait()
}

const workers = 8

func workLevels(n *node) {
	inParallel(len(n.children), func(i int) { workLevels(n.children[i]) }) // want "^per-level-bound: inParallel makes its limit anew"
}

// One that starts a goroutine for each piece has no limit at all.
func inPieces(n int, f func(int)) {
	var wg sync.WaitGroup
	for i := 0; i < n; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f(i)
		}()
	}
	wg.Wait()
}

func workPieces(n *node) {
	inPieces(len(n.children), func(i int) { workPieces(n.children[i]) }) // want "^recursive-spawn"
}
