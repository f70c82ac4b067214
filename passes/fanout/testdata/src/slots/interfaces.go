package slots

import (
	"context"
	"slotlib"
	"sync"
)

// A limiter of the package behind an interface.
type limiter interface {
	enter()
	tryEnter() bool
	leave()
}

type doorway struct{ free chan struct{} }

func (g *doorway) enter() { g.free <- struct{}{} }
func (g *doorway) leave() { <-g.free }

func (g *doorway) tryEnter() bool {
	select {
	case g.free <- struct{}{}:
		return true
	default:
		return false
	}
}

// One that limits nothing may be behind it too: who wrote the interface means
// to limit.
type open struct{}

func (open) enter()         {}
func (open) leave()         {}
func (open) tryEnter() bool { return true }

func behindTry(l limiter, n *node) {
	for _, c := range n.children {
		if l.tryEnter() {
			go func() { // want "^bounded-try: .*free"
				defer l.leave()
				behindTry(l, c)
			}()
		} else {
			behindTry(l, c)
		}
	}
}

func behindHeld(l limiter, n *node) {
	for _, c := range n.children {
		l.enter()
		go func() { // want "^hold-wait: .*free"
			defer l.leave()
			behindHeld(l, c)
		}()
	}
}

func behindLate(l limiter, n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { // want "^late-acquire: .*free"
			l.enter()
			work(c)
			l.leave()
			behindLate(l, c)
		})
	}
	wg.Wait()
}

func behindEach(n *node) {
	for _, c := range n.children {
		var l limiter = &doorway{make(chan struct{}, 4)}
		l.enter()
		go func() { // want "^per-level-bound: "
			defer l.leave()
			behindEach(c)
		}()
	}
}

// What loads takes a slot of the limit that it is given.
type loader interface {
	load(n *node, slots chan struct{}) []*node
}

type disk struct{}

func (disk) load(n *node, slots chan struct{}) []*node {
	slots <- struct{}{}
	defer func() { <-slots }()
	return n.children
}

func loadedLate(l loader, n *node, slots chan struct{}) {
	var wg sync.WaitGroup
	for _, c := range l.load(n, slots) {
		wg.Go(func() { loadedLate(l, c, slots) }) // want "^late-acquire: .*slots"
	}
	wg.Wait()
}

// A limiter that the other package makes, and one that the package puts into
// the other's interface.
var behindForeign = slotlib.NewLimiter(8)

func behindForeignTry(n *node) {
	for _, c := range n.children {
		if behindForeign.TryAcquire() {
			go func() { // want "^bounded-try: .*behindForeign"
				defer behindForeign.Release()
				behindForeignTry(c)
			}()
		} else {
			behindForeignTry(c)
		}
	}
}

func behindForeignHeld(ctx context.Context, n *node) error {
	for _, c := range n.children {
		if err := behindForeign.Acquire(ctx); err != nil {
			return err
		}
		go func() { // want "^hold-wait: .*behindForeign"
			defer behindForeign.Release()
			_ = behindForeignHeld(ctx, c)
		}()
	}
	return nil
}

func listedBehind(l slotlib.Lister, n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { // want "^late-acquire: .*l is taken"
			for range l.List(c.name) {
				listedBehind(l, c)
			}
		})
	}
	wg.Wait()
}

// An interface of the package with a type of the other one behind it.
type entered interface{ Acquire() }

type left interface{ Release() }

var (
	in  entered = slotlib.New(8)
	out left    = slotlib.New(8)
)

func behindTwo(n *node) {
	for _, c := range n.children {
		in.Acquire()
		go func() { // want "^recursive-spawn: "
			defer out.Release()
			behindTwo(c)
		}()
	}
}

type bothWays interface {
	entered
	left
}

func newBoth() bothWays { return slotlib.New(8) }

var both = newBoth()

func behindBoth(n *node) {
	for _, c := range n.children {
		both.Acquire()
		go func() { // want "^hold-wait: .*both"
			defer both.Release()
			behindBoth(c)
		}()
	}
}

// Where one implementer takes what another gives, nobody knows.
type turn interface{ next() }

type forth struct{ free chan struct{} }
type back struct{ free chan struct{} }

func (f *forth) next() { f.free <- struct{}{} }
func (b *back) next()  { <-b.free }

func behindTurn(t turn, n *node) {
	for _, c := range n.children {
		t.next()
		go func() { // want "^recursive-spawn: "
			defer t.next()
			behindTurn(t, c)
		}()
	}
}

// Whoever implements this, it has the methods of a semaphore.
type anySemaphore interface {
	Acquire(ctx context.Context, n int64) error
	TryAcquire(n int64) bool
	Release(n int64)
}

func triesAny(s anySemaphore, n *node) {
	for _, c := range n.children {
		if !s.TryAcquire(1) {
			triesAny(s, c)
			continue
		}
		go func() { // want "^bounded-try"
			defer s.Release(1)
			triesAny(s, c)
		}()
	}
}

func keepsAny(ctx context.Context, s anySemaphore, n *node) {
	for _, c := range n.children {
		if s.Acquire(ctx, 1) != nil {
			return
		}
		go func() { // want "^hold-wait"
			defer s.Release(1)
			keepsAny(ctx, s, c)
		}()
	}
}

// This one gives nothing back.
type anyGate interface{ TryAcquire(n int64) bool }

func asksAny(g anyGate, n *node) {
	for _, c := range n.children {
		if g.TryAcquire(1) {
			go asksAny(g, c) // want "^recursive-spawn"
		}
	}
}
