package slots

import (
	"sync"
	"time"

	"golang.org/x/sync/semaphore"
)

// A helper in a local variable, with a limit that is made once.
func tryLocally(root *node) {
	free := semaphore.NewWeighted(8)
	var wg sync.WaitGroup
	spawn := func(f func()) {
		if !free.TryAcquire(1) {
			f()
			return
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer free.Release(1)
			f()
		}()
	}
	var visit func(*node)
	visit = func(n *node) {
		for _, c := range n.children {
			spawn(func() { visit(c) }) // want "^bounded-pool: spawn starts a goroutine only while"
		}
	}
	visit(root)
	wg.Wait()
}

// With one that every activation makes.
func tryInEach(n *node) {
	free := semaphore.NewWeighted(8)
	var wg sync.WaitGroup
	spawn := func(f func()) {
		if !free.TryAcquire(1) {
			f()
			return
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer free.Release(1)
			f()
		}()
	}
	for _, c := range n.children {
		spawn(func() { tryInEach(c) }) // want "^per-level-bound"
	}
	wg.Wait()
}

// With none.
func spawnLocally(root *node) {
	var wg sync.WaitGroup
	spawn := func(f func()) {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f()
		}()
	}
	var visit func(*node)
	visit = func(n *node) {
		for _, c := range n.children {
			spawn(func() { visit(c) }) // want "^recursive-spawn"
		}
	}
	visit(root)
	wg.Wait()
}

// Whoever gets no slot in time does the work in place.
func inTime(n *node, free chan struct{}) {
	for _, c := range n.children {
		select {
		case free <- struct{}{}:
			go func() { // want "^bounded-try: .*nobody waits for one for ever"
				defer func() { <-free }()
				inTime(c, free)
			}()
		case <-time.After(time.Second):
			inTime(c, free)
		}
	}
}
