package main

import (
	"context"
	"errors"
	"fmt"

	"golang.org/x/sync/errgroup"
)

var errLeaf = errors.New("leaf")

func failing(n *node) error {
	visit(n)
	var g errgroup.Group
	for _, c := range n.children {
		g.Go(func() error { return failing(c) }) // want "bounded"
	}
	if err := g.Wait(); err != nil {
		return fmt.Errorf("%d: %w", n.depth, err)
	}
	if n.depth == 0 {
		return errLeaf
	}
	return nil
}

func withContext(ctx context.Context, n *node) error {
	visit(n)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(3)
	for _, c := range n.children {
		g.Go(func() error { // want "bounded"
			if err := ctx.Err(); err != nil {
				return err
			}
			return withContext(ctx, c)
		})
	}
	return g.Wait()
}

func tryGo(n *node, limit int) error {
	visit(n)
	var g errgroup.Group
	g.SetLimit(limit)
	for _, c := range n.children {
		if !g.TryGo(func() error { return tryGo(c, limit) }) { // want "bounded"
			if err := tryGo(c, limit); err != nil {
				println(err.Error())
			}
		}
	}
	return g.Wait()
}

// either makes another group where it wants a context.
func either(ctx context.Context, n *node, failFast bool) error {
	visit(n)
	g := &errgroup.Group{}
	if failFast {
		g, ctx = errgroup.WithContext(ctx)
	}
	for _, c := range n.children {
		g.Go(func() error { return either(ctx, c, failFast) }) // want "bounded"
	}
	return g.Wait()
}

// first has one error alone, which cancels nothing that is looked at.
func first(ctx context.Context, n *node) error {
	visit(n)
	if n.depth == 0 {
		return errLeaf
	}
	g, ctx := errgroup.WithContext(ctx)
	for i, c := range n.children {
		g.Go(func() error { // want "bounded"
			if err := first(ctx, c); err != nil && i == 0 {
				return fmt.Errorf("%d: %w", c.depth, err)
			}
			return nil
		})
	}
	return g.Wait()
}

func (n *node) check(i int) error {
	if i == 2 {
		return errLeaf
	}
	return nil
}

// earlyError returns an error before it waits.
func earlyError(ctx context.Context, n *node) error {
	visitLeft(n)
	g, ctx := errgroup.WithContext(ctx)
	for i, c := range n.children {
		if err := n.check(i); err != nil {
			return err
		}
		g.Go(func() error { // want "bounded"
			_ = earlyError(ctx, c)
			return nil
		})
	}
	return g.Wait()
}
