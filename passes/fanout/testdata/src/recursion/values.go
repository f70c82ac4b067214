package recursion

import "iter"

// A closure in a local variable, the usual way to write a walk.
func closure(root *node) {
	var walk func(*node)
	walk = func(n *node) {
		for _, c := range n.children {
			go walk(c) // want "^recursive-spawn"
		}
	}
	walk(root)
}

// A closure that captures a limit which the outer function made once.
func captured(root *node) {
	slots := make(chan struct{}, 8)
	var walk func(*node)
	walk = func(n *node) {
		for _, c := range n.children {
			select {
			case slots <- struct{}{}:
				go func() { // want "^bounded-try: .*slots"
					defer func() { <-slots }()
					walk(c)
				}()
			default:
				walk(c)
			}
		}
	}
	walk(root)
}

// A package variable.
var hook func(*node)

func init() {
	hook = func(n *node) {
		for _, c := range n.children {
			go hook(c) // want "^recursive-spawn"
		}
	}
}

// A field that holds the function.
type visitor struct{ visit func(*node) }

func newVisitor() *visitor {
	v := &visitor{}
	v.visit = func(n *node) {
		for _, c := range n.children {
			go v.visit(c) // want "^recursive-spawn"
		}
	}
	return v
}

// A field that is set in a literal.
type options struct{ onNode func(*options, *node) }

func withField(n *node) {
	(&options{onNode: descend}).onNode(nil, n)
}

func descend(o *options, n *node) {
	for _, c := range n.children {
		go o.onNode(o, c) // want "^recursive-spawn"
	}
}

// A map from kinds to functions.
var byKind map[string]func(*node)

func init() {
	byKind = map[string]func(*node){"dir": onDir, "file": onFile}
}

func onDir(n *node) {
	for _, c := range n.children {
		go byKind[c.name](c) // want "^recursive-spawn"
	}
}

func onFile(n *node) { println(n.name) }

// A slice of functions that are run one after another.
var stages []func(*node)

func init() {
	stages = append(stages, onFile, stage)
}

func stage(n *node) {
	for _, s := range stages {
		go s(n) // want "^recursive-spawn"
	}
}

// The body of a loop over an iterator.
func (n *node) all() iter.Seq[*node] {
	return func(yield func(*node) bool) {
		for _, c := range n.children {
			if !yield(c) {
				return
			}
		}
	}
}

func ranged(n *node) {
	for c := range n.all() {
		go ranged(c) // want "^recursive-spawn"
	}
}

// The body of a loop over an iterator that is not known.
func rangedOver(n *node, children func(*node) iter.Seq[*node]) {
	for c := range children(n) {
		go rangedOver(c, children) // want "^recursive-spawn"
	}
}

// A handler that wraps the previous one calls that, and not itself.
func wrap(handler func(*node)) func(*node) {
	previous := handler
	handler = func(n *node) {
		go onFile(n)
		previous(n)
	}
	return handler
}
