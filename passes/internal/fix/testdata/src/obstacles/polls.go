package obstacles

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/sync/semaphore"
)

// meter is a number of those that are busy.
type meter struct {
	mu   sync.Mutex
	busy int
	free atomic.Int64
}

// sleeps has its share of the number until its children are done.
func (m *meter) sleeps(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		m.mu.Lock()
		for m.busy >= 8 {
			m.mu.Unlock()
			time.Sleep(time.Millisecond)
			m.mu.Lock()
		}
		m.busy++
		m.mu.Unlock()
		wg.Add(1)
		go func() { // want "this loop looks again until another task has changed something"
			defer wg.Done()
			m.sleeps(c)
			m.mu.Lock()
			m.busy--
			m.mu.Unlock()
		}()
	}
	wg.Wait()
}

// enter looks until there is room.
func (m *meter) enter() {
	for {
		if n := m.free.Load(); n > 0 && m.free.CompareAndSwap(n, n-1) {
			return
		}
		runtime.Gosched()
	}
}

// enters does so in a goroutine that nobody waits for.
func (m *meter) enters(n *node) {
	for _, c := range n.children {
		m.enter()
		go func() { // want "this loop looks again until another task has changed something"
			m.enters(c)
			m.free.Add(1)
		}()
	}
}

// handsOn keeps a slot of a semaphore that it hands on.
func handsOn(ctx context.Context, slots *semaphore.Weighted, n *node) error {
	if err := slots.Acquire(ctx, 1); err != nil {
		return err
	}
	defer slots.Release(1)
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "the goroutine keeps this slot while it waits for others"
			defer wg.Done()
			handsOn(ctx, slots, c)
		}()
	}
	wg.Wait()
	return nil
}
