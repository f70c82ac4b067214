// Package repair has slots that are lost, each in a way of its own.
package repair

import (
	"context"
	"errors"
	"fmt"
	"sync"

	"golang.org/x/sync/semaphore"
)

type node struct {
	broken, empty bool
	children      []*node
}

var slots = semaphore.NewWeighted(8)

// list gives its slot back before it goes on.
func list(ctx context.Context, n *node, wg *sync.WaitGroup) error {
	if err := slots.Acquire(ctx, 1); err != nil {
		return err
	}
	if n.broken {
		// No children to be had.
		return errors.New("broken")
	}
	for _, c := range n.children {
		if c.empty {
			return fmt.Errorf("%d children", len(n.children)) // want `^the function can return here and keep its slot of slots$`
		}
	}
	if n.empty {
		slots.Release(1)
		return nil
	}
	children := n.children
	slots.Release(1)
	for _, c := range children {
		wg.Go(func() { _ = list(ctx, c, wg) })
	}
	return nil
}

// whole keeps its slot to its end.
func whole(n *node, wg *sync.WaitGroup) {
	defer wg.Done()
	tokens <- true // one for each
	if n.broken {
		return // want `^the function can return here and keep its slot of tokens$`
	}
	for _, c := range n.children {
		wg.Add(1)
		go whole(c, wg)
	}
	<-tokens
}

var tokens = make(chan bool, 8)

// left is left in the middle of a loop.
func left(ctx context.Context, n *node, wg *sync.WaitGroup) {
	for _, c := range n.children {
		if !slots.TryAcquire(1) {
			left(ctx, c, wg)
			continue
		}
		wg.Go(func() {
			for _, d := range c.children {
				if d.broken {
					return // want `^the goroutine can return here and keep its slot of slots$`
				}
			}
			left(ctx, c, wg)
			slots.Release(1)
		})
	}
}

// unspawned takes a slot for a goroutine that isn't started.
func unspawned(n *node, wg *sync.WaitGroup) {
	for _, c := range n.children {
		select { // want `^the slot of tokens taken here is not given back on a way that does not start the goroutine$`
		case tokens <- true:
			if c.broken {
				continue
			} else if c.empty {
				return
			}
			wg.Go(func() {
				defer func() { <-tokens }()
				unspawned(c, wg)
			})
		default:
			unspawned(c, wg)
		}
	}
}
