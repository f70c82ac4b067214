package joins

// A generator that its caller reads to the end is a plain call.
func generate(n *node) <-chan *node {
	found := make(chan *node)
	go func() { // want "^bounded-sequential: .*received to the end"
		defer close(found)
		found <- n
		for _, c := range n.children {
			for below := range generate(c) {
				found <- below
			}
		}
	}()
	return found
}

// One that starts the generators of all children first is not.
func generateAll(n *node) <-chan *node {
	found := make(chan *node)
	go func() { // want "^recursive-spawn"
		defer close(found)
		var all []<-chan *node
		for _, c := range n.children {
			all = append(all, generateAll(c))
		}
		for _, below := range all {
			for b := range below {
				found <- b
			}
		}
	}()
	return found
}

// Nor one whose reader may leave early.
func generateSome(n *node) <-chan *node {
	found := make(chan *node)
	go func() { // want "^recursive-spawn"
		defer close(found)
		for _, c := range n.children {
			for below := range generateSome(c) {
				if below == n {
					return
				}
			}
		}
	}()
	return found
}
