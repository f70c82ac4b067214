package recursion

// However long the way, there is no other.
func ring1(n *node) {
	for _, c := range n.children {
		go ring2(c) // want "^recursive-spawn"
	}
}

func ring2(n *node) { ring3(n) }
func ring3(n *node) { ring4(n) }
func ring4(n *node) { ring5(n) }
func ring5(n *node) { ring6(n) }
func ring6(n *node) { ring7(n) }
func ring7(n *node) { ring1(n) }

// In a knot, what leads round may never be taken by one and the same input.
func knot1(n *node) {
	for _, c := range n.children {
		go knot2(c) // want "^indirect"
	}
}

func knot2(n *node) { knot3(n) }
func knot3(n *node) { knot4(n) }

func knot4(n *node) {
	if len(n.children) > 0 {
		knot2(n.children[0])
	}
	knot5(n)
}

func knot5(n *node) { knot6(n) }
func knot6(n *node) { knot7(n) }
func knot7(n *node) { knot1(n) }
