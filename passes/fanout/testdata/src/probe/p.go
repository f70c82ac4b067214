package probe

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

type node struct{ children []*node }

// unbuffered pool: Submit blocks its own task.
type pool struct{ tasks chan func() }

func newPool() *pool {
	p := &pool{tasks: make(chan func())}
	for range 4 {
		go func() {
			for t := range p.tasks {
				t()
			}
		}()
	}
	return p
}
func (p *pool) Submit(f func()) { p.tasks <- f }
func (p *pool) walk(n *node) {
	for _, c := range n.children {
		p.Submit(func() { p.walk(c) }) // want "hold-wait"
	}
}

// limited group stored in a field, shared receiver
type w struct{ g *errgroup.Group }

func newW() *w { g := &errgroup.Group{}; g.SetLimit(4); return &w{g} }
func (x *w) walk(n *node) {
	for _, c := range n.children {
		x.g.Go(func() error { x.walk(c); return nil }) // want "hold-wait"
	}
}

// weighted semaphore in context-taking helper
var sem = semaphore.NewWeighted(4)

func with(ctx context.Context, f func()) error {
	if err := sem.Acquire(ctx, 1); err != nil {
		return err
	}
	defer sem.Release(1)
	f()
	return nil
}
func late(ctx context.Context, n *node) {
	for _, c := range n.children {
		go with(ctx, func() { late(ctx, c) }) // want "late-acquire"
	}
}
func late2(ctx context.Context, n *node) {
	var g errgroup.Group
	for _, c := range n.children {
		g.Go(func() error { return with(ctx, func() { late2(ctx, c) }) }) // want "late-acquire"
	}
	g.Wait()
}

// acquire at first, goroutine's wait after release: list inside.
func fine(ctx context.Context, n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		if sem.Acquire(ctx, 1) != nil {
			break
		}
		wg.Add(1)
		go func() { // want "bounded-semaphore"
			defer wg.Done()
			kids := c.children
			sem.Release(1)
			for _, k := range kids {
				fine(ctx, k)
			}
		}()
	}
	wg.Wait()
}

// TryLock, cap by len(chan)
var q = make(chan struct{}, 10)

func lenGuard(n *node) {
	for _, c := range n.children {
		if len(q) < cap(q) {
			q <- struct{}{}
			go func() { defer func() { <-q }(); lenGuard(c) }() // want "bounded-try|hold-wait"
		} else {
			lenGuard(c)
		}
	}
}

// depth through struct options pointer
type opts struct{ depth, max int }

func o(n *node, op opts) {
	if op.depth >= op.max {
		return
	}
	op.depth++
	for _, c := range n.children {
		go o(c, op) // want "bounded-depth"
	}
}

// parallel merge with semaphored by buffered channel param, default inline
func ms(a []int, s chan struct{}) {
	if len(a) <= 1 {
		return
	}
	var wg sync.WaitGroup
	wg.Add(2)
	for _, h := range [][]int{a[:len(a)/2], a[len(a)/2:]} {
		select {
		case s <- struct{}{}:
			go func() { ms(h, s); <-s; wg.Done() }() // want "bounded-try"
		default:
			ms(h, s)
			wg.Done()
		}
	}
	wg.Wait()
}
func startMs(a []int) { ms(a, make(chan struct{}, 4)) }

// level-by-level: loop with wait, no recursion
func bfs(n *node) {
	level := []*node{n}
	for len(level) > 0 {
		var wg sync.WaitGroup
		for _, x := range level {
			wg.Go(func() { println(x) })
		}
		wg.Wait()
		level = nil
	}
}

// errgroup with GOMAXPROCS limit, per call via helper with ctx
func fresh(ctx context.Context, n *node) error {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(8)
	for _, c := range n.children {
		g.Go(func() error { return fresh(ctx, c) }) // want "per-level-bound"
	}
	return g.Wait()
}
