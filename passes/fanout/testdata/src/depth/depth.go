// Package depth has recursion that is capped by something that every step
// moves, and recursion that only looks so.
package depth

import "sync"

type node struct {
	depth    int
	children []*node
}

const deepest = 4

// A parameter that chooses between a goroutine and a call.
func parameter(n *node, depth int) {
	for _, c := range n.children {
		if depth < deepest {
			go parameter(c, depth+1) // want "^bounded-depth"
		} else {
			parameter(c, depth+1)
		}
	}
}

// A parameter that ends the recursion.
func ended(n *node, depth int) {
	if depth > deepest {
		return
	}
	for _, c := range n.children {
		go ended(c, depth+1) // want "^bounded-depth"
	}
}

// A limit from outside.
func configured(n *node, depth, max int) {
	if depth >= max {
		return
	}
	for _, c := range n.children {
		go configured(c, depth+1, max) // want "^bounded-depth"
	}
}

// A budget that is used up.
func budget(n *node, left int) {
	for _, c := range n.children {
		if left == 0 {
			budget(c, 0)
			continue
		}
		go budget(c, left-1) // want "^bounded-depth"
	}
}

// A budget that is halved.
func halved(items []int, workers int) {
	if workers <= 1 || len(items) < 2 {
		println(len(items))
		return
	}
	var wg sync.WaitGroup
	wg.Go(func() { halved(items[:len(items)/2], workers/2) }) // want "^bounded-depth"
	halved(items[len(items)/2:], workers/2)
	wg.Wait()
}

// A field of the task.
type task struct {
	at    *node
	depth int
}

func (t task) run() {
	for _, c := range t.at.children {
		next := task{at: c, depth: t.depth + 1}
		if next.depth < deepest {
			go next.run() // want "^bounded-depth"
		} else {
			next.run()
		}
	}
}

// Through another function.
func outer(n *node, depth int) {
	if depth == 0 {
		return
	}
	inner(n, depth)
}

func inner(n *node, depth int) {
	for _, c := range n.children {
		go outer(c, depth-1) // want "^bounded-depth"
	}
}

// A switch that the children are given switched off.
func parallel(n *node, spawn bool) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		if spawn {
			wg.Go(func() { parallel(c, false) }) // want "^bounded-depth"
		} else {
			parallel(c, false)
		}
	}
	wg.Wait()
}

// A captured depth.
func captured(root *node) {
	var walk func(n *node, depth int)
	walk = func(n *node, depth int) {
		if depth > deepest {
			return
		}
		for _, c := range n.children {
			go walk(c, depth+1) // want "^bounded-depth"
		}
	}
	walk(root, 0)
}

// Options that are copied with the depth in them.
type options struct{ depth, max int }

func copied(n *node, o options) {
	if o.depth >= o.max {
		return
	}
	o.depth++
	for _, c := range n.children {
		go copied(c, o) // want "^bounded-depth"
	}
}
