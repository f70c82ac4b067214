package depth

const mostSteps = 10

// A way round that every goroutine takes moves the depth. Asking the same host
// once more for a part of the answer is a smaller round, which moves it too.
func lookUp(n *node, depth int) int {
	if depth++; depth > mostSteps {
		return 0
	}
	return askAll(n, depth)
}

func askAll(n *node, depth int) int {
	answers := make(chan int, len(n.children))
	for _, c := range n.children {
		go func() { // want "^bounded-depth"
			answers <- ask(c, depth)
		}()
	}
	total := 0
	for range n.children {
		total += <-answers
	}
	return total
}

func ask(n *node, depth int) int {
	total := 0
	for _, c := range n.children {
		total += ask(c, depth+1)
	}
	return total + lookUp(n, depth)
}

// A smaller round that goes the other way undoes it.
func lookBack(n *node, depth int) int {
	if depth++; depth > mostSteps {
		return 0
	}
	return askBack(n, depth)
}

func askBack(n *node, depth int) int {
	answers := make(chan int, len(n.children))
	for _, c := range n.children {
		go func() { // want "^recursive-spawn"
			answers <- back(c, depth)
		}()
	}
	total := 0
	for range n.children {
		total += <-answers
	}
	return total
}

func back(n *node, depth int) int {
	total := 0
	for _, c := range n.children {
		total += back(c, depth-1)
	}
	return total + lookBack(n, depth)
}

// One that does not move it comes by all nodes on one level.
func lookAside(n *node, depth int) {
	if depth++; depth > mostSteps {
		return
	}
	aside(n, depth)
}

func aside(n *node, depth int) {
	for _, c := range n.children {
		go lookAside(c, depth) // want "^recursive-spawn"
		aside(c, depth)
	}
}
