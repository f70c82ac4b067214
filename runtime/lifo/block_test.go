package lifo

import (
	"sync"
	"testing"
)

func blockOnWaitGroup(l *Limiter, n *node, start func(f func())) {
	var unfinished sync.WaitGroup
	for _, child := range n.children {
		child := child
		unfinished.Add(1)
		start(func() {
			defer unfinished.Done()
			blockOnWaitGroup(l, child, start)
		})
	}
	l.Block(unfinished.Wait)
}

func blockOnChannel(l *Limiter, n *node) int {
	sizes := make(chan int, len(n.children))
	tasks := l.NewGroup()
	for _, child := range n.children {
		child := child
		tasks.Go(func() { sizes <- blockOnChannel(l, child) })
	}
	size := 1
	l.Block(func() {
		for range n.children {
			size += <-sizes
		}
	})
	return size
}

// A caller of Block comes back before tasks that are not what it waits for start in
// its place, or they would pile up in their own Blocks. How soon the scheduler lets
// it is not certain, and they are few, and not many times as many as the tree is
// wide and deep.
func TestBlockKeepsRecursionDepthFirst(t *testing.T) {
	const depth, branching = 6, 8
	root, all := grow(regular(depth, branching))
	for name, walk := range map[string]func(l *Limiter){
		"detached tasks": func(l *Limiter) { blockOnWaitGroup(l, root, l.Go) },
		"a group for each": func(l *Limiter) {
			blockOnWaitGroup(l, root, func(f func()) { l.NewGroup().Go(f) })
		},
		"a channel with room": func(l *Limiter) { blockOnChannel(l, root) },
	} {
		t.Run(name, func(t *testing.T) {
			l := NewLimiter(1)
			walk(l)
			waitUntilIdle(t, l)
			s := l.Stats()
			if s.PeakStarted > 4*depth*branching {
				t.Errorf("%d tasks were started and not finished at a time, of %d", s.PeakStarted, len(all))
			}
		})
	}
}
