// Package settings hands work to functions whose code does not show what
// becomes of it. By default nothing is known of them, and nothing reported.
package settings

import "settings/pool"

type node struct{ children []*node }

func spawner(n *node) {
	for _, c := range n.children {
		pool.Run(func() { spawner(c) }) // want "^recursive-spawn"
	}
}

func method(p *pool.Pool, n *node) {
	for _, c := range n.children {
		p.Start(func() { method(p, c) }) // want "^recursive-spawn"
	}
}

func generic(q *pool.Queue[*node], n *node) {
	for _, c := range n.children {
		q.Start(c, func(c *node) { generic(q, c) }) // want "^recursive-spawn"
	}
}

func throughInterface(r pool.Runner, n *node) {
	for _, c := range n.children {
		r.Run(func() { throughInterface(r, c) }) // want "^recursive-spawn"
	}
}

func boxed(n *node) {
	for _, c := range n.children {
		pool.Box(func() { boxed(c) }) // want "^recursive-spawn"
	}
}

// What is stated is true of a helper around the function as well.
func throughHelper(n *node) {
	for _, c := range n.children {
		helper(func() { throughHelper(c) }) // want "^recursive-spawn"
	}
}

func helper(f func()) { pool.Run(f) }

func throughHelperElsewhere(n *node) {
	for _, c := range n.children {
		pool.Helper(func() { throughHelperElsewhere(c) }) // want "^recursive-spawn"
	}
}

func limiter(p *pool.Pool, n *node) {
	for _, c := range n.children {
		p.Submit(func() { limiter(p, c) }) // want "^bounded-pool"
	}
}

func limiterOfEachLevel(n *node) {
	p := pool.New()
	for _, c := range n.children {
		p.Submit(func() { limiterOfEachLevel(c) }) // want "^per-level-bound"
	}
}

func blocking(p *pool.Pool, n *node) {
	for _, c := range n.children {
		p.Do(func() { blocking(p, c) }) // want "^hold-wait"
	}
}

func blockingLeaf(p *pool.Pool, n *node) {
	p.Do(func() { println(len(n.children)) }) // want "^bounded-semaphore"
	for _, c := range n.children {
		blockingLeaf(p, c)
	}
}

// The code shows no limit; what is stated wins.
func shownOtherwise(n *node) {
	for _, c := range n.children {
		pool.Shown(func() { shownOtherwise(c) }) // want "^bounded-pool"
	}
}

// A function of the package itself can be named too.
func own(n *node) {
	for _, c := range n.children {
		enqueue(func() { own(c) }) // want "^recursive-spawn"
	}
}

func enqueue(f func()) { queued = append(queued, f) }

var queued []func()

func unnamed(n *node) {
	for _, c := range n.children {
		pool.Unnamed(func() { unnamed(c) })
	}
}
