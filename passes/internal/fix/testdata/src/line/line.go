package line

type node struct{ children []*node }

//line grammar.y:10
func walk(n *node) {
	for _, c := range n.children {
		go walk(c) // want "a //line directive says that this code was written elsewhere"
	}
}
