package depth

import "path/filepath"

// Goroutines are started for the entries of the root only.
func below(root, dir string, entries func(string) []string) {
	for _, e := range entries(dir) {
		path := filepath.Join(dir, e)
		if dir == root {
			go below(root, path, entries) // want "^bounded-depth: .*first level"
		} else {
			below(root, path, entries)
		}
	}
}

func belowNode(root, n *node) {
	for _, c := range n.children {
		if n != root {
			belowNode(root, c)
			continue
		}
		go func() { // want "^bounded-depth: .*first level"
			belowNode(root, c)
		}()
	}
}

func belowParent(parent, n *node) {
	for _, c := range n.children {
		if parent != nil {
			belowParent(n, c)
			continue
		}
		go func() { // want "^bounded-depth: .*first level"
			belowParent(n, c)
		}()
	}
}

// Everywhere but at the root.
func aboveRoot(root, n *node) {
	for _, c := range n.children {
		if n == root {
			aboveRoot(root, c)
			continue
		}
		go aboveRoot(root, c) // want "^recursive-spawn"
	}
}

// The root moves along.
func movingRoot(root, n *node) {
	for _, c := range n.children {
		if n == root {
			go movingRoot(c, c) // want "^recursive-spawn"
		}
	}
}

// The parent stays nil.
func orphans(parent, n *node) {
	for _, c := range n.children {
		if parent == nil {
			go orphans(parent, c) // want "^recursive-spawn"
		}
	}
}

// Numbers are the same more than once: on one level all of them are.
func onLevel(level, wanted int, n *node) {
	for _, c := range n.children {
		if level == wanted {
			go onLevel(level*2, wanted, c) // want "^recursive-spawn"
		} else {
			onLevel(level*2, wanted, c)
		}
	}
}
