// Package spawners has one recursion, started in every way in which a
// goroutine can be started.
package spawners

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"spawnlib"
)

type node struct{ children []*node }

func statement(n *node) {
	for _, c := range n.children {
		go statement(c) // want "^recursive-spawn"
	}
}

func errGroup(ctx context.Context, n *node) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, c := range n.children {
		g.Go(func() error { return errGroup(ctx, c) }) // want "^recursive-spawn"
	}
	return g.Wait()
}

func sharedErrGroup(g *errgroup.Group, n *node) {
	for _, c := range n.children {
		g.Go(func() error { // want "^recursive-spawn"
			sharedErrGroup(g, c)
			return nil
		})
	}
}

func waitGroup(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { waitGroup(c) }) // want "^recursive-spawn"
	}
	wg.Wait()
}

func afterFunc(n *node) {
	for _, c := range n.children {
		time.AfterFunc(time.Second, func() { afterFunc(c) }) // want "^recursive-spawn"
	}
}

// A watcher for every activation, which lives as long as the context does.
func watched(ctx context.Context, n *node) {
	context.AfterFunc(ctx, func() { println("cancelled") }) // want "^leaf-spawn"
	for _, c := range n.children {
		watched(ctx, c)
	}
}

// A helper of the same package.
func (n *node) start(f func(*node)) {
	go f(n)
}

func sameHelper(n *node) {
	for _, c := range n.children {
		c.start(sameHelper) // want "^recursive-spawn"
	}
}

// Helpers of other packages, one of which calls a third.
func otherHelper(n *node) {
	for _, c := range n.children {
		spawnlib.Async(func() { otherHelper(c) }) // want "^recursive-spawn"
	}
}

func otherGroup(n *node) {
	var tasks spawnlib.Tasks
	for _, c := range n.children {
		tasks.Start(func() { otherGroup(c) }) // want "^recursive-spawn"
	}
	tasks.Wait()
}

func otherEach(n *node) {
	spawnlib.Each(n.children, func(c *node) {
		go otherEach(c) // want "^recursive-spawn"
	})
}

// A function value of another package's function.
func otherValue(n *node) {
	run := spawnlib.Async
	for _, c := range n.children {
		run(func() { otherValue(c) }) // want "^recursive-spawn"
	}
}

// What is only kept is not started.
func kept(tasks *spawnlib.Tasks, n *node) {
	for _, c := range n.children {
		tasks.Keep(func() { kept(tasks, c) })
	}
}

// The limit of a helper in another package counts, try or block.
func otherTry(p *spawnlib.Pool, n *node) {
	for _, c := range n.children {
		p.Do(func() { otherTry(p, c) }) // want "^bounded-(try|pool)"
	}
}

func otherBlock(p *spawnlib.Pool, n *node) {
	for _, c := range n.children {
		p.Go(func() { otherBlock(p, c) }) // want "^hold-wait"
	}
}

func otherFresh(n *node) {
	p := spawnlib.NewPool(4)
	for _, c := range n.children {
		p.Do(func() { otherFresh(c) }) // want "^per-level-bound"
	}
}

// What is started is wrapped first, by another package.
func wrapped(n *node) {
	for _, c := range n.children {
		go spawnlib.Recovered(func() { wrapped(c) })() // want "^recursive-spawn"
	}
}

func wrappedForAGroup(wg *sync.WaitGroup, n *node) {
	for _, c := range n.children {
		wg.Go(spawnlib.Twice(func() { wrappedForAGroup(wg, c) }, nil))       // want "^recursive-spawn"
		wg.Go(spawnlib.Twice(func() {}, func() { wrappedForAGroup(wg, c) })) // want "^leaf-spawn"
	}
}

func wrappedByTheLibrary(wg *sync.WaitGroup, n *node) {
	for _, c := range n.children {
		wg.Go(sync.OnceFunc(func() { wrappedByTheLibrary(wg, c) })) // want "^recursive-spawn"
	}
}

// eachOf starts a goroutine for each element, whose literal calls f.
func eachOf(nodes []*node, f func(*node)) {
	for _, n := range nodes {
		go func() { f(n) }()
	}
}

func throughEachOf(n *node) {
	eachOf(n.children, func(c *node) { throughEachOf(c) }) // want "^recursive-spawn"
}
