// Package poolmaker makes limited groups for others.
package poolmaker

import (
	"context"

	"github.com/sourcegraph/conc/pool"
	"golang.org/x/sync/errgroup"
)

func Pool(ctx context.Context, n int) *pool.ContextPool {
	return pool.New().WithContext(ctx).WithMaxGoroutines(n)
}

func Group(ctx context.Context) (*errgroup.Group, context.Context) {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(4)
	return g, ctx
}

func Unlimited() *errgroup.Group { return new(errgroup.Group) }
