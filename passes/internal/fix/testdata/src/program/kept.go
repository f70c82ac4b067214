package main

import (
	"context"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// counting embeds its group.
type counting struct {
	sync.WaitGroup
	nodes atomic.Int64
}

func (c *counting) embedded(n *node) {
	visit(n)
	c.nodes.Add(1)
	for _, child := range n.children {
		c.Add(1)
		go func() { // want "bounded"
			defer c.Done()
			c.embedded(child)
		}()
	}
}

func countEmbedded(n *node) int64 {
	c := &counting{}
	c.Add(1)
	go func() {
		defer c.Done()
		c.embedded(n)
	}()
	c.Wait()
	return c.nodes.Load()
}

// recovering starts tasks from tasks of its own, under a limit that blocks.
type recovering struct{ errgroup.Group }

func (r *recovering) spawn(f func()) {
	r.Group.Go(func() (err error) { // want "bounded"
		defer func() {
			if p := recover(); p != nil {
				err = context.Canceled
			}
		}()
		f()
		return nil
	})
}

func recovered(n *node) string {
	visit(n)
	var r recovering
	for i, c := range n.children {
		r.spawn(func() {
			if recovered(c) != "" || i == 1 && n.depth == 1 {
				panic(c)
			}
			r.spawn(func() { visit(c) })
		})
	}
	if err := r.Wait(); err != nil {
		return err.Error()
	}
	return ""
}

// given shares the group that it is given.
type given struct {
	group *errgroup.Group
	nodes atomic.Int64
}

func (g *given) pointer(ctx context.Context, n *node) error {
	visit(n)
	g.nodes.Add(1)
	for _, c := range n.children {
		g.group.Go(func() error { return g.pointer(ctx, c) }) // want "bounded"
	}
	return ctx.Err()
}

func countGiven(n *node) int64 {
	group, ctx := errgroup.WithContext(context.Background())
	g := &given{group: group}
	group.Go(func() error { return g.pointer(ctx, n) })
	if err := group.Wait(); err != nil {
		return -1
	}
	return g.nodes.Load()
}

// level makes a group for each level.
type level struct{ wg *sync.WaitGroup }

func (l *level) perLevel(n *node) {
	wg := l.wg
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			levelled(c)
		}()
	}
}

func levelled(n *node) {
	visit(n)
	l := &level{wg: new(sync.WaitGroup)}
	l.perLevel(n)
	l.wg.Wait()
}
