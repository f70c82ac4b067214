package slots

import "sync"

// A fixed number of workers that are started once read the queue: what they
// run comes back to the queue, not to the start of a goroutine.
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
		q.push(func() { q.visit(c) })
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
		e.add(func() { e.visit(c) })
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
