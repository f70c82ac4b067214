// Package slots has limits that the fix replaces or takes over.
package slots

import (
	"context"
	"net/http"
	"runtime"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

type node struct{ children []*node }

var tokens = make(chan struct{}, 20)

// shared has a semaphore that stays, and the limiter is of its size.
func shared(n *node) {
	var wg sync.WaitGroup
	for _, c := range fetch(n) {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			shared(c)
		}()
	}
	wg.Wait()
}

func fetch(n *node) []*node {
	tokens <- struct{}{}
	defer func() { <-tokens }()
	http.Get("http://localhost")
	return n.children
}

// handed takes a slot of its own semaphore for each goroutine.
func handed(n *node) {
	var wg sync.WaitGroup
	slots := make(chan struct{}, 4)
	for _, c := range n.children {
		wg.Add(1)
		slots <- struct{}{}
		go func() { // want "bounded"
			defer func() { <-slots }()
			defer wg.Done()
			handed(c)
		}()
	}
	wg.Wait()
}

// prepared computes the size of its semaphore.
func prepared(n *node, most int) {
	limit := most
	if limit <= 0 {
		limit = 1
	}
	slots := make(chan bool, limit)
	var wg sync.WaitGroup
	for _, c := range n.children {
		slots <- true // as long as there is one
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			prepared(c, most)
			<-slots
		}()
	}
	wg.Wait()
}

// child takes the slot in the goroutine.
func child(root *node) {
	slots := make(chan bool, 2*runtime.NumCPU())
	var wg sync.WaitGroup
	childWalk(root, slots, &wg)
	wg.Wait()
}

func childWalk(n *node, slots chan bool, wg *sync.WaitGroup) {
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			slots <- true
			childWalk(c, slots, wg)
			<-slots
			wg.Done()
		}()
	}
}

// methods takes and gives back by methods.
type walker struct{ slots chan struct{} }

func (w *walker) take() { w.slots <- struct{}{} }
func (w *walker) give() { <-w.slots }

func (w *walker) methods(n *node) {
	w.take()
	defer w.give()
	for _, c := range n.children {
		go w.methods(c) // want "bounded"
	}
}

const most = 8

// limited limits each of its calls.
func limited(n *node) error {
	var g errgroup.Group
	g.SetLimit(most)
	for _, c := range n.children {
		g.Go(func() error { return limited(c) }) // want "bounded"
	}
	return g.Wait()
}

var weighted = semaphore.NewWeighted(int64(runtime.GOMAXPROCS(0)) * 4)

// weigh takes slots of a weighted semaphore.
func weigh(ctx context.Context, n *node) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, c := range n.children {
		g.Go(func() error { // want "bounded"
			if err := weighted.Acquire(ctx, 1); err != nil {
				return err
			}
			http.Get("http://localhost")
			weighted.Release(1)
			return weigh(ctx, c)
		})
	}
	return g.Wait()
}

// crawl takes a token of a stock in the goroutine, and gives it back before it
// goes on.
func crawl(root *node) {
	tokens := make(chan int, most)
	for i := 0; i < most; i++ {
		tokens <- 1
	}
	var wg sync.WaitGroup
	wg.Add(1)
	go crawlNode(root, &wg, tokens) // want "bounded"
	wg.Wait()
}

func crawlNode(n *node, wg *sync.WaitGroup, tokens chan int) {
	defer wg.Done()
	<-tokens
	http.Get("http://localhost")
	tokens <- 1
	for _, c := range n.children {
		wg.Add(1)
		go crawlNode(c, wg, tokens) // want "bounded"
	}
}
