package joins

import (
	"context"
	"sync"
	"sync/atomic"
	"time"
)

func work(n *node) { println(n.name) }

// Joined before the recursion goes on.
func joinedLeaf(n *node) {
	done := make(chan struct{})
	go func() { // want "^bounded-sequential"
		defer close(done)
		work(n)
	}()
	<-done
	for _, c := range n.children {
		joinedLeaf(c)
	}
}

// A pair of leaves, joined by a group.
func joinedPair(n *node) {
	var wg sync.WaitGroup
	wg.Go(func() { work(n) })         // want "^bounded-sequential"
	wg.Go(func() { println(n.name) }) // want "^bounded-sequential"
	wg.Wait()
	for _, c := range n.children {
		joinedPair(c)
	}
}

// Nobody waits for it.
func forgotten(n *node) {
	go work(n) // want "^leaf-spawn"
	for _, c := range n.children {
		forgotten(c)
	}
}

// One for every child.
func forEveryChild(n *node) {
	for _, c := range n.children {
		go work(c) // want "^leaf-spawn"
		forEveryChild(c)
	}
}

// A ticker of every activation, which lives on.
func ticker(ctx context.Context, n *node) {
	go func() { // want "^leaf-spawn"
		for range time.Tick(time.Second) {
			if ctx.Err() != nil {
				return
			}
			println(n.name)
		}
	}()
	for _, c := range n.children {
		ticker(ctx, c)
	}
}

// A collector of every activation, in a recursion that is concurrent.
func collector(n *node) int {
	sizes := make(chan int)
	total := make(chan int)
	go func() { // want "^leaf-spawn"
		sum := 1
		for size := range sizes {
			sum += size
		}
		total <- sum
	}()
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { sizes <- collector(c) }) // want "^recursive-spawn"
	}
	wg.Wait()
	close(sizes)
	return <-total
}

// A closer of every activation.
func closer(n *node) <-chan string {
	names := make(chan string)
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { // want "^recursive-spawn"
			for name := range closer(c) {
				names <- name
			}
		})
	}
	go func() { // want "^leaf-spawn"
		wg.Wait()
		close(names)
	}()
	return names
}

// Joined on the way out: as many as the recursion is deep.
func depthMany(n *node) {
	done := make(chan struct{})
	go func() { // want "^bounded-sequential"
		defer close(done)
		work(n)
	}()
	for _, c := range n.children {
		depthMany(c)
	}
	<-done
}

// One that waits for it is a plain call.
func awaited(n *node) {
	var wg sync.WaitGroup
	wg.Go(func() { work(n) }) // want "^bounded-sequential: .*before its starter returns"
	wg.Wait()
}

func calling(n *node) {
	awaited(n)
	for _, c := range n.children {
		calling(c)
	}
}

// A way out that ends the recursion is no way past the join.
func cancelled(ctx context.Context, n *node) error {
	for _, c := range n.children {
		done := make(chan error, 1)
		go func() { done <- cancelled(ctx, c) }() // want "^bounded-sequential"
		select {
		case err := <-done:
			if err != nil {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return nil
}

// A batch for each activation that is awaited where it was started, and only
// then does the recursion go on: a directory's files, then its directories.
func batch(n *node, fast bool) {
	if fast {
		var wg sync.WaitGroup
		wg.Add(len(n.children))
		for _, c := range n.children {
			go func() { // want "^bounded-sequential"
				defer wg.Done()
				work(c)
			}()
		}
		wg.Wait()
	}
	for _, c := range n.children {
		batch(c, fast)
	}
}

// A sign that the goroutine has started is no sign of its end.
func leafHandshake(n *node) {
	started := make(chan struct{})
	go func() { // want "^leaf-spawn"
		close(started)
		work(n)
	}()
	<-started
	for _, c := range n.children {
		leafHandshake(c)
	}
}

// Counted and received from, if there was one.
func counted(n *node) {
	done := make(chan struct{})
	started := 0
	if len(n.children) > 0 {
		started++
		go func() { // want "^bounded-sequential"
			defer func() { done <- struct{}{} }()
			work(n)
		}()
	}
	for _, c := range n.children {
		counted(c)
	}
	for range started {
		<-done
	}
}

// The goroutine that starts another one is gone when that one runs.
func relayed(n *node) {
	for _, c := range n.children {
		go func() { // want "^bounded-sequential: .*ends at once"
			go relayed(c) // want "^recursive-spawn"
		}()
	}
}

// A leaf may be whatever somebody has put somewhere.
type reporter struct {
	told func(*node)
	all  []func(*node)
	sink interface{ take(*node) }
}

func (r *reporter) tell(n *node) {
	go r.told(n)      // want "^leaf-spawn"
	go r.all[0](n)    // want "^leaf-spawn"
	go r.sink.take(n) // want "^leaf-spawn"
	for _, c := range n.children {
		r.tell(c)
	}
}

func (r *reporter) tellOnce(n *node) {
	done := make(chan struct{})
	go func() { // want "^bounded-sequential"
		r.told(n)
		close(done)
	}()
	<-done
	for _, c := range n.children {
		r.tellOnce(c)
	}
}

// Who waits for the fastest leaves the others behind.
func fastest(n *node, mirrors []func(*node)) {
	done := make(chan bool, len(mirrors))
	for _, m := range mirrors {
		go func() { // want "^leaf-spawn"
			m(n)
			done <- true
		}()
	}
	<-done
	for _, c := range n.children {
		fastest(c, mirrors)
	}
}

// Who waits for the last one does not.
func last(n *node, mirrors []func(*node)) {
	done := make(chan bool)
	left := int32(len(mirrors))
	for _, m := range mirrors {
		go func() { // want "^bounded-sequential"
			m(n)
			if atomic.AddInt32(&left, -1) == 0 {
				done <- true
			}
		}()
	}
	<-done
	for _, c := range n.children {
		last(c, mirrors)
	}
}

// What the language has built in ends at once.
func announced(n *node) {
	begun := make(chan struct{})
	go close(begun)
	<-begun
	for _, c := range n.children {
		announced(c)
	}
}

func announcedLater(n *node) {
	begun := make(chan struct{})
	go close(begun)
	for _, c := range n.children {
		announcedLater(c)
	}
	<-begun
}
