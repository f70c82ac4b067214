// Package left has functions that return before they wait.
package left

import (
	"context"
	"errors"
	"fmt"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

type node struct {
	name     string
	children []*node
}

func (n *node) open() error { return nil }

func group(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		if c == nil {
			// Nothing comes behind this.
			return
		}
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			group(c)
		}()
	}
	wg.Wait()
}

// remarked has something to say of its return.
func remarked(n *node) error {
	var wg sync.WaitGroup
	for _, c := range n.children {
		if c == nil {
			return errNoChild // which the caller skips
		}
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			_ = remarked(c)
		}()
	}
	wg.Wait()
	return nil
}

var errNoChild = errors.New("no child")

func withErrors(n *node) (int, error) {
	var g errgroup.Group
	for _, c := range n.children {
		if err := c.open(); err != nil {
			return 0, fmt.Errorf("%s: %w", c.name, err)
		}
		if c.name == "" {
			return 0, errors.New("no name")
		}
		g.Go(func() error { // want "bounded"
			_, err := withErrors(c)
			return err
		})
	}
	if err := g.Wait(); err != nil {
		return 0, err
	}
	return 1, nil
}

func withContext(ctx context.Context, n *node) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, c := range n.children {
		g.Go(func() error { return withContext(ctx, c) }) // want "bounded"
	}
	_, err := os.Stat(n.name)
	if err != nil {
		return err
	}
	return g.Wait()
}

// withDeadline cancels what the group's context is made from when it returns.
func withDeadline(ctx context.Context, n *node) error {
	timed, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	g, groupCtx := errgroup.WithContext(timed)
	for _, c := range n.children {
		switch c.name {
		case "":
			return errors.New("no name")
		case ".":
			continue
		}
		g.Go(func() error { return withDeadline(groupCtx, c) }) // want "bounded"
	}
	return g.Wait()
}

// canceledSometimes leaves the context as it is on one way.
func canceledSometimes(ctx context.Context, n *node) error {
	ctx, cancel := context.WithCancel(ctx)
	if len(n.children) > 1 {
		time.AfterFunc(time.Minute, cancel)
	} else {
		defer cancel()
	}
	g, groupCtx := errgroup.WithContext(ctx)
	for _, c := range n.children {
		if c.name == "" {
			return errors.New("no name")
		}
		g.Go(func() error { return canceledSometimes(groupCtx, c) }) // want "this return leaves goroutines behind"
	}
	return g.Wait()
}

// waits does so on every way.
func waits(n *node) error {
	var g errgroup.Group
	for _, c := range n.children {
		if c == nil {
			return g.Wait()
		}
		if c.name == "" {
			_ = g.Wait()
			return errors.New("no name")
		}
		g.Go(func() error { return waits(c) }) // want "bounded"
	}
	return g.Wait()
}

// kept hands on a context that the wait would cancel.
func kept(ctx context.Context, n *node) (context.Context, error) {
	g, ctx := errgroup.WithContext(ctx)
	for _, c := range n.children {
		if c == nil {
			return ctx, nil
		}
		g.Go(func() error { // want "this return leaves goroutines behind"
			_, err := kept(ctx, c)
			return err
		})
	}
	return ctx, g.Wait()
}

// adds starts more where it returns.
func adds(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		if c == nil {
			addsMore(n, &wg)
			return
		}
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			adds(c)
		}()
	}
	wg.Wait()
}

func addsMore(n *node, wg *sync.WaitGroup) {
	wg.Add(1)
	go func() {
		defer wg.Done()
		adds(n.children[0])
	}()
}

func calls(n *node) error {
	var g errgroup.Group
	for _, c := range n.children {
		if c == nil {
			return calls(n.children[0])
		}
		g.Go(func() error { return calls(c) }) // want "this return leaves goroutines behind"
	}
	return g.Wait()
}

// sends gives up on what it doesn't receive.
func sends(n *node, out chan<- string) {
	found := make(chan string, 1)
	var wg sync.WaitGroup
	for _, c := range n.children {
		if c == nil {
			return
		}
		wg.Add(1)
		go func() { // want "a return before the wait may leave this send without a receiver"
			defer wg.Done()
			sends(c, found)
			found <- c.name
		}()
	}
	wg.Wait()
}
