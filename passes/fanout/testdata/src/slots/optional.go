package slots

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

// A limiter that callers can leave out is a bound where it is there: the slot
// is given back before the children are dispatched.
func dispatch(ctx context.Context, visit func(*node) error, limiter *semaphore.Weighted, nodes ...*node) error {
	group, inner := errgroup.WithContext(ctx)
	for _, n := range nodes {
		if limiter != nil {
			if err := limiter.Acquire(ctx, 1); err != nil {
				return err
			}
		}
		group.Go(func() error { // want "^bounded-semaphore: .*limiter"
			err := visit(n)
			if limiter != nil {
				limiter.Release(1)
			}
			if err != nil {
				return err
			}
			return dispatch(inner, visit, limiter, n.children...)
		})
	}
	return group.Wait()
}

// Kept while the children are dispatched, it is no better than one that has to
// be there.
func dispatchHolding(limiter chan struct{}, wg *sync.WaitGroup, nodes ...*node) {
	for _, n := range nodes {
		if limiter != nil {
			limiter <- struct{}{}
		}
		wg.Add(1)
		go func() { // want "^hold-wait: .*limiter"
			defer wg.Done()
			dispatchHolding(limiter, wg, n.children...)
			if limiter != nil {
				<-limiter
			}
		}()
	}
}

// Another condition leaves goroutines without a slot.
func dispatchSome(limiter chan struct{}, eager bool, wg *sync.WaitGroup, nodes ...*node) {
	for _, n := range nodes {
		if !eager {
			limiter <- struct{}{}
		}
		wg.Add(1)
		go func() { // want "^recursive-spawn"
			defer wg.Done()
			if !eager {
				<-limiter
			}
			dispatchSome(limiter, eager, wg, n.children...)
		}()
	}
}

// So does a slot that is only taken where there is none.
func dispatchWrongly(limiter chan struct{}, wg *sync.WaitGroup, nodes ...*node) {
	for _, n := range nodes {
		if limiter == nil {
			limiter <- struct{}{}
		}
		wg.Add(1)
		go func() { // want "^recursive-spawn"
			defer wg.Done()
			if limiter != nil {
				<-limiter
			}
			dispatchWrongly(limiter, wg, n.children...)
		}()
	}
}

// A group of somebody's own is limited only where it was given a limit.
type optional struct {
	free chan struct{}
	wg   sync.WaitGroup
}

func (o *optional) start(f func()) {
	if o.free != nil {
		o.free <- struct{}{}
	}
	o.wg.Add(1)
	go func() {
		defer o.wg.Done()
		defer func() {
			if o.free != nil {
				<-o.free
			}
		}()
		f()
	}()
}

func unlimited(n *node) {
	var group optional
	for _, c := range n.children {
		group.start(func() { unlimited(c) }) // want "^recursive-spawn"
	}
	group.wg.Wait()
}
