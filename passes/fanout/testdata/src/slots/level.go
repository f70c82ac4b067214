package slots

import (
	"sync"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

// A semaphore of every activation.
func ownChannel(n *node) {
	free := make(chan struct{}, 8)
	var wg sync.WaitGroup
	for _, c := range n.children {
		free <- struct{}{}
		wg.Go(func() { // want "^per-level-bound: .*free"
			defer func() { <-free }()
			ownChannel(c)
		})
	}
	wg.Wait()
}

// The wrong repair that is met most often.
func ownGroup(n *node) error {
	var g errgroup.Group
	g.SetLimit(8)
	for _, c := range n.children {
		g.Go(func() error { return ownGroup(c) }) // want "^per-level-bound: .*g"
	}
	return g.Wait()
}

func ownPointer(n *node) error {
	g := new(errgroup.Group)
	g.SetLimit(8)
	for _, c := range n.children {
		g.Go(func() error { return ownPointer(c) }) // want "^per-level-bound"
	}
	return g.Wait()
}

// The limit is set in a constructor.
func limited() *errgroup.Group {
	g := new(errgroup.Group)
	g.SetLimit(8)
	return g
}

func ownConstructor(n *node) error {
	g := limited()
	for _, c := range n.children {
		g.Go(func() error { return ownConstructor(c) }) // want "^per-level-bound"
	}
	return g.Wait()
}

func ownPool(n *node) {
	p := newPool(8)
	for _, c := range n.children {
		p.acquire()
		go func() { // want "^per-level-bound"
			defer p.release()
			ownPool(c)
		}()
	}
}

func ownWeighted(n *node) {
	free := semaphore.NewWeighted(8)
	for _, c := range n.children {
		if !free.TryAcquire(1) {
			ownWeighted(c)
			continue
		}
		go func() { // want "^per-level-bound"
			defer free.Release(1)
			ownWeighted(c)
		}()
	}
}

// A helper of the package that makes the limit.
func eachLimited(items []*node, f func(*node)) {
	var g errgroup.Group
	g.SetLimit(8)
	for _, item := range items {
		g.Go(func() error { f(item); return nil })
	}
	g.Wait()
}

func throughHelper(n *node) {
	eachLimited(n.children, throughHelper) // want "^per-level-bound"
}

// A fixed number of workers for every activation.
func ownWorkers(n *node) {
	queue := make(chan *node)
	var wg sync.WaitGroup
	for range 4 {
		wg.Go(func() { // want "^per-level-bound"
			for c := range queue {
				ownWorkers(c)
			}
		})
	}
	for _, c := range n.children {
		queue <- c
	}
	close(queue)
	wg.Wait()
}

// A field that the constructor of each level makes anew.
type level struct{ free chan struct{} }

func (l *level) descend(n *node) {
	next := &level{free: make(chan struct{}, 8)}
	for _, c := range n.children {
		l.free <- struct{}{}
		go func() { // want "^per-level-bound"
			defer func() { <-l.free }()
			next.descend(c)
		}()
	}
}

// A helper that makes the semaphore in every call.
func each[T any](items []T, limit int, f func(T)) {
	free := make(chan struct{}, limit)
	var wg sync.WaitGroup
	for _, item := range items {
		free <- struct{}{}
		wg.Add(1)
		go func() {
			defer wg.Done()
			defer func() { <-free }()
			f(item)
		}()
	}
	wg.Wait()
}

func eachLevel(n *node) {
	each(n.children, 8, eachLevel) // want "^per-level-bound: each makes its limit anew"
}

// A limit of one that is set on a condition switches concurrency off. Where it
// does not hold there is no limit.
func inTurnsOrNot(n *node, parallel bool) error {
	var group errgroup.Group
	if !parallel {
		group.SetLimit(1)
	}
	for _, c := range n.children {
		group.Go(func() error { return inTurnsOrNot(c, parallel) }) // want "^recursive-spawn"
	}
	return group.Wait()
}

func fewOrMany(n *node, most int) error {
	var group errgroup.Group
	if most > 0 {
		group.SetLimit(most)
	}
	for _, c := range n.children {
		group.Go(func() error { return fewOrMany(c, most) }) // want "^per-level-bound"
	}
	return group.Wait()
}

// The shorter of two lists is data, and no number of workers.
func side(a, b *node) {
	for i := range min(len(a.children), len(b.children)) {
		go side(a.children[i], b.children[i]) // want "^recursive-spawn"
	}
}
