// Package returned starts functions that other functions return.
package returned

import (
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"
)

type node struct {
	name     string
	children []*node
}

func local(n *node) error {
	load := func(c *node) func() error {
		if c.name == "" {
			c.name = n.name
		}
		return func() error { return local(c) }
	}
	var g errgroup.Group
	for _, c := range n.children {
		g.Go(load(c)) // want "bounded"
	}
	return g.Wait()
}

func (n *node) visit() error {
	var g errgroup.Group
	for _, c := range n.children {
		g.Go(c.visitor()) // want "bounded"
	}
	return g.Wait()
}

func (n *node) visitor() func() error {
	return func() error {
		if n.name == "" {
			return errors.New("no name")
		}
		return n.visit()
	}
}

// nobody waits, and the function is made before the goroutine starts.
func nobody(n *node) {
	for _, c := range n.children {
		go starter(c)() // want "bounded"
	}
}

func starter(n *node) func() {
	n.name += "!"
	return func() { nobody(n) }
}

// either returns one of two functions.
func either(n *node) error {
	var g errgroup.Group
	for _, c := range n.children {
		g.Go(chosen(c)) // want "the function that runs here isn't known"
	}
	return g.Wait()
}

func chosen(n *node) func() error {
	if n.name == "" {
		return func() error { return errors.New("no name") }
	}
	return func() error { return either(n) }
}

// receives waits in what is returned for something that others send.
func receives(n *node, names chan string) error {
	var g errgroup.Group
	for _, c := range n.children {
		g.Go(receiver(c, names)) // want "under a limit this receives from a channel while it keeps its slot"
	}
	return g.Wait()
}

func receiver(n *node, names chan string) func() error {
	return func() error {
		n.name = <-names
		return receives(n, names)
	}
}

// counts ends the task in what is returned.
func counts(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go counter(c, &wg)() // want "Done is called in a function that no go statement starts"
	}
	wg.Wait()
}

func counter(n *node, wg *sync.WaitGroup) func() {
	return func() {
		defer wg.Done()
		counts(n)
	}
}
