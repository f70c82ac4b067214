// Package counters has goroutines that are counted: shared counters that are
// compared with a limit, and numbers that count for one activation only.
package counters

import (
	"runtime"
	"sync"
	"sync/atomic"
)

type node struct {
	count    int
	children []*node
}

var most = 1000

func use(*node) {}

// The limit is shared, and every activation counts for itself.
func ownCount(n *node) {
	count := 0
	for i := 0; i < len(n.children) && count < most; i++ {
		go ownCount(n.children[i]) // want "^per-level-bound"
		count++
	}
}

func ownIndex(n *node) {
	for i, c := range n.children {
		if i >= most {
			break
		}
		go ownIndex(c) // want "^per-level-bound"
	}
}

func ownCountFirst(n *node) {
	count := 0
	for i := 0; most > count && i < len(n.children); i++ {
		if len(n.children[i].children) > 0 {
			go ownCountFirst(n.children[i]) // want "^per-level-bound"
			count++
		}
	}
}

// The number of rounds is one thing, what each round starts another.
func rounds(n *node) {
	for range 4 {
		for _, c := range n.children {
			go rounds(c) // want "^recursive-spawn"
		}
	}
}

// From there on, and not up to there.
func tail(n *node) {
	for i, c := range n.children {
		if i > 4 {
			go tail(c) // want "^recursive-spawn"
		}
	}
}

// A count that the goroutines share, made anew by every activation.
func ownCaptured(n *node) {
	var mu sync.Mutex
	running := 0
	for _, c := range n.children {
		mu.Lock()
		free := running < most
		if free {
			running++
		}
		mu.Unlock()
		if !free {
			ownCaptured(c)
			continue
		}
		go func() { // want "^(per-level-bound|recursive-spawn)"
			ownCaptured(c)
			mu.Lock()
			running--
			mu.Unlock()
		}()
	}
}

// Every node counts for itself.
func nodeCount(n *node) {
	for _, c := range n.children {
		if n.count < most {
			n.count++
			go nodeCount(c) // want "^recursive-spawn"
		}
	}
}

// Counter and limit are variables of the package.
var (
	lock    sync.Mutex
	running int
)

func packageCount(n *node) {
	for _, c := range n.children {
		lock.Lock()
		if running < most {
			running++
			lock.Unlock()
			go func() { // want "^bounded-try: running is compared with a limit"
				defer packageDone()
				packageCount(c)
			}()
			continue
		}
		lock.Unlock()
		packageCount(c)
	}
}

func packageDone() {
	lock.Lock()
	running--
	lock.Unlock()
}

// The more there are, the more are started.
func wrongWay(n *node) {
	for _, c := range n.children {
		if running > most {
			running++
			go wrongWay(c) // want "^recursive-spawn"
			continue
		}
		wrongWay(c)
	}
}

// Two limits are compared with each other.
var fewest = 2

func limitsOnly(n *node) {
	for _, c := range n.children {
		if fewest < most {
			go limitsOnly(c) // want "^recursive-spawn"
		}
	}
}

// All goroutines of the program are counted, whatever the limit is.
func allVariable(n *node) {
	for _, c := range n.children {
		if runtime.NumGoroutine() < most {
			go allVariable(c) // want "^bounded-try: runtime.NumGoroutine is compared with a limit"
		} else {
			allVariable(c)
		}
	}
}

func allConstant(n *node) {
	for _, c := range n.children {
		if runtime.NumGoroutine() >= 100 {
			allConstant(c)
			continue
		}
		go allConstant(c) // want "^bounded-try: runtime.NumGoroutine is compared with a limit"
	}
}

func allAwaited(n *node) {
	for _, c := range n.children {
		for runtime.NumGoroutine() > most {
			runtime.Gosched()
		}
		go use(c) // want "^bounded-try: runtime.NumGoroutine is compared with a limit"
		allAwaited(c)
	}
}

// More than any machine runs.
func allHuge(n *node) {
	for _, c := range n.children {
		if runtime.NumGoroutine() < 10_000_000 {
			go allHuge(c) // want "^recursive-spawn"
		}
	}
}

func allWrongWay(n *node) {
	for _, c := range n.children {
		if runtime.NumGoroutine() > 100 {
			println("many goroutines")
			go allWrongWay(c) // want "^recursive-spawn"
		}
	}
}

type counted struct{ taken atomic.Int64 }

// A pointer to the counter is passed on.
func passedOn(n *node, taken *atomic.Int64) {
	for _, c := range n.children {
		if taken.Add(1) <= 8 {
			go func() { // want "^bounded-try: taken is compared with a limit"
				defer taken.Add(-1)
				passedOn(c, taken)
			}()
		} else {
			taken.Add(-1)
			passedOn(c, taken)
		}
	}
}

// Dials are counted. That a peer may tell of another one, and so lead to a dial
// that is not, is a way too long to be sure of.
type swarm struct {
	dialing int
	peers   []*node
}

func (s *swarm) open() {
	for _, p := range s.peers {
		if s.dialing >= most {
			return
		}
		start(s, p)
	}
}

func start(s *swarm, p *node) {
	s.dialing++
	go s.dial(p) // want "^bounded-try: dialing is compared"
}

func (s *swarm) dial(p *node) {
	s.dialing--
	s.open()
	greet(s, p)
}

func greet(s *swarm, p *node)   { listen(s, p) }
func listen(s *swarm, p *node)  { message(s, p) }
func message(s *swarm, p *node) { told(s, p) }
func told(s *swarm, p *node)    { meet(s, p) }
func meet(s *swarm, p *node) {
	for _, other := range p.children {
		start(s, other)
	}
}

// Here it is short enough.
type gossip struct {
	dialing int
	peers   []*node
}

func (g *gossip) open() {
	for _, p := range g.peers {
		if g.dialing >= most {
			return
		}
		begin(g, p)
	}
}

func begin(g *gossip, p *node) {
	g.dialing++
	go g.dial(p) // want "^recursive-spawn"
}

func (g *gossip) dial(p *node) {
	g.dialing--
	g.open()
	for _, other := range p.children {
		begin(g, other)
	}
}
