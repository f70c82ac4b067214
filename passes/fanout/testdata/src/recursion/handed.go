package recursion

// A function that is handed to itself.
type visit func(*node, visit)

func walkWith(n *node, next visit) {
	for _, c := range n.children {
		go next(c, next) // want "^recursive-spawn"
	}
}

func walkTree(root *node) { walkWith(root, walkWith) }

// Another function is handed, which ends there.
func walkOnce(n *node, next visit) {
	for _, c := range n.children {
		go next(c, nil)
	}
}

func show(n *node, _ visit) { println(n.name) }

func printChildren(root *node) { walkOnce(root, show) }

// Through a function that hands on what it is given.
func walkBy(n *node, descend func(*node, visit)) {
	for _, c := range n.children {
		go descend(c, descend) // want "^recursive-spawn"
	}
}

func walkAll(root *node) { startWalk(root, walkBy0) }

func walkBy0(n *node, v visit) { walkBy(n, v) }

func startWalk(root *node, v visit) { v(root, v) }
