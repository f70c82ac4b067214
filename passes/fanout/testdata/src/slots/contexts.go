package slots

import (
	"context"
	"sync"

	"golang.org/x/sync/semaphore"
)

type limiterKey struct{}

func limiterOf(ctx context.Context) *semaphore.Weighted {
	limiter, _ := ctx.Value(limiterKey{}).(*semaphore.Weighted)
	return limiter
}

// A limiter that travels in the context is one for all.
func tryFromContext(ctx context.Context, n *node, wg *sync.WaitGroup) {
	for _, c := range n.children {
		limiter := limiterOf(ctx)
		if limiter.TryAcquire(1) {
			wg.Add(1)
			go func() { // want "^bounded-try"
				defer wg.Done()
				defer limiter.Release(1)
				tryFromContext(ctx, c, wg)
			}()
		} else {
			tryFromContext(ctx, c, wg)
		}
	}
}

func keepFromContext(ctx context.Context, n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		limiter := ctx.Value(limiterKey{}).(*semaphore.Weighted)
		if limiter.Acquire(ctx, 1) != nil {
			return
		}
		wg.Add(1)
		go func() { // want "^hold-wait"
			defer wg.Done()
			defer limiter.Release(1)
			keepFromContext(ctx, c)
		}()
	}
	wg.Wait()
}

// One that is made for each context is one for each level.
func newLimiter(context.Context) *semaphore.Weighted { return semaphore.NewWeighted(8) }

func makeForContext(ctx context.Context, n *node, wg *sync.WaitGroup) {
	limiter := newLimiter(ctx)
	for _, c := range n.children {
		if limiter.TryAcquire(1) {
			wg.Add(1)
			go func() { // want "^per-level-bound"
				defer wg.Done()
				defer limiter.Release(1)
				makeForContext(ctx, c, wg)
			}()
		}
	}
}
