// Package pools walks trees on other people's pools.
package pools

import (
	"context"

	"poolmaker"

	"github.com/alitto/pond/v2"
	"github.com/panjf2000/ants/v2"
	"github.com/sourcegraph/conc/pool"
)

type node struct{ children []*node }

func work(*node) {}

// A limit of every activation, set in a chain of calls.
func chained(ctx context.Context, n *node) error {
	p := pool.New().WithContext(ctx).WithMaxGoroutines(10)
	for _, c := range n.children {
		p.Go(func(ctx context.Context) error { return chained(ctx, c) }) // want "^per-level-bound"
	}
	return p.Wait()
}

func unlimited(n *node) {
	p := pool.New()
	for _, c := range n.children {
		p.Go(func() { unlimited(c) }) // want "^recursive-spawn"
	}
	p.Wait()
}

// The pool is passed on, so its tasks wait for room that its tasks take.
func passedOn(p *pool.Pool, n *node) {
	for _, c := range n.children {
		p.Go(func() { passedOn(p, c) }) // want "^hold-wait"
	}
}

func start(root *node) {
	p := pool.New().WithMaxGoroutines(8)
	passedOn(p, root)
	p.Wait()
}

// Made by a function of the package.
func limited() *pool.Pool { return pool.New().WithMaxGoroutines(8) }

func constructed(n *node) {
	p := limited()
	for _, c := range n.children {
		p.Go(func() { constructed(c) }) // want "^per-level-bound"
	}
	p.Wait()
}

// Made by a function of another package.
func imported(ctx context.Context, n *node) error {
	p := poolmaker.Pool(ctx, 10)
	for _, c := range n.children {
		p.Go(func(ctx context.Context) error { return imported(ctx, c) }) // want "^per-level-bound"
	}
	return p.Wait()
}

func importedGroup(ctx context.Context, n *node) error {
	g, ctx := poolmaker.Group(ctx)
	for _, c := range n.children {
		g.Go(func() error { return importedGroup(ctx, c) }) // want "^per-level-bound"
	}
	return g.Wait()
}

func importedUnlimited(n *node) error {
	g := poolmaker.Unlimited()
	for _, c := range n.children {
		g.Go(func() error { return importedUnlimited(c) }) // want "^recursive-spawn"
	}
	return g.Wait()
}

// Submit blocks when all workers are taken.
var fixed, _ = ants.NewPool(16)

func submitted(n *node) {
	for _, c := range n.children {
		fixed.Submit(func() { submitted(c) }) // want "^hold-wait"
	}
}

var endless, _ = ants.NewPool(-1)

func submittedEndlessly(n *node) {
	for _, c := range n.children {
		endless.Submit(func() { submittedEndlessly(c) }) // want "^recursive-spawn"
	}
}

// The pool that the library makes has room for two thousand million.
func submittedByDefault(n *node) {
	for _, c := range n.children {
		ants.Submit(func() { submittedByDefault(c) }) // want "^recursive-spawn"
	}
}

// Leaves of a shared pool.
func submittedLeaves(n *node) {
	for _, c := range n.children {
		fixed.Submit(func() { work(c) }) // want "^bounded-group"
		submittedLeaves(c)
	}
}

// A pool with a queue: nobody waits for room.
var queued = pond.NewPool(16)

func enqueued(n *node) {
	for _, c := range n.children {
		queued.Go(func() { enqueued(c) }) // want "^bounded-pool"
	}
}

// But a task that waits for tasks keeps its worker.
func enqueuedJoined(n *node) {
	group := queued.NewGroup()
	for _, c := range n.children {
		group.Submit(func() { enqueuedJoined(c) }) // want "^hold-wait"
	}
	group.Wait()
}

func enqueuedPerLevel(n *node) {
	own := pond.NewPool(4)
	group := own.NewGroup()
	for _, c := range n.children {
		group.Submit(func() { enqueuedPerLevel(c) }) // want "^per-level-bound"
	}
	group.Wait()
}

var bottomless = pond.NewPool(0)

func enqueuedEndlessly(n *node) {
	for _, c := range n.children {
		bottomless.Go(func() { enqueuedEndlessly(c) }) // want "^recursive-spawn"
	}
}

// The task waits for what a literal of its own has started.
func enqueuedByVisitor(n *node) {
	group := queued.NewGroup()
	visitEach(n, func(c *node) {
		group.Submit(func() { enqueuedByVisitor(c) }) // want "^hold-wait"
	})
	group.Wait()
}

func enqueuedAndLeft(n *node) {
	visitEach(n, func(c *node) {
		queued.Go(func() { enqueuedAndLeft(c) }) // want "^bounded-pool"
	})
}

func visitEach(n *node, visit func(*node)) {
	for _, c := range n.children {
		visit(c)
	}
}
