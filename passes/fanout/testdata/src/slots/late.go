package slots

import (
	"context"
	"sync"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifo"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

// In the goroutine itself.
func inChild(wg *sync.WaitGroup, n *node) {
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "^late-acquire: .*slots"
			defer wg.Done()
			slots <- struct{}{}
			defer func() { <-slots }()
			inChild(wg, c)
		}()
	}
}

// There it is kept while others that need one are awaited: they never get it.
func inChildKept(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "^hold-wait: the slot of slots taken here is kept"
			defer wg.Done()
			slots <- struct{}{}
			defer func() { <-slots }()
			inChildKept(c)
		}()
	}
	wg.Wait()
}

// Directories do without a slot, and a file is the end of it. What could go on with
// one all the same, through a link say, nothing tells.
func inChildForFiles(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { // want "^late-acquire: .*slots"
			if len(c.children) > 0 {
				inChildForFiles(c)
				return
			}
			slots <- struct{}{}
			inChildForFiles(c)
			<-slots
		})
	}
	wg.Wait()
}

// Before it takes its slot it goes on without one, and then with it.
func inChildTwice(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { // want "^hold-wait: the slot of slots taken here is kept"
			if len(c.children) > 1 {
				inChildTwice(c.children[0])
			}
			slots <- struct{}{}
			inChildTwice(c)
			<-slots
		})
	}
	wg.Wait()
}

func atEntryKept(n *node) {
	slots <- struct{}{}
	defer func() { <-slots }()
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { atEntryKept(c) }) // want "^hold-wait: the slot of slots taken here is kept"
	}
	wg.Wait()
}

// It is given back first.
func atEntryLent(n *node) {
	slots <- struct{}{}
	println(n.name)
	<-slots
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { atEntryLent(c) }) // want "^late-acquire: .*slots"
	}
	wg.Wait()
}

// In the recursive function, which the goroutine runs.
func atEntry(wg *sync.WaitGroup, n *node) {
	defer wg.Done()
	slots <- struct{}{}
	println(n.name)
	<-slots
	for _, c := range n.children {
		wg.Add(1)
		go atEntry(wg, c) // want "^late-acquire: .*slots"
	}
}

// What it calls gives it back first.
func atEntryLentBelow(n *node) {
	slots <- struct{}{}
	defer func() { <-slots }()
	println(n.name)
	childrenWithout(n)
}

func childrenWithout(n *node) {
	<-slots
	defer func() { slots <- struct{}{} }()
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { atEntryLentBelow(c) }) // want "^late-acquire: .*slots"
	}
	wg.Wait()
}

// One call deeper, around the work.
func list(n *node) []*node {
	slots <- struct{}{}
	defer func() { <-slots }()
	return n.children
}

func deeper(wg *sync.WaitGroup, n *node) {
	defer wg.Done()
	for _, c := range list(n) {
		wg.Add(1)
		go deeper(wg, c) // want "^late-acquire: .*slots"
	}
}

func weightedKept(ctx context.Context, n *node) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, c := range n.children {
		g.Go(func() error { // want "^hold-wait: .*weighted"
			if err := weighted.Acquire(ctx, 1); err != nil {
				return err
			}
			defer weighted.Release(1)
			return weightedKept(ctx, c)
		})
	}
	return g.Wait()
}

// By methods.
func (p *pool) lateMethods(n *node) {
	for _, c := range n.children {
		go func() { // want "^late-acquire: .*free"
			p.acquire()
			defer p.release()
			p.lateMethods(c)
		}()
	}
}

// By a closure that gives back.
func (p *pool) lateClosure(n *node) {
	leave := p.enter()
	defer leave()
	for _, c := range n.children {
		go p.lateClosure(c) // want "^late-acquire: .*free"
	}
}

// From a channel that was filled.
func (t *tokens) late(n *node) {
	for _, c := range n.children {
		go func() { // want "^late-acquire: .*free"
			<-t.free
			defer func() { t.free <- struct{}{} }()
			t.late(c)
		}()
	}
}

// Newest first does not help: the scheduler decides who arrives when.
var newest = lifo.NewSemaphore(8)

func newestFirst(ctx context.Context, n *node) {
	for _, c := range n.children {
		go func() { // want "^late-acquire: .*newest"
			if newest.Acquire(ctx) != nil {
				return
			}
			defer newest.Release()
			newestFirst(ctx, c)
		}()
	}
}

// Given back before the next goroutine starts: all that is left is the slot
// of the goroutine's own work.
func releasedTooEarly(n *node) {
	for _, c := range n.children {
		slots <- struct{}{}
		println(c.name)
		<-slots
		go releasedTooEarly(c) // want "^late-acquire: .*slots"
	}
}

// Passed on as a parameter.
func passed(free chan struct{}, n *node) {
	free <- struct{}{}
	println(n.name)
	<-free
	for _, c := range n.children {
		go passed(free, c) // want "^late-acquire: .*free"
	}
}

func startPassed(n *node) { passed(make(chan struct{}, 8), n) }

// A helper takes the slot around what it is given.
func with(ctx context.Context, task func()) error {
	if err := weighted.Acquire(ctx, 1); err != nil {
		return err
	}
	defer weighted.Release(1)
	task()
	return nil
}

func aroundCallback(ctx context.Context, n *node) error {
	var g errgroup.Group
	for _, c := range n.children {
		g.Go(func() error { // want "^late-acquire: .*weighted"
			return with(ctx, func() { aroundCallback(ctx, c) })
		})
	}
	return g.Wait()
}

// The function takes a slot for the goroutine that it starts, and is itself
// started without one.
func listed(n *node) {
	slots <- struct{}{}
	go func() { // want "^bounded-semaphore"
		defer func() { <-slots }()
		for _, c := range n.children {
			go listed(c) // want "^late-acquire"
		}
	}()
}

// A leaf that takes its slot once it runs.
func lateLeaf(n *node) {
	go func() { // want "^late-acquire"
		slots <- struct{}{}
		defer func() { <-slots }()
		println(n.name)
	}()
	for _, c := range n.children {
		lateLeaf(c)
	}
}

// Filled by its maker, and passed on.
func filledSlots(n int) chan struct{} {
	free := make(chan struct{}, n)
	for range n {
		free <- struct{}{}
	}
	return free
}

func lateFilled(n *node, free chan struct{}) {
	for _, c := range n.children {
		go func() { // want "^late-acquire"
			<-free
			defer func() { free <- struct{}{} }()
			lateFilled(c, free)
		}()
	}
}

func startFilled(root *node) { lateFilled(root, filledSlots(2)) }

// A group of somebody's own whose goroutines take the slot.
type throttled struct {
	errgroup.Group
	free *semaphore.Weighted
}

func (t *throttled) start(ctx context.Context, f func() error) {
	t.Go(func() error {
		if err := t.free.Acquire(ctx, 1); err != nil {
			return err
		}
		defer t.free.Release(1)
		return f()
	})
}

func throttle(ctx context.Context, group *throttled, n *node) error {
	for _, c := range n.children {
		group.start(ctx, func() error { // want "^late-acquire: .*free"
			return throttle(ctx, group, c)
		})
	}
	return nil
}

// One for each activation limits nothing of the whole, whoever takes its slots.
func throttleEach(ctx context.Context, n *node) error {
	group := &throttled{free: semaphore.NewWeighted(8)}
	for _, c := range n.children {
		group.start(ctx, func() error { // want "^recursive-spawn"
			return throttleEach(ctx, c)
		})
	}
	return group.Wait()
}

// The slot is given back as soon as the goroutine is started.
func aroundStart(wg *sync.WaitGroup, n *node) {
	defer wg.Done()
	for _, c := range n.children {
		wg.Add(1)
		slots <- struct{}{}
		go aroundStart(wg, same(c)) // want "^recursive-spawn: .*given back here as soon as the goroutine is started"
		<-slots
	}
}

func same(n *node) *node { return n }

// It is kept while the children are read, and that is work.
func aroundWork(wg *sync.WaitGroup, n *node) {
	defer wg.Done()
	slots <- struct{}{}
	for _, c := range n.children {
		wg.Add(1)
		work(c)
		go aroundWork(wg, c) // want "^late-acquire: .*slots"
	}
	<-slots
}
