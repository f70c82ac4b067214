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

// names is no part of the recursion.
func names(n *node) <-chan string {
	out := make(chan string)
	go func() { // want "^bounded-sequential: .*received to the end"
		defer close(out)
		for _, c := range n.children {
			out <- c.name
		}
	}()
	return out
}

func readNames(n *node) {
	var all []string
	for name := range names(n) {
		all = append(all, name)
	}
	for _, c := range n.children {
		readNames(c)
	}
}

func nodes(n *node) <-chan *node {
	out := make(chan *node)
	go func() { // want "^bounded-sequential: each activation has one such goroutine"
		defer close(out)
		for _, c := range n.children {
			out <- c
		}
	}()
	return out
}

// The generator lives on while its reader goes on: there are as many as the
// recursion is deep.
func readingNodes(n *node) {
	for c := range nodes(n) {
		readingNodes(c)
	}
}

// Two that are alive at once double with every level.
func generateBoth(n *node) <-chan *node {
	found := make(chan *node)
	go func() { // want "^recursive-spawn"
		defer close(found)
		if len(n.children) < 2 {
			return
		}
		left, right := generateBoth(n.children[0]), generateBoth(n.children[1])
		for below := range left {
			found <- below
		}
		for below := range right {
			found <- below
		}
	}()
	return found
}

// One after the other they do not.
func generateInTurn(n *node) <-chan *node {
	found := make(chan *node)
	go func() { // want "^bounded-sequential: .*received to the end"
		defer close(found)
		if len(n.children) < 2 {
			return
		}
		for below := range generateInTurn(n.children[0]) {
			found <- below
		}
		for below := range generateInTurn(n.children[1]) {
			found <- below
		}
	}()
	return found
}

// A second one while the first is read is alive beside it.
func generatePairs(n *node) <-chan *node {
	found := make(chan *node)
	go func() { // want "^recursive-spawn"
		defer close(found)
		for _, c := range n.children {
			for left := range generatePairs(c) {
				for right := range generatePairs(left) {
					found <- right
				}
			}
		}
	}()
	return found
}
