// Package tree has one walk that explodes and one that does not.
package tree

import "sync"

type node struct{ children []*node }

func (n *node) walk() {
	var wg sync.WaitGroup
	for _, child := range n.children {
		wg.Add(1)
		go func() {
			defer wg.Done()
			child.walk()
		}()
	}
	wg.Wait()
}

var slots = make(chan struct{}, 8)

func (n *node) walkBounded() {
	var wg sync.WaitGroup
	for _, child := range n.children {
		select {
		case slots <- struct{}{}:
			wg.Add(1)
			go func() {
				defer wg.Done()
				defer func() { <-slots }()
				child.walkBounded()
			}()
		default:
			child.walkBounded()
		}
	}
	wg.Wait()
}
