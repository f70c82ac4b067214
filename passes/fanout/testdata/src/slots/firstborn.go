package slots

import (
	"context"
	"sync"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifo"
	"golang.org/x/sync/semaphore"
)

// One goroutine at a time goes on with the recursion. Each level of it keeps a
// slot all the same, and one that is deeper than there are slots stands still.
func oneByOne(n *node, sem chan struct{}) {
	for _, c := range n.children {
		done := make(chan struct{})
		sem <- struct{}{}
		go func() { // want "^hold-wait: the goroutine keeps its slot of sem"
			defer close(done)
			defer func() { <-sem }()
			oneByOne(c, sem)
		}()
		<-done
	}
}

// Here the slot is for what the goroutine does before it goes on.
func oneByOneBriefly(n *node, sem chan struct{}) {
	for _, c := range n.children {
		done := make(chan struct{})
		sem <- struct{}{}
		go func() { // want "^bounded-sequential"
			defer close(done)
			_ = c.save()
			<-sem
			oneByOneBriefly(c, sem)
		}()
		<-done
	}
}

// The only child is awaited with the slot that its parent was started with.
func firstborn(n *node, sem chan struct{}) {
	if len(n.children) == 0 {
		return
	}
	var wg sync.WaitGroup
	wg.Add(1)
	sem <- struct{}{}
	go func() { // want "^hold-wait: the goroutine keeps its slot of sem"
		defer wg.Done()
		defer func() { <-sem }()
		firstborn(n.children[0], sem)
	}()
	wg.Wait()
}

// Nobody waits: the parent ends as soon as there is one slot for the child.
func successor(n *node, sem chan struct{}) {
	if len(n.children) == 0 {
		return
	}
	sem <- struct{}{}
	go func() { // want "^chain"
		defer func() { <-sem }()
		successor(n.children[0], sem)
	}()
}

// The limiter does not know of this wait.
func firstbornUnknown(n *node, limiter *lifo.Limiter) {
	if len(n.children) == 0 {
		return
	}
	g := limiter.NewGroup()
	var wg sync.WaitGroup
	wg.Add(1)
	g.Go(func() { // want "^hold-wait"
		defer wg.Done()
		firstbornUnknown(n.children[0], limiter)
	})
	wg.Wait()
}

func firstbornKnown(n *node, limiter *lifo.Limiter) {
	if len(n.children) == 0 {
		return
	}
	g := limiter.NewGroup()
	g.Go(func() { firstbornKnown(n.children[0], limiter) }) // want "^bounded-|^chain"
	g.Wait()
}

// There is room for all that will ever be, so no slot is waited for.
func roomForAll(n *node) { spacious(n, semaphore.NewWeighted(1<<20)) }

func spacious(n *node, sem *semaphore.Weighted) {
	for _, c := range n.children {
		done := make(chan struct{})
		_ = sem.Acquire(context.Background(), 1)
		go func() { // want "^bounded-sequential"
			defer close(done)
			defer sem.Release(1)
			spacious(c, sem)
		}()
		<-done
	}
}

func roomForFew(n *node) { crowded(n, semaphore.NewWeighted(8)) }

func crowded(n *node, sem *semaphore.Weighted) {
	for _, c := range n.children {
		done := make(chan struct{})
		_ = sem.Acquire(context.Background(), 1)
		go func() { // want "^hold-wait: .*sem"
			defer close(done)
			defer sem.Release(1)
			crowded(c, sem)
		}()
		<-done
	}
}
