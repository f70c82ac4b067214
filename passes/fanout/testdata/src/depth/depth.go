// Package depth has recursion that is capped by something that every step
// moves, and recursion that only looks so.
package depth

import (
	"sync"
	"time"
)

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

// Called through a method value.
type walker struct{}

func (w *walker) visit(n *node, depth int) {
	again := w.visit
	for _, c := range n.children {
		if depth < 3 {
			go again(c, depth+1) // want "^bounded-depth"
		} else {
			again(c, depth+1)
		}
	}
}

// One way round goes on from a depth that was noted down.
type notes struct{ depths map[*node]int }

func (s *notes) restore(n *node) bool {
	depth, found := s.depths[n]
	if found {
		s.resumable(n, depth)
	}
	return found
}

func (s *notes) resumable(n *node, depth int) {
	if depth <= 0 {
		return
	}
	for _, c := range n.children {
		go func() { // want "^bounded-depth"
			if !s.restore(c) {
				s.resumable(c, depth-1)
			}
		}()
	}
}

// The neighbour starts from the top again.
func (s *notes) restart(n *node) { s.restartable(n, 5) }

func (s *notes) restartable(n *node, depth int) {
	if depth <= 0 {
		return
	}
	for _, c := range n.children {
		go func() { // want "^recursive-spawn"
			s.restart(c)
			s.restartable(c, depth-1)
		}()
	}
}

// A flag in the settings that the recursion goes on with.
type settings struct{ prefetch bool }

type iterator struct {
	set   settings
	nodes []*node
}

func (it *iterator) fill(n *node) {
	if it.set.prefetch {
		go load(n) // want "^bounded-depth: prefetch is switched off"
	}
}

func load(n *node) {
	var set settings
	set.prefetch = false
	it := &iterator{set: set, nodes: n.children}
	for _, c := range it.nodes {
		it.fill(c)
	}
}

// A leaf of another package under the guard.
func foreignLeaf(n *node, depth int) {
	if depth == 0 {
		return
	}
	go time.Sleep(time.Second) // want "^bounded-depth"
	for _, c := range n.children {
		foreignLeaf(c, depth-1)
	}
}

// The settings are copied, and the copy goes on with less.
func copiedLess(n *node, o options) {
	depth := o.depth
	for _, c := range n.children {
		go func() { // want "^bounded-depth"
			if depth == 1 {
				return
			}
			next := o
			if next.depth > 1 {
				next.depth--
			}
			copiedLess(c, next)
		}()
	}
}

// The budget is halvedInPlace in place, and captured then.
func halvedInPlace(items []int, n int) {
	if n <= 1 {
		return
	}
	n /= 2
	half := len(items) / 2
	go func() { halvedInPlace(items[:half], n) }() // want "^bounded-depth"
	halvedInPlace(items[half:], n)
}
