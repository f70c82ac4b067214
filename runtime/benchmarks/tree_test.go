// Package benchmarks compares package lifo with its peers, side by side in one
// run. It is a module of its own so that no user of lifo depends on them:
//
//	go test -bench Tree -benchtime 3x
package benchmarks

import (
	"sync/atomic"
	"testing"
	"time"
)

// spin is a task's work, about a microsecond.
func spin() {
	x := uint64(1)
	for i := 0; i < 700; i++ {
		x = x*6364136223846793005 + 1442695040888963407
	}
	sink.Store(x)
}

var sink atomic.Uint64

// doze is the work of a leaf that waits for a device.
func doze() { time.Sleep(2 * time.Millisecond) }

// complete returns the complete tree of the given depth and branching.
func complete(depth, branching int) *node {
	n := &node{work: spin}
	if depth > 1 {
		for i := 0; i < branching; i++ {
			n.children = append(n.children, complete(depth-1, branching))
		}
	}
	return n
}

// chain returns a path of the given length, with a bush at every node.
func chain(length, bush int) *node {
	n := &node{work: spin}
	for i := 0; i < bush; i++ {
		n.children = append(n.children, &node{work: spin})
	}
	if length > 1 {
		n.children = append(n.children, chain(length-1, bush))
	}
	return n
}

// skewed returns a tree with dozing leaves, most of them below its last child.
func skewed(depth, leaves int) *node {
	n := &node{work: spin}
	for i := 0; i < leaves; i++ {
		n.children = append(n.children, &node{work: doze})
	}
	if depth > 1 {
		n.children = append(n.children, skewed(depth-1, leaves), &node{work: doze})
	}
	return n
}

func count(n *node) int {
	total := 1
	for _, child := range n.children {
		total += count(child)
	}
	return total
}

func BenchmarkTree(b *testing.B) {
	shapes := []struct {
		name string
		root *node
	}{
		{"regular", complete(6, 8)},
		{"flat", complete(2, 200_000)},
		{"wide-and-bushy", complete(3, 250)},
		{"chain-with-bushes", chain(3000, 20)},
		{"skewed-dozing", skewed(40, 15)},
	}
	for _, s := range shapes {
		tasks := count(s.root)
		for _, a := range approaches {
			b.Run(s.name+"/"+a.name, func(b *testing.B) {
				measure(b, tasks, func() { a.walk(s.root) })
			})
		}
	}
}
