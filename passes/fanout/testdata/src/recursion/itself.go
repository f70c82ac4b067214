package recursion

// A function that takes itself needs a type with a name. The variable has it, or
// the literal is converted.
type itself func(self itself, n *node)

func namedByItsVariable(n *node) {
	var visit itself = func(self itself, n *node) {
		for _, c := range n.children {
			go self(self, c) // want "^recursive-spawn"
		}
	}
	visit(visit, n)
}

func converted(n *node) {
	visit := itself(func(self itself, n *node) {
		for _, c := range n.children {
			go self(self, c) // want "^recursive-spawn"
		}
	})
	visit(visit, n)
}

// What it is handed is another one, which starts nothing.
func handedALeaf(n *node) {
	leaf := itself(func(_ itself, n *node) { n.name = "" })
	visit := itself(func(self itself, n *node) {
		for _, c := range n.children {
			go self(self, c)
		}
	})
	visit(leaf, n)
}
