// Package several has files with several fixes that share an import.
package several

import (
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"
)

type node struct{ children []*node }

var errEmpty = errors.New("empty")

func walk(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() {
			defer wg.Done()
			walk(c)
		}()
	}
	wg.Wait()
}

func visit(n *node) error {
	var g errgroup.Group
	for _, c := range n.children {
		g.Go(func() error { return visit(c) })
	}
	return g.Wait()
}

func both(n *node) error {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { both(c) })
	}
	wg.Wait()
	var g errgroup.Group
	for _, c := range n.children {
		g.Go(func() error { return both(c) })
	}
	return g.Wait()
}
