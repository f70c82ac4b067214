package recursion

import "testing"

// Test files are analysed like any other.
func TestWalk(t *testing.T) {
	inTest(&node{})
}

func inTest(n *node) {
	for _, c := range n.children {
		go inTest(c) // want "^recursive-spawn"
	}
}
