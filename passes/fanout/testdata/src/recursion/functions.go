// Package recursion has a program for each form in which a function can
// come back to itself.
package recursion

// node is what the programs recurse over.
type node struct {
	name     string
	children []*node
}

// Direct: the goroutine runs the function that starts it.
func direct(n *node) {
	for _, c := range n.children {
		go direct(c) // want "^recursive-spawn"
	}
}

// Direct, through a literal.
func throughLiteral(n *node) {
	for _, c := range n.children {
		go func() { // want "^recursive-spawn"
			throughLiteral(c)
		}()
	}
}

// Two calls and no loop: a binary tree.
func binary(n *node) {
	if len(n.children) < 2 {
		return
	}
	go binary(n.children[0]) // want "^recursive-spawn"
	binary(n.children[1])
}

// Mutual recursion of two: the spawn is on one of the two edges.
func even(n *node) {
	for _, c := range n.children {
		go odd(c) // want "^recursive-spawn"
	}
}

func odd(n *node) {
	for _, c := range n.children {
		even(c)
	}
}

// Mutual recursion of three, in which nothing but the last starts
// goroutines.
func first(n *node)  { second(n) }
func second(n *node) { third(n) }

func third(n *node) {
	for _, c := range n.children {
		go first(c) // want "^recursive-spawn"
	}
}

// The loop is further up than the spawn.
func each(n *node) {
	for _, c := range n.children {
		start(c)
	}
}

func start(n *node) {
	go each(n) // want "^recursive-spawn"
}

// A function that nothing recurses through is out of scope, whatever it
// starts.
func flat(n *node) {
	for _, c := range n.children {
		go print(c.name)
		go leaf(c)
	}
}

func leaf(n *node) { println(n.name) }

// Starting a recursion is not being in it.
func entry(n *node) {
	go direct(n)
	for _, c := range n.children {
		go sequential(c)
	}
}

func sequential(n *node) {
	for _, c := range n.children {
		sequential(c)
	}
}

// The deferred call starts the goroutines when the activation ends.
func deferred(n *node) {
	for _, c := range n.children {
		defer func() {
			go deferred(c) // want "^recursive-spawn"
		}()
	}
}

// The recursive call itself is deferred.
func deferredCall(n *node) {
	go leaf(n) // want "^leaf-spawn"
	for _, c := range n.children {
		defer deferredCall(c)
	}
}

// A goroutine that starts the goroutines.
func nested(n *node) {
	go func() { // want "^recursive-spawn"
		for _, c := range n.children {
			go func() { // want "^recursive-spawn"
				nested(c)
			}()
		}
	}()
}
