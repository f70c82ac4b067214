// Package joins has goroutines that are awaited, at some point.
package joins

import (
	"context"
	"sync"
	"time"
)

type node struct {
	name     string
	children []*node
}

// At once.
func atOnce(n *node) {
	for _, c := range n.children {
		done := make(chan struct{})
		go func() { // want "^bounded-sequential"
			defer close(done)
			atOnce(c)
		}()
		<-done
	}
}

// By a group, before the next.
func beforeNext(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "^bounded-sequential"
			defer wg.Done()
			beforeNext(c)
		}()
		wg.Wait()
	}
}

// By its result.
func result(n *node) int {
	total := 1
	for _, c := range n.children {
		sizes := make(chan int)
		go func() { sizes <- result(c) }() // want "^bounded-sequential"
		total += <-sizes
	}
	return total
}

// After the loop: all are alive at once.
func afterLoop(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { afterLoop(c) }) // want "^recursive-spawn"
	}
	wg.Wait()
}

// On some paths only.
func sometimes(n *node, strict bool) {
	for _, c := range n.children {
		var wg sync.WaitGroup
		wg.Go(func() { sometimes(c, strict) }) // want "^recursive-spawn"
		if strict {
			wg.Wait()
		}
	}
}

// With a way out: the goroutine goes on when the wait is given up.
func givenUp(ctx context.Context, n *node) {
	for _, c := range n.children {
		done := make(chan struct{})
		go func() { // want "^recursive-spawn"
			defer close(done)
			givenUp(ctx, c)
		}()
		select {
		case <-done:
		case <-time.After(time.Second):
		}
	}
}

// Another group is waited for.
func otherGroup(n *node) {
	for _, c := range n.children {
		var mine, other sync.WaitGroup
		mine.Go(func() { otherGroup(c) }) // want "^recursive-spawn"
		other.Wait()
	}
}

// The goroutine only tells that it has started.
func handshake(n *node) {
	for _, c := range n.children {
		started := make(chan struct{})
		go func() { // want "^recursive-spawn"
			close(started)
			handshake(c)
		}()
		<-started
	}
}
