package detached

type node struct {
	name     string
	children []*node
}

func warm(n *node) {
	println(n.name)
	for _, c := range n.children {
		go warm(c) // want "bounded"
	}
}

func literal(n *node) {
	for i, c := range n.children {
		go func(i int) { // want "bounded"
			println(i)
			literal(c)
		}(i)
	}
}

type cache struct{ root *node }

func (c *cache) fill(n *node) {
	for _, child := range n.children {
		go c.fill(child) // want "bounded"
	}
}
