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
