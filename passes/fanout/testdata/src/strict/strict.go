// Package strict has spawns that only a depth bounds. By default that is
// enough; what is expected here is what the setting strict makes of them.
package strict

import "sync"

type node struct{ children []*node }

func perElement(n *node, depth int) {
	if depth == 0 {
		return
	}
	for _, c := range n.children {
		go perElement(c, depth-1) // want "^recursive-spawn: .*caps the depth, but not how many"
	}
}

// Two halves at each level are two to the power of the depth, whatever the
// input is.
func halves(items []int, depth int) {
	if depth == 0 || len(items) < 2 {
		return
	}
	go halves(items[:len(items)/2], depth-1) // want "^bounded-depth"
	go halves(items[len(items)/2:], depth-1) // want "^bounded-depth"
}

func fourDirections(n *node, depth int) {
	if depth == 0 {
		return
	}
	for i := 0; i < 4; i++ {
		go fourDirections(n.children[i], depth-1) // want "^bounded-depth"
	}
}

func capturedCounter(n *node, depth int) {
	if depth == 0 {
		return
	}
	for i := 0; i < 4; i++ {
		go func() { capturedCounter(n.children[i], depth-1) }() // want "^bounded-depth"
	}
}

// The constant is where the loop starts.
func downToConstant(n *node, depth int) {
	if depth == 0 {
		return
	}
	for i := len(n.children); i > 0; i-- {
		go downToConstant(n.children[i-1], depth-1) // want "^recursive-spawn"
	}
}

func downToConstantCaptured(n *node, depth int) {
	if depth == 0 {
		return
	}
	for i := len(n.children); i > 0; i-- {
		go func() { downToConstantCaptured(n.children[i-1], depth-1) }() // want "^recursive-spawn"
	}
}

// A constant is compared with, and the loop goes on.
func firstFour(n *node, depth int) {
	if depth == 0 {
		return
	}
	for i := range len(n.children) {
		if i < 4 {
			println(i)
		}
		go firstFour(n.children[i], depth-1) // want "^recursive-spawn"
	}
}

func rangeOverNumber(n *node, depth int) {
	if depth == 0 {
		return
	}
	for range 4 {
		go rangeOverNumber(n, depth-1) // want "^bounded-depth"
	}
}

func rangeOverArray(n [4]*node, depth int) {
	if depth == 0 {
		return
	}
	for range n {
		go rangeOverArray(n, depth-1) // want "^bounded-depth"
	}
}

func rangeOverLiteral(n *node, depth int) {
	if depth == 0 {
		return
	}
	for _, c := range []*node{n.children[0], n.children[1]} {
		go rangeOverLiteral(c, depth-1) // want "^bounded-depth"
	}
}

// Each of the four directions has its elements.
func nested(n *node, depth int) {
	if depth == 0 {
		return
	}
	for range 4 {
		for _, c := range n.children {
			go nested(c, depth-1) // want "^recursive-spawn"
		}
	}
}

// A loop over data that does not hold the spawn is none around it.
func beside(n *node, depth int) {
	if depth == 0 {
		return
	}
	for range 4 {
		for _, c := range n.children {
			c.children = nil
		}
		go beside(n, depth-1) // want "^bounded-depth"
	}
}

func untilEmpty(rows *rows, depth int) {
	if depth == 0 {
		return
	}
	for rows.next() {
		go untilEmpty(rows.child(), depth-1) // want "^recursive-spawn"
	}
}

type rows struct{ left []*rows }

func (r *rows) next() bool {
	r.left = r.left[1:]
	return len(r.left) > 0
}

func (r *rows) child() *rows { return r.left[0] }

// The loop is in the function that calls the one that spawns.
func calledInLoop(n *node, depth int) {
	if depth == 0 {
		return
	}
	for _, c := range n.children {
		startOne(c, depth)
	}
}

func startOne(n *node, depth int) {
	go calledInLoop(n, depth-1) // want "^recursive-spawn"
}

// The loop is in a function that is handed what spawns.
func handedOver(n *node, depth int) {
	if depth == 0 {
		return
	}
	n.each(func(c *node) {
		go handedOver(c, depth-1) // want "^recursive-spawn"
	})
}

func (n *node) each(f func(*node)) {
	for _, c := range n.children {
		f(c)
	}
}

// What the top level alone starts is a loop like any other.
func topOnly(n *node, parallel bool) {
	for _, c := range n.children {
		if parallel {
			go topOnly(c, false) // want "^bounded-depth"
		} else {
			topOnly(c, false)
		}
	}
}

// Another bound is one still.
func alsoTried(n *node, depth int) {
	if depth == 0 {
		return
	}
	for _, c := range n.children {
		select {
		case slots <- struct{}{}:
			go func() { // want "^bounded-try"
				defer func() { <-slots }()
				alsoTried(c, depth-1)
			}()
		default:
			alsoTried(c, depth-1)
		}
	}
}

var slots = make(chan struct{}, 8)

func joinedAtOnce(n *node, depth int) {
	if depth == 0 {
		return
	}
	for _, c := range n.children {
		var wg sync.WaitGroup
		wg.Go(func() { joinedAtOnce(c, depth-1) }) // want "^bounded-sequential"
		wg.Wait()
	}
}

// The goroutine does not recurse, but there is one for each activation.
func leaf(n *node, depth int) {
	if depth == 0 {
		return
	}
	go n.each(func(*node) {}) // want "^leaf-spawn"
	for _, c := range n.children {
		leaf(c, depth-1)
	}
}

func leafOfHalves(items []int, depth int) {
	if depth == 0 {
		return
	}
	go println(len(items)) // not a site: nothing of the source runs
	leafOfHalves(items[:len(items)/2], depth-1)
	leafOfHalves(items[len(items)/2:], depth-1)
}
