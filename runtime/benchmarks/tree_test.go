// Package benchmarks compares package lifo with its peers, side by side in one
// run. It is a module of its own so that no user of lifo depends on them:
//
//	go test -bench Tree -benchtime 1x
//
// It says -benchtime 1x since every approach is run as often as -rounds says.
package benchmarks

import (
	"flag"
	"slices"
	"sync/atomic"
	"testing"
	"time"
)

var (
	large = flag.Bool("large", false, "walk trees of millions of tasks")
	work  = flag.Int("work", 1, "how many `microseconds` of processor time a task takes, about")
)

// spin is a task's work.
func spin() {
	x := uint64(1)
	for i := 0; i < 700**work; i++ {
		x = x*6364136223846793005 + 1442695040888963407
	}
	sink.Store(x)
}

var sink atomic.Uint64

// doze is a task's work if it waits for a device.
func doze() {
	begin := time.Now()
	time.Sleep(time.Millisecond)
	dozed.Add(int64(time.Since(begin)))
}

var dozed atomic.Int64

// takeDozed returns how long tasks have dozed since it was last called.
func takeDozed() time.Duration { return time.Duration(dozed.Swap(0)) }

// A tree is a shape and how many nodes it has.
type tree struct {
	name  string
	root  node
	nodes int
}

// plant returns a node that does the work and has the children.
func (t *tree) plant(work func(), children ...node) node {
	t.nodes++
	return func() []node {
		work()
		return children
	}
}

// bush returns n leaves, and the other node somewhere among them.
func (t *tree) bush(work func(), n int, other node) []node {
	nodes := make([]node, 0, n+1)
	for range n {
		nodes = append(nodes, t.plant(work))
	}
	return slices.Insert(nodes, t.nodes%(n+1), other)
}

// complete returns the complete tree of the given depth and branching.
func complete(work func(), depth, branching int) *tree {
	t := &tree{}
	var grow func(depth int) node
	grow = func(depth int) node {
		if depth == 1 {
			return t.plant(work)
		}
		children := make([]node, branching)
		for i := range children {
			children[i] = grow(depth - 1)
		}
		return t.plant(work, children...)
	}
	t.root = grow(depth)
	return t
}

// chain returns a path of the given length, with a bush at every node.
func chain(work func(), length, bush int) *tree {
	t := &tree{}
	t.root = t.plant(work)
	for range length {
		t.root = t.plant(work, t.bush(work, bush, t.root)...)
	}
	return t
}

// skewed returns a path with bushes of all sizes up to the given one.
func skewed(work func(), length, bush int) *tree {
	t := &tree{}
	t.root = t.plant(work)
	for i := range length {
		t.root = t.plant(work, t.bush(work, i*7%(bush+1), t.root)...)
	}
	return t
}

func (t *tree) named(name string) *tree {
	t.name = name
	return t
}

// BenchmarkTree walks trees whose tasks need the processor.
func BenchmarkTree(b *testing.B) {
	trees := []func() *tree{
		func() *tree { return complete(spin, 6, 8).named("regular") },
		func() *tree { return complete(spin, 2, 200_000).named("flat") },
		func() *tree { return complete(spin, 3, 250).named("wide-and-bushy") },
		func() *tree { return chain(spin, 3000, 20).named("chain-with-bushes") },
	}
	if *large {
		trees = []func() *tree{
			func() *tree { return complete(spin, 8, 8).named("regular-large") },
			func() *tree { return complete(spin, 2, 1_000_000).named("flat-large") },
		}
	}
	for _, plant := range trees {
		t := plant()
		b.Run(t.name, func(b *testing.B) {
			compare(b, t.nodes, approaches, func() node { return t.root }, nil)
		})
	}
}

// BenchmarkUtilization walks trees whose tasks doze, so that the slots are what is
// scarce. The utilization is how much of the time of all slots tasks have spent at
// their work. It exceeds 1 where more tasks work at once than there are slots.
func BenchmarkUtilization(b *testing.B) {
	for _, t := range []*tree{
		complete(doze, 4, 8).named("regular"),
		complete(doze, 2, 600).named("flat"),
		complete(doze, 3, 25).named("wide-and-bushy"),
		chain(doze, 30, 20).named("chain-with-bushes"),
		skewed(doze, 40, 15).named("skewed"),
	} {
		b.Run(t.name, func(b *testing.B) {
			compare(b, t.nodes, approaches, func() node { return t.root }, takeDozed)
		})
	}
}
