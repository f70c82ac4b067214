// Package silenced has directives of two kinds.
package silenced

type node struct{ children []*node }

func walk(n *node) {
	for _, c := range n.children {
		go walk(c) //nolint:fanoutcheck
	}
}

func visit(n *node) {
	for _, c := range n.children {
		go visit(c) //fanoutcheck:bounded trees are small
	}
}

func list(n *node) {
	println(n) //nolint:fanoutcheck
}
