// Package directives has spawns that a person has answered for.
package directives

type node struct{ children []*node }

func above(n *node) {
	for _, c := range n.children {
		//fanoutcheck:bounded the tree of menus is two levels deep
		go above(c) // want "^accepted: .*two levels deep"
	}
}

// A comment without a reason answers nothing.
func silent(n *node) {
	for _, c := range n.children {
		//fanoutcheck:bounded
		go silent(c) // want "^recursive-spawn"
	}
}

// Nor does one on another line.
func elsewhere(n *node) {
	//fanoutcheck:bounded the loop is short
	for _, c := range n.children {
		go elsewhere(c) // want "^recursive-spawn"
	}
}
