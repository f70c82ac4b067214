package main

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

var tokens = make(chan struct{}, 20)

func kids(n *node) []*node {
	tokens <- struct{}{}
	defer func() { <-tokens }()
	return n.children
}

func handed(n *node) {
	visit(n)
	slots := make(chan struct{}, 3)
	var wg sync.WaitGroup
	for _, c := range n.children {
		slots <- struct{}{}
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			defer func() { <-slots }()
			handed(c)
		}()
	}
	wg.Wait()
}

func childSlots(n *node, slots chan bool, wg *sync.WaitGroup) {
	visit(n)
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			slots <- true
			childSlots(c, slots, wg)
			<-slots
			wg.Done()
		}()
	}
}

// prepared computes the size of its semaphore.
func prepared(n *node, most int) {
	visit(n)
	limit := most
	if limit <= 0 {
		limit = 1
	}
	slots := make(chan bool, limit)
	var wg sync.WaitGroup
	for _, c := range n.children {
		slots <- true
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			prepared(c, most)
			<-slots
		}()
	}
	wg.Wait()
}

var weighted = semaphore.NewWeighted(4)

// weigh takes slots of a weighted semaphore, and keeps none while it waits.
func weigh(ctx context.Context, n *node) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, c := range n.children {
		g.Go(func() error { // want "bounded"
			if err := weighted.Acquire(ctx, 1); err != nil {
				return err
			}
			visit(c)
			weighted.Release(1)
			return weigh(ctx, c)
		})
	}
	return g.Wait()
}

// slotted gives its goroutines a semaphore of two slots.
func slotted(n *node) any {
	slots := make(chan bool, 2)
	var wg sync.WaitGroup
	childSlots(n, slots, &wg)
	wg.Wait()
	return len(slots)
}

// stocked takes a token of a stock and gives it back.
func stocked(n *node, wg *sync.WaitGroup, stock chan int) {
	defer wg.Done()
	<-stock
	visit(n)
	stock <- 1
	for _, c := range n.children {
		wg.Add(1)
		go stocked(c, wg, stock) // want "bounded"
	}
}

// stock fills a stock of two tokens.
func stock(n *node) any {
	stock := make(chan int, 2)
	for i := 0; i < 2; i++ {
		stock <- 1
	}
	var wg sync.WaitGroup
	wg.Add(1)
	stocked(n, &wg, stock)
	wg.Wait()
	return len(stock)
}

// tried has a semaphore in each call, and does itself what gets no slot.
func tried(n *node) {
	visit(n)
	slots := make(chan bool, 3)
	var wg sync.WaitGroup
	for _, c := range n.children {
		select {
		case slots <- true:
			wg.Add(1)
			go func() { // want "a slot that its spawner took"
				defer wg.Done()
				defer func() { <-slots }()
				tried(c)
			}()
		default:
			tried(c)
		}
	}
	wg.Wait()
}
