package main

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"
)

// failed hands on the first error.
func failed(n *node) error {
	look()
	errs := make(chan error, len(n.children))
	for _, c := range n.children {
		go func() { errs <- failed(c) }() // want "bounded"
	}
	for range n.children {
		if err := <-errs; err != nil {
			return err
		}
	}
	if n.depth == 0 {
		return errLeaf
	}
	return nil
}

// canceled gives up what nobody waits for any more.
func canceled(ctx context.Context, n *node) (*node, error) {
	look()
	if len(n.children) == 0 {
		return n, ctx.Err()
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	type answer struct {
		leaf *node
		err  error
	}
	answers := make(chan answer)
	for _, c := range n.children {
		go func() { // want "bounded"
			leaf, err := canceled(ctx, c)
			select {
			case answers <- answer{leaf, err}:
			case <-ctx.Done():
			}
		}()
	}
	for range n.children {
		select {
		case a := <-answers:
			if a.err == nil {
				return a.leaf, nil
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return nil, context.Canceled
}

// eitherOf asks two halves, which have a channel each.
func eitherOf(ctx context.Context, nodes []*node) (found bool) {
	look()
	if len(nodes) == 1 {
		return len(nodes[0].children) == 0 || eitherOf(ctx, nodes[0].children)
	}
	asked, cancel := context.WithCancel(ctx)
	defer cancel()
	left, right := make(chan bool, 1), make(chan bool, 1)
	go func() { // want "bounded"
		left <- eitherOf(asked, nodes[:len(nodes)/2])
	}()
	go func() { // want "bounded"
		right <- eitherOf(asked, nodes[len(nodes)/2:])
	}()
	for range 2 {
		select {
		case found = <-left:
			if found {
				return true
			}
		case found := <-right:
			if found {
				return found
			}
		case <-ctx.Done():
			return false
		}
	}
	return found
}

// stopped waits for what it doesn't ask any more.
func stopped(ctx context.Context, n *node) error {
	look()
	ctx, cancel := context.WithCancel(ctx)
	answers := make(chan error, len(n.children))
	var g errgroup.Group
	defer func() {
		cancel()
		_ = g.Wait()
	}()
	for _, c := range n.children {
		if ctx.Err() != nil {
			return ctx.Err()
		}
		g.Go(func() error { // want "bounded"
			answers <- stopped(ctx, c)
			return nil
		})
	}
	for range n.children {
		select {
		case err := <-answers:
			if err != nil && !errors.Is(err, context.Canceled) {
				return err
			}
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	if n.depth == 0 {
		return errLeaf
	}
	return nil
}

// finished lets all of them come to their ends.
func finished(n *node) bool {
	visit(n)
	var wg sync.WaitGroup
	defer wg.Wait()
	answers := make(chan bool, len(n.children))
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			answers <- finished(c)
		}()
	}
	for range n.children {
		if <-answers {
			return true
		}
	}
	return n.depth == 0
}

// notify has no results, and tells by what it leaves.
func notify(ctx context.Context, n *node, tell func(*node)) {
	look()
	if len(n.children) == 0 {
		tell(n)
		return
	}
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	told := make(chan *node, len(n.children))
	for _, c := range n.children {
		go notifyChild(ctx, c, told) // want "bounded"
	}
	for range n.children {
		// The first is enough.
		select {
		case leaf := <-told:
			if leaf != nil {
				tell(leaf)
				return
			}
		case <-ctx.Done():
			return
		}
	}
}

func notifyChild(ctx context.Context, n *node, told chan<- *node) {
	var leaf *node
	notify(ctx, n, func(found *node) { leaf = found })
	told <- leaf
}
