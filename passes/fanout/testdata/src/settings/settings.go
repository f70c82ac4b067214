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

// A single step is a chain, unless it is taken for each of several.
func single(n *node) {
	pool.Run(func() { single(n.children[0]) }) // want "^chain"
}

func forEach(n *node) {
	pool.ForEach(n.children, forEach) // want "^recursive-spawn"
}

func forEachKey(n map[string]*node) {
	pool.ForEachKey(n, func(key string, weight int) { forEachKey(n) }) // want "^recursive-spawn"
}

func several(n *node) {
	pool.All(func() { several(n.children[0]) }, func() { several(n.children[1]) }) // want "^recursive-spawn"
}

// What the others hold is not what the function takes.
func unrelated(n *node) {
	pool.Named([]string{"a"}, n.children[0], unrelated) // want "^chain"
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

// An interface hides how it blocks.
func blockingBehind(r pool.Blocker, n *node) {
	for _, c := range n.children {
		r.Block(func() { blockingBehind(r, c) }) // want "^hold-wait"
	}
}

func blockingEach(n *node) {
	r := pool.NewBlocker()
	for _, c := range n.children {
		r.Block(func() { blockingEach(c) }) // want "^per-level-bound"
	}
}
