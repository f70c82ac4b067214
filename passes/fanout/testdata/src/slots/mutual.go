package slots

import (
	"context"

	"golang.org/x/sync/semaphore"
)

// Two functions take slots for each other. What one has started waits with its
// slot for those that the other one needs.

var files = make(chan struct{}, 8)

func directoryOf(n *node) {
	for _, c := range n.children {
		files <- struct{}{}
		go func() { // want "^hold-wait: .*files"
			defer func() { <-files }()
			archiveIn(c)
		}()
	}
}

func archiveIn(n *node) {
	for _, c := range n.children {
		files <- struct{}{}
		go func() { // want "^hold-wait: .*files"
			defer func() { <-files }()
			directoryOf(c)
		}()
	}
}

// The same with a semaphore that is passed on.
func packed(n *node, slots *semaphore.Weighted) {
	for _, c := range n.children {
		_ = slots.Acquire(context.Background(), 1)
		go func() { // want "^hold-wait: .*slots"
			defer slots.Release(1)
			unpacked(c, slots)
		}()
	}
}

func unpacked(n *node, slots *semaphore.Weighted) {
	for _, c := range n.children {
		_ = slots.Acquire(context.Background(), 1)
		go func() { // want "^hold-wait: .*slots"
			defer slots.Release(1)
			packed(c, slots)
		}()
	}
}

// One of them gives back its slot before it takes others.
func givenUp(n *node) {
	for _, c := range n.children {
		files <- struct{}{}
		go afterwards(c) // want "^bounded-semaphore"
	}
}

func afterwards(n *node) {
	_ = n.save()
	<-files
	for _, c := range n.children {
		files <- struct{}{}
		go func() { // want "^bounded-semaphore"
			_ = c.save()
			<-files
			givenUp(c)
		}()
	}
}

// Here one of them only starts what takes slots, and ends with its own.
func ends(n *node) {
	for _, c := range n.children {
		go takes(c) // want "^recursive-spawn"
	}
}

func takes(n *node) {
	for _, c := range n.children {
		files <- struct{}{}
		go func() { // want "^bounded-semaphore"
			defer func() { <-files }()
			ends(c)
		}()
	}
}

// The slot of the last goroutine is taken first, and kept while the children
// wait for theirs.
func first(n *node) {
	files <- struct{}{}
	for _, c := range n.children {
		first(c)
	}
	go func() { // want "^hold-wait: .*files"
		defer func() { <-files }()
		_ = n.save()
	}()
}

func firstOfAll(n *node) {
	files <- struct{}{}
	defer func() {
		go func() { // want "^hold-wait: .*files"
			defer func() { <-files }()
			_ = n.save()
		}()
	}()
	for _, c := range n.children {
		firstOfAll(c)
	}
}

// It is taken when the children have theirs.
func last(n *node) {
	for _, c := range n.children {
		last(c)
	}
	files <- struct{}{}
	go func() { // want "^bounded-semaphore"
		defer func() { <-files }()
		_ = n.save()
	}()
}

// The goroutine has it while the children wait.
func handedOver(n *node) {
	files <- struct{}{}
	go func() { // want "^bounded-semaphore"
		defer func() { <-files }()
		_ = n.save()
	}()
	for _, c := range n.children {
		handedOver(c)
	}
}
