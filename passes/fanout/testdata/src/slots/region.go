package slots

import (
	"context"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

// A region is a slot that its task may give back for a while.
type region struct {
	limiter *semaphore.Weighted
	ended   bool
}

func newRegion(limiter *semaphore.Weighted) *region {
	if limiter == nil {
		return nil
	}
	return &region{limiter, true}
}

func (r *region) start(ctx context.Context) error {
	if r == nil || !r.ended {
		return nil
	}
	if err := r.limiter.Acquire(ctx, 1); err != nil {
		return err
	}
	r.ended = false
	return nil
}

func (r *region) end() {
	if r == nil || r.ended {
		return
	}
	r.limiter.Release(1)
	r.ended = true
}

type regional func(context.Context, *region, *node) error

func inRegions(ctx context.Context, limiter *semaphore.Weighted, f regional, nodes ...*node) error {
	var g errgroup.Group
	for _, n := range nodes {
		r := newRegion(limiter)
		if err := r.start(ctx); err != nil {
			break
		}
		g.Go(func() error {
			defer r.end()
			return f(ctx, r, n)
		})
	}
	return g.Wait()
}

// The slot is given back before the descent and taken again for the rest.
func copyTree(ctx context.Context, root *node, push func(*node) error) error {
	limiter := semaphore.NewWeighted(4)
	var visit regional
	visit = func(ctx context.Context, r *region, n *node) error {
		if len(n.children) > 0 {
			r.end()
			if err := inRegions(ctx, limiter, visit, n.children...); err != nil { // want "^bounded-semaphore"
				return err
			}
			if err := r.start(ctx); err != nil {
				return err
			}
		}
		return push(n)
	}
	return inRegions(ctx, limiter, visit, root)
}

// Without a limiter the helper limits nothing.
func indexTree(ctx context.Context, root *node) error {
	var visit regional
	visit = func(ctx context.Context, r *region, n *node) error {
		return inRegions(ctx, nil, visit, n.children...) // want "^recursive-spawn"
	}
	return inRegions(ctx, nil, visit, root)
}
