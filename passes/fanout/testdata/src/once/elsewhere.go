package once

import "slotlib"

// What keeps the flag is another package's.
var state slotlib.State

func apply(n *node) {
	start := n.loading && !state.On()
	state.Set(true)
	if start {
		go serve(n) // want "^bounded-once: state lets one goroutine through"
	}
}

func serve(n *node) {
	for _, c := range n.children {
		apply(c)
	}
}

// It is told too late.
func applyLate(n *node) {
	if !state.On() {
		go serveLate(n) // want "^recursive-spawn"
	}
	state.Set(true)
}

func serveLate(n *node) {
	for _, c := range n.children {
		applyLate(c)
	}
}

// What is left to be done is no flag.
func work(todo *slotlib.Todo, n *node) {
	if !todo.Empty() {
		name := todo.Next()
		go worked(todo, name, n) // want "^recursive-spawn"
	}
}

func worked(todo *slotlib.Todo, name string, n *node) {
	println(name)
	for _, c := range n.children {
		work(todo, c)
	}
}
