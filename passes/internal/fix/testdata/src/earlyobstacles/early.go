// Package earlyobstacles has functions that return before they have received from
// all, and that no fix is known for.
package earlyobstacles

import (
	"context"
	"sync"
)

type node struct{ children []*node }

// nothingStops leaves goroutines behind that go on to their ends.
func nothingStops(n *node) bool {
	answers := make(chan bool, len(n.children))
	for _, c := range n.children {
		go func() { answers <- nothingStops(c) }() // want "a return may leave goroutines behind here that nothing stops, and under a limit they would pile up"
	}
	for range n.children {
		if <-answers {
			return true
		}
	}
	return false
}

// deaf goes on to wait for its children's answers when it is canceled.
func deaf(ctx context.Context, n *node) bool {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan bool, len(n.children))
	for _, c := range n.children {
		go func() { answers <- deaf(ctx, c) }() // want "a goroutine that is left behind goes on waiting here after its context is canceled, and under a limit such ones would pile up"
	}
	for range n.children {
		if <-answers {
			return true
		}
	}
	return false
}

// others is told to stop by somebody else.
func others(ctx context.Context, n *node) bool {
	answers := make(chan bool, len(n.children))
	for _, c := range n.children {
		go func() { answers <- others(ctx, c) }() // want "a return may leave goroutines behind here that nothing stops, and under a limit they would pile up"
	}
	for range n.children {
		select {
		case found := <-answers:
			if found {
				return true
			}
		case <-ctx.Done():
			return false
		}
	}
	return false
}

// sometimes cancels on one way only.
func sometimes(ctx context.Context, n *node) bool {
	asked, cancel := context.WithCancel(ctx)
	answers := make(chan bool, len(n.children))
	for _, c := range n.children {
		go func() { answers <- sometimes(asked, c) }() // want "a return may leave goroutines behind here that nothing stops, and under a limit they would pile up"
	}
	for range n.children {
		select {
		case found := <-answers:
			if found {
				cancel()
				return true
			}
		case <-ctx.Done():
			return false
		}
	}
	cancel()
	return false
}

// background goes on under a context of its own.
func background(ctx context.Context, n *node) bool {
	asked, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan bool, len(n.children))
	for _, c := range n.children {
		go func() { answers <- asked.Err() == nil && background(context.WithoutCancel(asked), c) }() // want "what is left behind may go on under this context, which nothing cancels"
	}
	for range n.children {
		select {
		case found := <-answers:
			if found {
				return true
			}
		case <-ctx.Done():
			return false
		}
	}
	return false
}

// jumps receives again.
func jumps(ctx context.Context, n *node) bool {
	asked, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan bool, len(n.children))
	for _, c := range n.children {
		go func() { answers <- jumps(asked, c) }() // want "this goto may lead to where the goroutines are received from"
	}
	heard := 0
again:
	select {
	case found := <-answers:
		if found {
			return true
		}
	case <-ctx.Done():
		return false
	}
	if heard++; heard < len(n.children) {
		goto again
	}
	return false
}

// noRoom leaves goroutines behind that wait for a receiver.
func noRoom(ctx context.Context, n *node) bool {
	asked, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan bool)
	for _, c := range n.children {
		go func() { answers <- noRoom(asked, c) }() // want "a return may leave this send without a receiver, and it would keep its slot for good"
	}
	for range n.children {
		select {
		case found := <-answers:
			if found {
				return true
			}
		case <-ctx.Done():
			return false
		}
	}
	return false
}

// twice sends more than there is room for.
func twice(ctx context.Context, n *node) bool {
	asked, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan bool, len(n.children))
	for _, c := range n.children {
		go func() { // want "a return may leave this send without a receiver, and it would keep its slot for good"
			answers <- twice(asked, c)
			answers <- false
		}()
	}
	for range n.children {
		select {
		case found := <-answers:
			if found {
				return true
			}
		case <-ctx.Done():
			return false
		}
	}
	return false
}

var asking sync.Mutex

// askLocked holds a lock that its children need.
func askLocked(ctx context.Context, n *node) bool {
	asking.Lock()
	defer asking.Unlock()
	asked, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan bool, len(n.children))
	for _, c := range n.children {
		go func() { answers <- askLocked(asked, c) }() // want "a lock taken here is held while receiving from the goroutines"
	}
	for range n.children {
		select {
		case found := <-answers:
			if found {
				return true
			}
		case <-ctx.Done():
			return false
		}
	}
	return false
}

// asksOn goes down again with what it has received, and has lent its slot.
func asksOn(ctx context.Context, n *node) bool {
	asked, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan *node, len(n.children))
	for _, c := range n.children {
		go func() { // want "what is done with a result starts goroutines, and has no slot to lend to them"
			if !asksOn(asked, c) {
				answers <- nil
				return
			}
			answers <- c
		}()
	}
	for range n.children {
		select {
		case found := <-answers:
			if found != nil {
				return asksOn(ctx, found)
			}
		case <-ctx.Done():
			return false
		}
	}
	return false
}

// startsMore starts another goroutine for each answer.
func startsMore(ctx context.Context, n *node) {
	asked, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan bool, len(n.children))
	for _, c := range n.children {
		go func() { // want "goroutines are started here while others may be left behind"
			startsMore(asked, c)
			answers <- true
		}()
	}
	for range n.children {
		select {
		case found := <-answers:
			go println(found)
			return
		case <-ctx.Done():
			return
		}
	}
}

// defers holds something until it returns, and no longer.
func defers(ctx context.Context, n *node) bool {
	asked, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan bool, len(n.children))
	for _, c := range n.children {
		go func() { answers <- defers(asked, c) }() // want "a defer inside what receives from the goroutines would run earlier"
	}
	for range n.children {
		select {
		case found := <-answers:
			defer println(found)
			return found
		case <-ctx.Done():
			return false
		}
	}
	return false
}

// bare returns what its results are by then.
func bare(ctx context.Context, n *node) (found bool) {
	asked, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan bool, len(n.children))
	for _, c := range n.children {
		go func() { answers <- bare(asked, c) }() // want "this return doesn't say what it returns"
	}
	for range n.children {
		select {
		case found = <-answers:
			if found {
				return
			}
		case <-ctx.Done():
			return
		}
	}
	return
}

// looks asks its context at the end whether it was canceled by others.
func looks(ctx context.Context, n *node, log func(error)) bool {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	defer func() { log(ctx.Err()) }()
	answers := make(chan bool, len(n.children))
	for _, c := range n.children {
		go func() { answers <- looks(ctx, c, log) }() // want "this would see the context canceled before it was"
	}
	for range n.children {
		select {
		case found := <-answers:
			if found {
				return true
			}
		case <-ctx.Done():
			return false
		}
	}
	return false
}

// closesAtEnd tells its children by a channel that they may end.
func closesAtEnd(ctx context.Context, n *node) bool {
	asked, cancel := context.WithCancel(ctx)
	defer cancel()
	enough := make(chan struct{})
	defer close(enough)
	answers := make(chan bool, len(n.children))
	for _, c := range n.children {
		go func() { // want "what is left behind may wait for this channel to be closed, and keep its slot till then"
			answers <- closesAtEnd(asked, c)
			asks(enough)
		}()
	}
	for range n.children {
		select {
		case found := <-answers:
			if found {
				return true
			}
		case <-ctx.Done():
			return false
		}
	}
	return false
}

func asks(enough <-chan struct{}) { <-enough }

// closer has a goroutine that waits for those that are left behind.
func closer(ctx context.Context, n *node) bool {
	asked, cancel := context.WithCancel(ctx)
	defer cancel()
	answers := make(chan bool, len(n.children))
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "the goroutine that closes this channel would be left behind as well"
			defer wg.Done()
			answers <- closer(asked, c)
		}()
	}
	go func() {
		wg.Wait()
		close(answers)
	}()
	for found := range answers {
		if found {
			return true
		}
	}
	return false
}

// failing tells the others to stop when one has failed.
func failing(ctx context.Context, n *node) error {
	errs := make(chan error, len(n.children))
	for _, c := range n.children {
		go func() { errs <- failing(ctx, c) }() // want "a return may leave goroutines behind here that nothing stops, and under a limit they would pile up"
	}
	for range n.children {
		if err := <-errs; err != nil {
			return err
		}
	}
	return nil
}
