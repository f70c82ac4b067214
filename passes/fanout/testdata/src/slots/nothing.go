package slots

import (
	"math"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

// What bounds nothing.

// A semaphore of every node.
func perNode(n *node) {
	for _, c := range n.children {
		n.slots <- struct{}{}
		go func() { // want "^recursive-spawn: .*slots"
			defer func() { <-n.slots }()
			perNode(c)
		}()
	}
}

// Room for more than any program could want.
var roomy = make(chan struct{}, 1<<20)

func hugeChannel(n *node) {
	for _, c := range n.children {
		roomy <- struct{}{}
		go func() { // want "^recursive-spawn: .*roomy"
			defer func() { <-roomy }()
			hugeChannel(c)
		}()
	}
}

var endless = semaphore.NewWeighted(math.MaxInt64)

func hugeWeighted(n *node) {
	for _, c := range n.children {
		if endless.TryAcquire(1) {
			go func() { // want "^recursive-spawn: .*endless"
				defer endless.Release(1)
				hugeWeighted(c)
			}()
		}
	}
}

func negativeLimit(n *node) error {
	var g errgroup.Group
	g.SetLimit(-1)
	for _, c := range n.children {
		g.Go(func() error { return negativeLimit(c) }) // want "^recursive-spawn: .*limits nothing"
	}
	return g.Wait()
}

func hugeLimit(n *node) error {
	var g errgroup.Group
	g.SetLimit(math.MaxInt)
	for _, c := range n.children {
		g.Go(func() error { return hugeLimit(c) }) // want "^recursive-spawn: .*limits nothing"
	}
	return g.Wait()
}

// A lock is held, or passed through.
var lock sync.Mutex

func locked(n *node) {
	for _, c := range n.children {
		lock.Lock()
		go locked(c) // want "^recursive-spawn"
		lock.Unlock()
	}
}

// A channel with room for one is a lock.
var lockChannel = make(chan struct{}, 1)

func channelLocked(n *node) {
	lockChannel <- struct{}{}
	println(n.name)
	<-lockChannel
	for _, c := range n.children {
		go channelLocked(c) // want "^recursive-spawn"
	}
}

// A ticker limits the rate.
func ticked(ticker *time.Ticker, n *node) {
	for _, c := range n.children {
		<-ticker.C
		go ticked(ticker, c) // want "^recursive-spawn"
	}
}

// A visited set caps the total.
var visited sync.Map

func once(n *node) {
	for _, c := range n.children {
		if _, seen := visited.LoadOrStore(c, true); !seen {
			go once(c) // want "^recursive-spawn"
		}
	}
}

func visitedMap(seen map[*node]bool, n *node) {
	for _, c := range n.children {
		if seen[c] {
			continue
		}
		seen[c] = true
		go visitedMap(seen, c) // want "^recursive-spawn"
	}
}

// A buffered queue takes the results.
func buffered(results chan string, n *node) {
	for _, c := range n.children {
		go buffered(results, c) // want "^recursive-spawn"
	}
	results <- n.name
}

func startBuffered(n *node) { buffered(make(chan string, 64), n) }

// Another semaphore than the one that the goroutine holds.
var other = make(chan struct{}, 8)

func unrelated(n *node) {
	other <- struct{}{}
	names := n.name
	<-other
	println(names)
	fanOut(n)
}

func fanOut(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { fanOut(c) }) // want "^recursive-spawn"
	}
	wg.Wait()
}

// A slot that the goroutine gives back before it works.
var gate = make(chan struct{}, 4)

func givenBackFirst(n *node) {
	for _, c := range n.children {
		gate <- struct{}{}
		go func() { // want "^recursive-spawn: .*given back here before"
			<-gate
			givenBackFirst(c)
		}()
	}
}

// The neighbour lists its directory first.
func givenBackLater(n *node) {
	for _, c := range n.children {
		gate <- struct{}{}
		go func() { // want "^bounded-semaphore"
			count(c)
			<-gate
			givenBackLater(c)
		}()
	}
}

func count(n *node) { println(len(n.children)) }

// A limit that is none, passed on.
func hugeParameter(n *node, wide chan struct{}) {
	for _, c := range n.children {
		select {
		case wide <- struct{}{}:
			go func() { // want "^recursive-spawn"
				defer func() { <-wide }()
				hugeParameter(c, wide)
			}()
		default:
			hugeParameter(c, wide)
		}
	}
}

func startHuge(root *node) { hugeParameter(root, make(chan struct{}, 1<<20)) }
