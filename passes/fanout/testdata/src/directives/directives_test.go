package directives

import "testing"

func TestAbove(t *testing.T) {
	var visit func(n *node)
	visit = func(n *node) {
		for _, c := range n.children {
			//fanoutcheck:bounded tests have small trees
			go visit(c) // want "^accepted: tests have small trees"
		}
	}
	visit(new(node))
}
