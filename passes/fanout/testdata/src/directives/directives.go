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

// Nor does one for the line that it ends, on the next line.
func next(n *node) {
	for _, c := range n.children {
		go next(c) //fanoutcheck:bounded the tree is small // want "^accepted: the tree is small"
		go next(c) // want "^recursive-spawn"
	}
}

// A bounded spawn needs no answer, and gets none.
func chained(n *node) {
	if n != nil {
		//fanoutcheck:bounded one at a time
		go chained(n.children[0]) // want "^chain"
	}
}

func silenced(n *node) {
	for _, c := range n.children {
		go silenced(c) //nolint:errcheck,fanoutcheck // want "^accepted: silenced by //nolint:errcheck,fanoutcheck"
	}
}

// A function can be silenced as a whole.
//
//nolint:all // it is only run on small trees
func whole(n *node) {
	for _, c := range n.children {
		go whole(c) // want "^accepted: silenced by //nolint:all // it is only run on small trees"
	}
}

func others(n *node) {
	for _, c := range n.children {
		go others(c) //nolint:errcheck // want "^recursive-spawn"
	}
}

// What starts the goroutine may stand on another line than the goroutine.
func spread(n *node) {
	for _, c := range n.children {
		//fanoutcheck:bounded the tree is small
		go func(c *node) { // want "^accepted: the tree is small"
			spread(c)
		}(c)
	}
}
