package slots

import (
	"context"
	"sync"

	"golang.org/x/sync/errgroup"
)

// Tasks wait for tasks while they hold a slot.
func joined(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		slots <- struct{}{}
		wg.Add(1)
		go func() { // want "^hold-wait: .*slots"
			defer wg.Done()
			defer func() { <-slots }()
			joined(c)
		}()
	}
	wg.Wait()
}

// Even with no join, a task waits for a slot while it holds one.
func unjoined(wg *sync.WaitGroup, n *node) {
	for _, c := range n.children {
		slots <- struct{}{}
		wg.Add(1)
		go func() { // want "^hold-wait: .*slots"
			defer wg.Done()
			defer func() { <-slots }()
			unjoined(wg, c)
		}()
	}
}

// The slot is given back before the task descends.
func releasedFirst(wg *sync.WaitGroup, n *node) {
	for _, c := range n.children {
		slots <- struct{}{}
		wg.Add(1)
		go func() { // want "^bounded-semaphore: .*slots"
			defer wg.Done()
			println(c.name)
			<-slots
			releasedFirst(wg, c)
		}()
	}
}

func weightedJoined(ctx context.Context, n *node) error {
	var g errgroup.Group
	for _, c := range n.children {
		if err := weighted.Acquire(ctx, 1); err != nil {
			return err
		}
		g.Go(func() error { // want "^hold-wait: .*weighted"
			defer weighted.Release(1)
			return weightedJoined(ctx, c)
		})
	}
	return g.Wait()
}

// Acquire and release in methods.
func (p *pool) acquire() { p.free <- struct{}{} }
func (p *pool) release() { <-p.free }

func (p *pool) methods(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		p.acquire()
		wg.Go(func() { // want "^hold-wait: .*free"
			defer p.release()
			p.methods(c)
		})
	}
	wg.Wait()
}

// The release is what acquire returns.
func (p *pool) enter() (leave func()) {
	p.free <- struct{}{}
	return func() { <-p.free }
}

func (p *pool) closures(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		leave := p.enter()
		wg.Go(func() { // want "^hold-wait: .*free"
			defer leave()
			p.closures(c)
		})
	}
	wg.Wait()
}

// A channel that was filled with slots.
func filledJoined(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		<-filled
		wg.Go(func() { // want "^hold-wait: .*filled"
			defer func() { filled <- struct{}{} }()
			filledJoined(c)
		})
	}
	wg.Wait()
}

// A shared group with a limit blocks its own tasks, even with no join.
func limitedGroup(root *node) error {
	g := new(errgroup.Group)
	g.SetLimit(8)
	limitedIn(g, root)
	return g.Wait()
}

func limitedIn(g *errgroup.Group, n *node) {
	for _, c := range n.children {
		g.Go(func() error { // want "^hold-wait: .*g"
			limitedIn(g, c)
			return nil
		})
	}
}

// The tasks of a limited group that don't come back: it only slows down.
type copier struct{ group errgroup.Group }

func newCopier() *copier {
	c := &copier{}
	c.group.SetLimit(8)
	return c
}

func (c *copier) walk(n *node) {
	c.group.Go(func() error { // want "^bounded-group"
		println(n.name)
		return nil
	})
	for _, child := range n.children {
		c.walk(child)
	}
}

// The same under a semaphore.
func leaves(n *node) {
	slots <- struct{}{}
	go func() { // want "^bounded-semaphore: .*slots"
		defer func() { <-slots }()
		println(n.name)
	}()
	for _, c := range n.children {
		leaves(c)
	}
}

// The acquire is not on every path.
func sometimes(n *node) {
	for _, c := range n.children {
		if c.big {
			slots <- struct{}{}
		}
		go func() { // want "^leaf-spawn"
			if c.big {
				defer func() { <-slots }()
			}
			println(c.name)
		}()
		go sometimes(c) // want "^recursive-spawn"
	}
}

// One after the other, and each keeps its slot while it waits for the next.
func rowHolding(n *node) {
	for _, c := range n.children {
		slots <- struct{}{}
		done := make(chan struct{})
		go func() { // want "^hold-wait"
			defer close(done)
			defer func() { <-slots }()
			rowHolding(c)
		}()
		<-done
	}
}

func rowHoldingLate(n *node) {
	for _, c := range n.children {
		var wg sync.WaitGroup
		wg.Go(func() { // want "^hold-wait"
			slots <- struct{}{}
			defer func() { <-slots }()
			rowHoldingLate(c)
		})
		wg.Wait()
	}
}

// The neighbour gives it back before it goes on.
func rowReleasing(n *node) {
	for _, c := range n.children {
		var wg sync.WaitGroup
		wg.Go(func() { // want "^bounded-sequential"
			slots <- struct{}{}
			println(c.name)
			<-slots
			rowReleasing(c)
		})
		wg.Wait()
	}
}

// The slot is the started function's own: it keeps it until it ends, and waits
// for those of its children meanwhile.
func keptByTheWalker(wg *sync.WaitGroup, n *node) {
	defer func() { <-slots; wg.Done() }()
	for _, c := range n.children {
		wg.Add(1)
		slots <- struct{}{}
		go keptByTheWalker(wg, c) // want "^hold-wait: .*slots"
	}
}

// The same where the first call has no slot.
func keptButByTheRoot(wg *sync.WaitGroup, n *node, root bool) {
	for _, c := range n.children {
		wg.Add(1)
		slots <- struct{}{}
		go keptButByTheRoot(wg, c, false) // want "^hold-wait: .*slots"
	}
	if !root {
		wg.Done()
		<-slots
	}
}

// It is given back before the children get theirs.
func givenBackByTheWalker(wg *sync.WaitGroup, n *node) {
	defer wg.Done()
	println(n.name)
	<-slots
	for _, c := range n.children {
		wg.Add(1)
		slots <- struct{}{}
		go givenBackByTheWalker(wg, c) // want "^bounded-semaphore: .*slots"
	}
}

// The same where the first call has no slot.
func givenBackButByTheRoot(wg *sync.WaitGroup, n *node, root bool) {
	load(n)
	if !root {
		<-slots
	}
	for _, c := range n.children {
		wg.Add(1)
		slots <- struct{}{}
		go givenBackButByTheRoot(wg, c, false) // want "^bounded-semaphore: .*slots"
	}
	wg.Done()
}

// It is given back before there was any work.
func givenBackAtOnceButByTheRoot(wg *sync.WaitGroup, n *node, root bool) {
	if !root {
		<-slots
	}
	load(n)
	for _, c := range n.children {
		wg.Add(1)
		slots <- struct{}{}
		go givenBackAtOnceButByTheRoot(wg, c, false) // want "^recursive-spawn: .*given back here before"
	}
	wg.Done()
}

func load(n *node) { n.name += "." }

// Nobody waits for one of these alone.
func eitherSlot(n *node) {
	own := make(chan struct{}, 2)
	for _, c := range n.children {
		select {
		case slots <- struct{}{}:
			go func() { // want "^bounded-semaphore: .*slots"
				defer func() { <-slots }()
				eitherSlot(c)
			}()
		case own <- struct{}{}:
			go func() { // want "^per-level-bound: .*own"
				defer func() { <-own }()
				eitherSlot(c)
			}()
		}
	}
}

// The parameter is the variable in every call.
func throughParameter(n *node, given chan struct{}) {
	defer func() { <-given }()
	for _, c := range n.children {
		select {
		case slots <- struct{}{}:
			go throughParameter(c, slots) // want "^bounded-try: .*slots"
		default:
		}
	}
}

// Here it is another one in the children.
func throughAnother(n *node, given chan struct{}) {
	defer func() { <-given }()
	for _, c := range n.children {
		select {
		case slots <- struct{}{}:
			go throughAnother(c, make(chan struct{}, 1)) // want "^recursive-spawn"
		default:
		}
	}
}

var tickets = make(chan struct{}, 8)

func init() {
	for range cap(tickets) {
		tickets <- struct{}{}
	}
}

func ticketed(n *node) {
	for _, c := range n.children {
		select {
		case <-tickets:
			go func() { // want "^bounded-try: .*tickets"
				defer func() { tickets <- struct{}{} }()
				ticketed(c)
			}()
		default:
			ticketed(c)
		}
	}
}

// The slot is the starter's, and given back before it waits.
func heldByTheStarter(ctx context.Context, wg *sync.WaitGroup, n *node) {
	var children sync.WaitGroup
	func() {
		if weighted.Acquire(ctx, 1) != nil {
			return
		}
		defer weighted.Release(1)
		for _, c := range n.children {
			children.Add(1)
			wg.Go(func() { // want "^late-acquire: "
				defer children.Done()
				heldByTheStarter(ctx, wg, c)
			})
		}
	}()
	children.Wait()
}
