package lifo

import (
	"math/rand"
	"sync"
	"testing"
)

// A node is a task of a test. Its number is its place in pre-order.
type node struct {
	number   int
	depth    int // the root's is 1
	children []*node
}

// A shape says how many children the node should have.
type shape func(depth, number int) int

// grow returns a tree and its nodes in pre-order.
func grow(s shape) (*node, []*node) {
	var all []*node
	var visit func(depth int) *node
	visit = func(depth int) *node {
		n := &node{number: len(all), depth: depth}
		all = append(all, n)
		for i := s(depth, n.number); i > 0; i-- {
			n.children = append(n.children, visit(depth+1))
		}
		return n
	}
	return visit(1), all
}

// regular is the complete tree of the given depth and branching.
func regular(depth, branching int) shape {
	return func(at, _ int) int {
		if at < depth {
			return branching
		}
		return 0
	}
}

// irregular is a random tree, of bushes, chains and leaves.
func irregular(seed int64, size int) shape {
	random := rand.New(rand.NewSource(seed))
	return func(depth, number int) int {
		size--
		if size < 0 || depth > 12 {
			return 0
		}
		children := []int{0, 1, 1, 2, 3, 9}[random.Intn(6)]
		if depth == 1 {
			children = 4
		}
		return children
	}
}

// A fanOut visits a tree below and including root under the limiter, calling
// visit for each node on a task of its own, but for root where the caller does
// it, and returns when all is done.
type fanOut func(l *Limiter, root *node, visit func(*node))

// fanOuts are the ways to write a recursive fan-out. Where all levels share one
// group, the nodes take turns to add their children, for there a spawner that the
// scheduler suspends halfway leaves subtrees half done, as many as it likes.
var fanOuts = map[string]fanOut{
	"group per node":       groupPerNode,
	"error group per node": errorGroupPerNode,
	"shared group":         sharedGroup,
	"detached":             detachedFanOut,
}

func groupPerNode(l *Limiter, n *node, visit func(*node)) {
	visit(n)
	children := l.NewGroup()
	for _, child := range n.children {
		child := child
		children.Go(func() { groupPerNode(l, child, visit) })
	}
	children.Wait()
}

func errorGroupPerNode(l *Limiter, n *node, visit func(*node)) {
	visit(n)
	children := l.NewErrorGroup()
	for _, child := range n.children {
		child := child
		children.Go(func() error {
			errorGroupPerNode(l, child, visit)
			return nil
		})
	}
	_ = children.Wait()
}

// Its tasks hold back until somebody waits for the group: only from then on is it
// known that additions come from its own tasks, and is it walked depth-first.
func sharedGroup(l *Limiter, root *node, visit func(*node)) {
	all := l.NewGroup()
	var spawning sync.Mutex
	var descend func(n *node)
	descend = func(n *node) {
		visit(n)
		spawning.Lock()
		defer spawning.Unlock()
		for _, child := range n.children {
			child := child
			all.Go(func() {
				waitUntilAwaited(all)
				descend(child)
			})
		}
	}
	descend(root)
	all.Wait()
}

func detachedFanOut(l *Limiter, root *node, visit func(*node)) {
	var unfinished sync.WaitGroup
	var spawning sync.Mutex
	var descend func(n *node)
	descend = func(n *node) {
		defer unfinished.Done()
		visit(n)
		spawning.Lock()
		defer spawning.Unlock()
		for _, child := range n.children {
			child := child
			unfinished.Add(1)
			l.Go(func() { descend(child) })
		}
	}
	unfinished.Add(1)
	l.Go(func() { descend(root) })
	unfinished.Wait()
}

func TestLimitOfOneIsSequentialPreorder(t *testing.T) {
	for name, run := range fanOuts {
		for seed := int64(0); seed < 20; seed++ {
			root, all := grow(irregular(seed, 300))
			l := NewLimiter(1)
			visited := 0 // Unprotected: with a limit of 1, tasks take turns.
			run(l, root, func(n *node) {
				if n.number != visited {
					t.Fatalf("%s: visited node %d as number %d", name, n.number, visited)
				}
				visited++
			})
			if visited != len(all) {
				t.Errorf("%s: visited %d nodes of %d", name, visited, len(all))
			}
			waitUntilIdle(t, l)
		}
	}
}

// A group's tasks start in the order in which they were added, however many
// tasks of other groups come in between.
func TestSiblingsStartInOrder(t *testing.T) {
	for _, limit := range []int{1, 2} { // At most one task at a time, or one beside the caller.
		l := NewLimiter(limit)
		g := l.NewGroup()
		next := 0
		for i := 0; i < 1000; i++ {
			i := i
			g.Go(func() {
				if i != next {
					t.Errorf("limit %d: task %d started as number %d", limit, i, next)
				}
				next++
			})
		}
		if limit == 1 && next != 0 {
			t.Errorf("a task ran beside the caller at a limit of 1")
		}
		waitFor(g, limit)
		if next != 1000 {
			t.Errorf("limit %d: %d tasks ran, want 1000", limit, next)
		}
		waitUntilIdle(t, l)
	}
}

// waitFor waits for g on a slot that stays taken if the limit is 2, so that one
// task runs at a time.
func waitFor(g *Group, limit int) {
	if limit == 1 {
		g.Wait()
		return
	}
	last := make(chan struct{})
	g.Go(func() { close(last) })
	<-last
	g.Wait()
}

// Peak memory depends on the depth of the tree, not on its breadth. For a group per
// node the bound is strict: a task that is started and not finished either runs, or
// waits for one that does. Where the levels share a group, tasks that are slow to
// add their children leave more pending, but not nearly a level of the tree.
func TestPeaksAreIndependentOfBreadth(t *testing.T) {
	const depth, branching, limit = 6, 8, 4
	root, all := grow(regular(depth, branching))
	maxPending := map[string]int{
		"group per node":       limit * depth * branching,
		"error group per node": limit * depth * branching,
		"shared group":         len(all) / 10,
		"detached":             len(all) / 10,
	}
	for name, run := range fanOuts {
		l := NewLimiter(limit)
		l.Stats() // From now on it counts pending tasks.
		run(l, root, func(*node) {})
		waitUntilIdle(t, l)
		s := l.Stats()
		if bound := limit * depth; s.PeakStarted > bound {
			t.Errorf("%s: %d of %d tasks were started and unfinished, want at most %d", name, s.PeakStarted, len(all), bound)
		}
		if s.PeakPending > maxPending[name] {
			t.Errorf("%s: %d of %d tasks were pending, want at most %d", name, s.PeakPending, len(all), maxPending[name])
		}
	}
}

func TestFlatFanOutHasNoMoreGoroutinesThanSlots(t *testing.T) {
	const limit = 8
	root, _ := grow(regular(2, 100_000))
	for name, run := range fanOuts {
		l := NewLimiter(limit)
		run(l, root, func(*node) {})
		waitUntilIdle(t, l)
		if s := l.Stats(); s.PeakStarted > limit {
			t.Errorf("%s: %d tasks were started and unfinished at a limit of %d", name, s.PeakStarted, limit)
		}
	}
}
