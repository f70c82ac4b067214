// Package tree holds what the checks report, and what they do not.
package tree

import (
	"sync"

	"example.com/tree/pool"
)

// A Node is part of a tree.
type Node struct{ Children []*Node }

// Walk starts a goroutine for each node, by way of another package.
func Walk(n *Node) {
	var p pool.Pool
	for _, child := range n.Children {
		p.Run(func() { Walk(child) }) // want unboundedspawn
	}
	p.Wait()
}

var slots = make(chan struct{}, 8)

// Hold waits for its children with a slot in its hand.
func Hold(n *Node) {
	var wg sync.WaitGroup
	for _, child := range n.Children {
		slots <- struct{}{}
		wg.Go(func() { // want holdwait
			defer func() { <-slots }()
			Hold(child)
		})
	}
	wg.Wait()
}

// Late takes a slot when the goroutine is there already.
func Late(n *Node) {
	var wg sync.WaitGroup
	for _, child := range n.Children {
		wg.Go(func() { // want lateacquire
			slots <- struct{}{}
			defer func() { <-slots }()
			println(len(child.Children))
		})
		Late(child)
	}
	wg.Wait()
}

// Deep is bounded by its depth, but for the setting strict.
func Deep(n *Node, depth int) {
	if depth == 0 {
		return
	}
	for _, child := range n.Children {
		go Deep(child, depth-1) // want unboundedspawn
	}
}

// Accepted is answered.
func Accepted(n *Node) {
	for _, child := range n.Children {
		go Accepted(child) //fanoutcheck:bounded no tree has more than ten nodes
	}
}
