package slots

import (
	"context"
	"slotlib"
	"sync"
)

var (
	foreign       = slotlib.New(8)
	foreignTokens slotlib.Tokens
	foreignWeight slotlib.Weights
	foreignGates  slotlib.Gate
)

func foreignTry(n *node) {
	for _, c := range n.children {
		if foreign.TryAcquire() {
			go func() { // want "^bounded-try: .*foreign"
				defer foreign.Release()
				foreignTry(c)
			}()
		} else {
			foreignTry(c)
		}
	}
}

func foreignHeld(n *node) {
	for _, c := range n.children {
		foreign.Acquire()
		go func() { // want "^hold-wait: .*foreign"
			defer foreign.Release()
			foreignHeld(c)
		}()
	}
}

func foreignLate(ctx context.Context, n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "^late-acquire: "
			defer wg.Done()
			if foreignTokens.Get(ctx) != nil {
				return
			}
			n.name += c.name
			foreignTokens.Put()
			foreignLate(ctx, c)
		}()
	}
	wg.Wait()
}

func foreignWeights(n *node) {
	for _, c := range n.children {
		if !foreignWeight.Try() {
			foreignWeights(c)
			continue
		}
		go func() { // want "^bounded-try: .*foreignWeight"
			defer foreignWeight.Free()
			foreignWeights(c)
		}()
	}
}

func foreignGate(n *node, count *int) {
	for _, c := range n.children {
		foreignGates.Pass(count)
		go foreignGate(c, count) // want "^late-acquire: .*foreignGates"
	}
}

// Tasks add to the sized group of which they keep a slot.
func sized(g *slotlib.SizedGroup, n *node) {
	for _, c := range n.children {
		g.Add()
		go func() { // want "^hold-wait"
			defer g.Done()
			sized(g, c)
		}()
	}
}

// Leaves of a sized group.
func sizedLeaves(g *slotlib.SizedGroup, n *node) {
	for _, c := range n.children {
		g.Add()
		go func() { // want "^bounded-semaphore"
			defer g.Done()
			c.save()
		}()
		sizedLeaves(g, c)
	}
}

func resizable(ctx context.Context, r *slotlib.Resizable, n *node) {
	for _, c := range n.children {
		r.Acquire(ctx)
		go func() { // want "^bounded-semaphore"
			c.save()
			r.Release()
			resizable(ctx, r, c)
		}()
	}
}

func foreignEndless(ctx context.Context, e *slotlib.Endless, n *node) {
	for _, c := range n.children {
		e.Acquire(ctx)
		go func() { // want "^recursive-spawn"
			c.save()
			e.Release()
			foreignEndless(ctx, e, c)
		}()
	}
}

// A channel that another package's semaphore hands out its slots by.
type updater struct {
	free *slotlib.Tickets
	bell *slotlib.Bell
}

func (u *updater) wake(n *node) {
	select {
	case <-u.free.Wait():
		go u.run(n) // want "^bounded-try"
	default:
	}
}

func (u *updater) run(n *node) {
	defer u.free.Signal()
	for _, c := range n.children {
		u.wake(c)
	}
}

// Who waits for a slot and keeps it stands still.
func (u *updater) visit(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		<-u.free.Wait()
		wg.Add(1)
		go func() { // want "^hold-wait"
			defer wg.Done()
			defer u.free.Signal()
			u.visit(c)
		}()
	}
	wg.Wait()
}

// A bell is no semaphore.
func (u *updater) ring(n *node) {
	select {
	case <-u.bell.Wait():
		return
	default:
	}
	for _, c := range n.children {
		go u.ring(c) // want "^recursive-spawn"
	}
}

func (u *updater) rung(n *node) {
	select {
	case <-u.bell.Wait():
		for _, c := range n.children {
			go u.rung(c) // want "^recursive-spawn"
		}
	default:
	}
}
