package inlineobstacles

import (
	"context"
	"iter"
	"runtime"
	"sync"
	"testing"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

type node struct {
	name     string
	children []*node
}

func detached(n *node) {
	for _, c := range n.children {
		go detached(c) // want "nothing waits for the goroutine"
	}
}

func errors(n *node) error {
	var g errgroup.Group
	for _, c := range n.children {
		g.Go(func() error { return errors(c) }) // want "takes errors only from the goroutines"
	}
	return g.Wait()
}

var mu sync.Mutex

func locked(n *node) {
	mu.Lock()
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "a lock taken here is held"
			defer wg.Done()
			locked(c)
		}()
	}
	mu.Unlock()
	wg.Wait()
}

func lockedBelow(n *node) {
	var wg sync.WaitGroup
	mu.Lock()
	startLocked(n, &wg)
	mu.Unlock()
	wg.Wait()
}

func startLocked(n *node, wg *sync.WaitGroup) {
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "a lock taken here is held"
			defer wg.Done()
			lockedBelow(c)
		}()
	}
}

// lockedNext keeps the lock into the next round.
func lockedNext(n *node) {
	var wg sync.WaitGroup
	for i, c := range n.children {
		wg.Add(1)
		go func() { // want "a lock taken here is held"
			defer wg.Done()
			lockedNext(c)
		}()
		if i == 0 {
			mu.Lock()
		}
	}
	mu.Unlock()
	wg.Wait()
}

type table struct{ mu sync.Mutex }

func (t *table) enter() { t.mu.Lock() }
func (t *table) leave() { t.mu.Unlock() }

func (t *table) wrapped(n *node) {
	t.enter()
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "enter may take a lock or slot"
			defer wg.Done()
			t.wrapped(c)
		}()
	}
	t.leave()
	wg.Wait()
}

var slots = make(chan bool, 4)

func slotted(n *node) {
	slots <- true
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "a slot taken here is held"
			defer wg.Done()
			slotted(c)
		}()
	}
	<-slots
	wg.Wait()
}

func handed(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		slots <- true
		go func() { // want "gives back a slot that its starter takes"
			defer func() { <-slots }()
			defer wg.Done()
			handed(c)
		}()
	}
	wg.Wait()
}

var weighted = semaphore.NewWeighted(4)

func acquired(ctx context.Context, n *node) {
	if weighted.Acquire(ctx, 1) != nil {
		return
	}
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "Acquire may take a lock or slot"
			defer wg.Done()
			acquired(ctx, c)
		}()
	}
	weighted.Release(1)
	wg.Wait()
}

func collected(n *node, out chan<- string) {
	found := make(chan string)
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "at the other end of this channel may be the goroutine's starter"
			defer wg.Done()
			collected(c, found)
		}()
	}
	for range n.children {
		<-found
	}
	wg.Wait()
	out <- n.name
}

func rendezvous(n *node) {
	first := make(chan bool)
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "at the other end of this channel may be the goroutine's starter"
			defer wg.Done()
			<-first
			rendezvous(c)
		}()
	}
	close(first)
	wg.Wait()
}

// Given sends to a channel of its caller.
func Given(n *node, out chan<- string) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "who is at the other end of this channel isn't known"
			defer wg.Done()
			Given(c, out)
		}()
	}
	wg.Wait()
	out <- n.name
}

func hedged(ctx context.Context, n *node) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "until its starter cancels its context"
			defer wg.Done()
			hedged(ctx, c)
			<-ctx.Done()
		}()
	}
	cancel()
	wg.Wait()
}

// impatient gives up after a second.
func impatient(n *node) bool {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "its starter may give up before it ends"
			defer wg.Done()
			impatient(c)
		}()
	}
	done := make(chan struct{})
	go func() {
		wg.Wait()
		close(done)
	}()
	select {
	case <-done:
		return true
	case <-time.After(time.Second):
		return false
	}
}

func recovers(n *node) {
	defer func() { recover() }()
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "a panic that ends the program today would be recovered"
			defer wg.Done()
			recovers(c)
		}()
	}
	wg.Wait()
}

func rescue() { recover() }

func Recovers(n *node) {
	defer rescue()
	recovered(n)
}

func recovered(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "a panic that ends the program today would be recovered"
			defer wg.Done()
			recovered(c)
		}()
	}
	wg.Wait()
}

// skipped has a wait that a panic doesn't get past.
func skipped(n *node) {
	var wg sync.WaitGroup
	defer wg.Wait()
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "a task that panics skips its Done"
			skipped(c)
			wg.Done()
		}()
	}
}

func exits(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "runtime.Goexit does something to the goroutine"
			defer wg.Done()
			exits(c)
			runtime.Goexit()
		}()
	}
	wg.Wait()
}

func pinned(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "runtime.LockOSThread does something to the goroutine"
			defer wg.Done()
			runtime.LockOSThread()
			pinned(c)
		}()
	}
	wg.Wait()
}

func fails(tb testing.TB, n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "tb may end the goroutine that uses it"
			defer wg.Done()
			if n.name == "" {
				tb.Fatal("no name")
			}
			fails(tb, c)
		}()
	}
	wg.Wait()
}

func polls(n *node, done func() bool) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "this loop may wait for what the goroutine's starter does"
			defer wg.Done()
			for !done() {
				time.Sleep(time.Millisecond)
			}
			polls(c, done)
		}()
	}
	wg.Wait()
}

var ready = sync.NewCond(&mu)

func signalled(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want `Cond..Wait makes one task wait for another`
			defer wg.Done()
			ready.Wait()
			signalled(c)
		}()
	}
	ready.Broadcast()
	wg.Wait()
}

func (n *node) all() iter.Seq[*node] {
	return func(yield func(*node) bool) {
		mu.Lock()
		defer mu.Unlock()
		for _, c := range n.children {
			if !yield(c) {
				return
			}
		}
	}
}

func iterated(n *node) {
	var wg sync.WaitGroup
	for c := range n.all() {
		wg.Add(1)
		go func() { // want "what drives this loop may hold something"
			defer wg.Done()
			iterated(c)
		}()
	}
	wg.Wait()
}

type cursor struct{ left []*node }

func (c *cursor) Next() bool  { c.left = c.left[1:]; return len(c.left) > 0 }
func (c *cursor) Node() *node { return c.left[0] }
func (c *cursor) Close()      {}

// rows are held until the last of them is read.
func rows(n *node) {
	var wg sync.WaitGroup
	c := &cursor{n.children}
	for c.Next() {
		child := c.Node()
		wg.Add(1)
		go func() { // want "what drives this loop may hold something"
			defer wg.Done()
			rows(child)
		}()
	}
	wg.Wait()
}

func connected(n *node) {
	var wg sync.WaitGroup
	c := &cursor{n.children}
	for _, child := range c.left {
		wg.Add(1)
		go func() { // want "what Close gives back here may be what the goroutine waits for"
			defer wg.Done()
			connected(child)
		}()
	}
	c.Close()
	wg.Wait()
}

func connectedLast(n *node) {
	var wg sync.WaitGroup
	defer wg.Wait()
	c := &cursor{n.children}
	defer c.Close()
	for _, child := range c.left {
		wg.Add(1)
		go func() { // want "what Close gives back here may be what the goroutine waits for"
			defer wg.Done()
			connectedLast(child)
		}()
	}
}

func connectedElsewhere(n *node) {
	var wg sync.WaitGroup
	connectedBelow(n, &wg)
	wg.Wait()
}

func connectedBelow(n *node, wg *sync.WaitGroup) {
	c := &cursor{n.children}
	defer func() { c.Close() }()
	for _, child := range c.left {
		wg.Add(1)
		go func() { // want "what Close gives back here may be what the goroutine waits for"
			defer wg.Done()
			connectedBelow(child, wg)
		}()
	}
}

func (n *node) each(visit func(*node)) {
	mu.Lock()
	defer mu.Unlock()
	for _, c := range n.children {
		visit(c)
	}
}

func calledBack(n *node) {
	var wg sync.WaitGroup
	n.each(func(c *node) {
		wg.Add(1)
		go func() { // want "this function is called elsewhere, where a lock may be held"
			defer wg.Done()
			calledBack(c)
		}()
	})
	wg.Wait()
}

func deferred(n *node) {
	var wg sync.WaitGroup
	mu.Lock()
	defer wg.Wait()
	defer mu.Unlock()
	defer func() {
		for _, c := range n.children {
			wg.Add(1)
			go func() { // want "what is still held when this runs at the end isn't known"
				defer wg.Done()
				deferred(c)
			}()
		}
	}()
}

func returned(n *node) error {
	var wg sync.WaitGroup
	for _, c := range n.children {
		if c == nil {
			return nil
		}
		wg.Add(1)
		go func() { // want "this return leaves goroutines behind"
			defer wg.Done()
			returned(c)
		}()
	}
	wg.Wait()
	return nil
}

func shifted(n *node, bits uint) {
	var wg sync.WaitGroup
	wg.Add(1)
	go measured(&wg, n, 1<<bits) // want "the type of this argument depends on its place"
	bits = 0
	wg.Wait()
}

func measured(wg *sync.WaitGroup, n *node, size int64) {
	defer wg.Done()
	shifted(n, 2)
}
