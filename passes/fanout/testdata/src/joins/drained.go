package joins

// The producer lives while its channel is read, and the recursion goes on
// meanwhile: there is one for each activation, which wait for each other.
func drainedInline(n *node) {
	out := make(chan *node)
	go func() { // want "^bounded-sequential: each activation has one such goroutine"
		defer close(out)
		for _, c := range n.children {
			out <- c
		}
	}()
	for c := range out {
		drainedInline(c)
	}
}

func produce(n *node) <-chan *node {
	out := make(chan *node)
	go func() { // want "^bounded-sequential: each activation has one such goroutine"
		defer close(out)
		for _, c := range n.children {
			out <- c
		}
	}()
	return out
}

func drainedFromHelper(n *node) {
	for c := range produce(n) {
		drainedFromHelper(c)
	}
}

// Where the activations run side by side, so do the producers.
func drainedSideBySide(n *node) {
	out := make(chan *node)
	go func() { // want "^leaf-spawn: "
		defer close(out)
		for _, c := range n.children {
			out <- c
		}
	}()
	for c := range out {
		go drainedSideBySide(c) // want "^recursive-spawn: "
	}
}

// A helper reads the channel to its end.
func collected(in <-chan *node) (all []*node) {
	for c := range in {
		all = append(all, c)
	}
	return all
}

func produceForHelper(n *node) <-chan *node {
	out := make(chan *node)
	go func() { // want "^bounded-sequential: .*before the recursion goes on"
		defer close(out)
		for _, c := range n.children {
			out <- c
		}
	}()
	return out
}

func drainedByHelper(n *node) {
	for _, c := range collected(produceForHelper(n)) {
		drainedByHelper(c)
	}
}

// One that nobody reads stays.
func produceForNobody(n *node) <-chan *node {
	out := make(chan *node)
	go func() { // want "^leaf-spawn: "
		defer close(out)
		for _, c := range n.children {
			out <- c
		}
	}()
	return out
}

func unread(n *node) {
	produceForNobody(n)
	for _, c := range n.children {
		unread(c)
	}
}
