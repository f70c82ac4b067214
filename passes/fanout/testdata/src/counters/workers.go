package counters

import (
	"runtime"
	"sync"
)

func processes() int {
	n := runtime.NumCPU() * 4
	if n > 16 {
		n = 16
	}
	return n
}

func atMost(n int) int {
	if n > runtime.NumCPU() {
		return runtime.NumCPU()
	}
	return n
}

func (n *node) size() int {
	if n == nil {
		return 0
	}
	return len(n.children)
}

func queue(n *node) chan *node {
	jobs := make(chan *node, len(n.children))
	for _, c := range n.children {
		jobs <- c
	}
	close(jobs)
	return jobs
}

// A function says how many workers every activation starts.
func called(n *node) {
	jobs := queue(n)
	var wg sync.WaitGroup
	for i := 0; i < processes(); i++ {
		wg.Go(func() { // want "^per-level-bound"
			for c := range jobs {
				called(c)
			}
		})
	}
	wg.Wait()
}

func calledBefore(n *node) {
	jobs := queue(n)
	workers := atMost(32)
	var wg sync.WaitGroup
	for range workers {
		wg.Go(func() { // want "^per-level-bound"
			for c := range jobs {
				calledBefore(c)
			}
		})
	}
	wg.Wait()
}

// The function measures the data.
func measured(n *node) {
	jobs := queue(n)
	var wg sync.WaitGroup
	for i := 0; i < n.size(); i++ {
		wg.Go(func() { // want "^recursive-spawn"
			for c := range jobs {
				measured(c)
			}
		})
	}
	wg.Wait()
}

// Nine branches, and no workers: each goes on once.
func nineWays(cells []int, at int) {
	if at == len(cells) {
		return
	}
	var wg sync.WaitGroup
	for number := 1; number <= 9; number++ {
		if cells[at] != number {
			wg.Go(func() { // want "^recursive-spawn"
				next := append([]int{}, cells...)
				next[at] = number
				nineWays(next, at)
			})
		}
	}
	wg.Wait()
}

// The children have numbers.
type quad struct{ parts [4]*quad }

func (q *quad) visit(f func(*quad)) {
	if q == nil {
		return
	}
	f(q)
	for i := range 4 {
		go q.parts[i].visit(f) // want "^recursive-spawn"
	}
}

// Workers that a function of their own runs.
func workOn(n *node, jobs chan *node, wg *sync.WaitGroup) {
	defer wg.Done()
	for {
		c, ok := <-jobs
		if !ok {
			return
		}
		ownFour(c)
	}
}

func ownFour(n *node) {
	jobs := queue(n)
	var wg sync.WaitGroup
	for range 4 {
		wg.Add(1)
		go workOn(n, jobs, &wg) // want "^per-level-bound"
	}
	wg.Wait()
}
