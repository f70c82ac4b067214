package joins

import (
	"sync"

	"golang.org/x/sync/errgroup"
)

func audit(n *node) {
	go work(n) // want "^leaf-spawn: audit starts goroutines that outlive its call, and every call of auditing makes it do so"
}

func auditing(n *node) {
	audit(n)
	for _, c := range n.children {
		auditing(c)
	}
}

// The starter hands out the means to wait, and its caller does at once.
func begin(n *node, wg *sync.WaitGroup) {
	wg.Add(1)
	go func() { // want "^bounded-sequential"
		defer wg.Done()
		work(n)
	}()
}

func waiting(n *node) {
	var wg sync.WaitGroup
	begin(n, &wg)
	wg.Wait()
	for _, c := range n.children {
		waiting(c)
	}
}

// A starter that is called once for all.
var firstly sync.Once

func audited(n *node) {
	firstly.Do(func() {
		go work(n) // want "^bounded-once"
	})
	for _, c := range n.children {
		audited(c)
	}
}

// A slot of one semaphore stands before the call of the starter.
var auditors = make(chan struct{}, 4)

func slowly(n *node) {
	go func() { // want "^bounded-semaphore"
		defer func() { <-auditors }()
		work(n)
	}()
}

func throttled(n *node) {
	auditors <- struct{}{}
	slowly(n)
	for _, c := range n.children {
		throttled(c)
	}
}

// A goroutine's own goroutines, one for each name, while the recursion descends.
func nested(n *node) {
	go func() { // want "^leaf-spawn"
		for _, c := range n.children {
			go work(c) // want "^leaf-spawn: nested starts goroutines in a loop that outlive its call"
		}
	}()
	for _, c := range n.children {
		nested(c)
	}
}

// A starter that is called by a helper's helper is too far off to judge.
func outerStarter(n *node) { innerStarter(n) }

func innerStarter(n *node) { go work(n) }

func farOff(n *node) {
	outerStarter(n)
	for _, c := range n.children {
		farOff(c)
	}
}

// A limited group that a helper makes and waits for multiplies with the
// goroutines that call the helper.
func upload(n *node) {
	var g errgroup.Group
	g.SetLimit(4)
	for range n.children {
		g.Go(func() error { work(n); return nil }) // want "^per-level-bound"
	}
	g.Wait()
}

func uploading(n *node) {
	upload(n)
	for _, c := range n.children {
		go uploading(c) // want "^recursive-spawn"
	}
}

// Called by one goroutine at a time, there is one such group at a time.
func store(n *node) {
	var g errgroup.Group
	g.SetLimit(4)
	for range n.children {
		g.Go(func() error { work(n); return nil }) // want "^bounded-sequential"
	}
	g.Wait()
}

func storing(n *node) {
	store(n)
	for _, c := range n.children {
		storing(c)
	}
}

// The recursion goes on in goroutines that live beside the leaf, though all are
// waited for at once.
func beside(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { beside(c) }) // want "^recursive-spawn"
	}
	wg.Go(func() { work(n) }) // want "^leaf-spawn"
	wg.Wait()
}

// The neighbour waits in between.
func apart(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { apart(c) }) // want "^recursive-spawn"
	}
	wg.Wait()
	wg.Go(func() { work(n) }) // want "^bounded-sequential"
	wg.Wait()
}

// The literal goes by the name of its variable.
var listing = func(n *node) {
	go work(n) // want "^leaf-spawn: listing starts goroutines that outlive its call"
}

func listAll(n *node) {
	listing(n)
	for _, c := range n.children {
		listAll(c)
	}
}

// The goroutine hands the work to a group without a limit, and ends.
func handingOn(g *errgroup.Group, n *node) {
	for _, c := range n.children {
		go func() { // want "^bounded-sequential: the goroutine starts another one and ends at once"
			g.Go(func() error { // want "^recursive-spawn"
				handingOn(g, c)
				return nil
			})
		}()
	}
}

// A limited group keeps it waiting.
func handingOnLimited(n *node) {
	var g errgroup.Group
	g.SetLimit(4)
	handOnLimited(&g, n)
}

func handOnLimited(g *errgroup.Group, n *node) {
	for _, c := range n.children {
		go func() { // want "^recursive-spawn"
			g.Go(func() error { // want "^hold-wait"
				handOnLimited(g, c)
				return nil
			})
		}()
	}
}

// Here it starts others of its kind, and nobody does anything else.
func onlyItself(n *pairs) {
	var visit func(n *pairs)
	visit = func(n *pairs) {
		if n != nil {
			go visit(n.left)  // want "^recursive-spawn"
			go visit(n.right) // want "^recursive-spawn"
		}
	}
	visit(n)
}

type pairs struct{ left, right *pairs }
