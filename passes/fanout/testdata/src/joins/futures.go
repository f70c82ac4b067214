package joins

// A future of the program's own: whoever awaits it at once has one goroutine
// after the other.
type future[T any] struct{ result chan T }

func async[T any](f func() T) *future[T] {
	x := &future[T]{make(chan T, 1)}
	go func() { x.result <- f() }()
	return x
}

func (f *future[T]) await() T { return <-f.result }

func sumInTurn(n *node) int {
	total := len(n.name)
	for _, c := range n.children {
		total += async(func() int { return sumInTurn(c) }).await() // want "^bounded-sequential"
	}
	return total
}

func sumAtOnce(n *node) int {
	total := len(n.name)
	var sums []*future[int]
	for _, c := range n.children {
		sums = append(sums, async(func() int { return sumAtOnce(c) })) // want "^recursive-spawn"
	}
	for _, sum := range sums {
		total += sum.await()
	}
	return total
}

// Another future is awaited than the one that was started.
func sumLate(n *node) int {
	before := async(func() int { return 0 }) // want "^leaf-spawn"
	for _, c := range n.children {
		next := async(func() int { return sumLate(c) }) // want "^recursive-spawn"
		before.await()
		before = next
	}
	return before.await()
}

// A deferred call goes on with the recursion once the function is done with
// everything else.
func deferredStep(n *node) {
	sizes := make(chan int)
	defer func() {
		for _, c := range n.children {
			deferredStep(c)
		}
	}()
	for range n.children {
		go func() { sizes <- len(n.name) }() // want "^bounded-sequential"
	}
	for range n.children {
		<-sizes
	}
}

// The neighbour waits after that.
func deferredWait(n *node) {
	sizes := make(chan int)
	defer func() {
		for range n.children {
			<-sizes
		}
	}()
	defer func() {
		for _, c := range n.children {
			deferredWait(c)
		}
	}()
	for range n.children {
		go func() { sizes <- len(n.name) }() // want "^leaf-spawn"
	}
}
