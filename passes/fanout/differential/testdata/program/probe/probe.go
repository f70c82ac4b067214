// Package probe holds the work of a program back until nothing else can
// move, and counts the goroutines then. What a program does under it depends
// neither on how long the work takes nor on the scheduler's mood.
package probe

import (
	"iter"
	"os"
	"strconv"
	"sync"
)

// A Node is a piece of the input.
type Node struct {
	Kids []*Node
	Odd  bool
	Once sync.Once
}

// All yields the children.
func (n *Node) All() iter.Seq[*Node] {
	return func(yield func(*Node) bool) {
		for _, c := range n.Kids {
			if !yield(c) {
				return
			}
		}
	}
}

// Work is the work at a node. It takes as long as anything else can happen,
// but on the goroutine that runs the program along a path: there it takes no
// time, so that what is left when the recursion is over can be seen.
func Work(n *Node) {
	if len(n.Kids) > 0 {
		gate.hold(inner)
	} else {
		gate.hold(leaf)
	}
}

// Sum is the work on a piece of data.
func Sum([]int) { gate.hold(leaf) }

// Linger is the work of a goroutine that does not recurse. It takes longer
// than all of the recursion.
func Linger() { gate.hold(lingering) }

// Limit is how large a limit is that a fix has inserted: what the test says,
// and not what the fix does.
func Limit(int) int {
	n, err := strconv.Atoi(os.Getenv("FANOUTCHECK_LIMIT"))
	if err != nil {
		panic(err)
	}
	return n
}

// Settle is called where the call that started the recursion has returned.
// It returns when only lingering goroutines are left.
func Settle() { gate.settle() }

// Armed says that a timer was set, and Fired that its function has started.
func Armed() { gate.timer(1) }

// Fired is the counterpart of Armed.
func Fired() { gate.timer(-1) }
