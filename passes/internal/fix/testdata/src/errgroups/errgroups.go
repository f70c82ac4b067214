package errgroups

import (
	"context"
	"fmt"

	"golang.org/x/sync/errgroup"
)

type node struct {
	name     string
	children []*node
}

func zero(n *node) error {
	var g errgroup.Group
	for _, c := range n.children {
		g.Go(func() error { // want "bounded"
			return zero(c)
		})
	}
	return g.Wait()
}

func withContext(ctx context.Context, n *node) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, c := range n.children {
		g.Go(func() error { // want "bounded"
			return withContext(ctx, c)
		})
	}
	if err := g.Wait(); err != nil {
		return fmt.Errorf("%s: %w", n.name, err)
	}
	return nil
}

func limited(n *node, limit int) error {
	g := new(errgroup.Group)
	g.SetLimit(limit) // per call
	for _, c := range n.children {
		g.Go(func() error { // want "bounded"
			return limited(c, limit)
		})
	}
	err := g.Wait()
	return err
}

func branch(n *node, limit int) error {
	g := &errgroup.Group{}
	if limit > 0 {
		g.SetLimit(limit)
	}
	for _, c := range n.children {
		if !g.TryGo(func() error { return branch(c, limit) }) { // want "bounded"
			if err := branch(c, limit); err != nil {
				println(err)
			}
		}
	}
	return g.Wait()
}

// either makes another group where it wants a context.
func either(ctx context.Context, n *node, failFast bool) error {
	g := &errgroup.Group{}
	if failFast {
		g, ctx = errgroup.WithContext(ctx)
	}
	for _, c := range n.children {
		g.Go(func() error { return either(ctx, c, failFast) }) // want "bounded"
	}
	return g.Wait()
}

// A span is a time from a start to an end, which are no lock.
type span struct{ from, to int }

func (s span) Start() int { return s.from }
func (s span) End() int   { return s.to }

func spans(n *node, s span) error {
	var g errgroup.Group
	for _, c := range n.children {
		g.Go(func() error { // want "bounded"
			return spans(c, span{s.from, s.End() - s.Start()})
		})
	}
	return g.Wait()
}
