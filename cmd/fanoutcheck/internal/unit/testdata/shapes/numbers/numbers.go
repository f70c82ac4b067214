// Package numbers limits what it starts by counting.
package numbers

import "sync"

type Queue struct {
	mu      sync.Mutex
	running int
	most    int
	name    string
	waiting []func()
}

func New(name string) *Queue {
	q := &Queue{name: name}
	q.resize(4)
	return q
}

func (q *Queue) resize(n int) { q.most = n }

func (q *Queue) Add(run func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	if q.running >= q.most {
		q.waiting = append(q.waiting, run)
		return
	}
	q.running++
	go q.work(run)
}

func (q *Queue) work(run func()) {
	run()
	q.leave()
}

func (q *Queue) leave() {
	q.mu.Lock()
	q.running--
	q.mu.Unlock()
}

func (q *Queue) Name() string { return q.name }
