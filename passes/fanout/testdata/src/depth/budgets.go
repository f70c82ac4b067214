package depth

import "sync"

func sortAlone(items []int) {}

// A budget of workers is split between the halves, and nothing of it is lost.
func shared(items []int, workers int) {
	if workers <= 1 {
		sortAlone(items)
		return
	}
	left := workers / 2
	right := workers - left
	var wg sync.WaitGroup
	wg.Go(func() { shared(items[:len(items)/2], left) }) // want "^bounded-depth"
	shared(items[len(items)/2:], right)
	wg.Wait()
}

// The larger share is the one that is rounded up.
func roundedUp(items []int, workers int) {
	if workers > 1 {
		done := make(chan struct{})
		go func() { // want "^bounded-depth"
			defer close(done)
			roundedUp(items[:len(items)/2], (workers+1)/2)
		}()
		roundedUp(items[len(items)/2:], workers>>1)
		<-done
		return
	}
	sortAlone(items)
}

// One worker is told from several.
func oneOrSeveral(items []int, workers int) {
	if workers == 1 {
		sortAlone(items)
		return
	}
	half := workers / 2
	var wg sync.WaitGroup
	wg.Go(func() { oneOrSeveral(items[:len(items)/2], half) }) // want "^bounded-depth"
	oneOrSeveral(items[len(items)/2:], workers-half)
	wg.Wait()
}

// A third of two is nothing, and leaves two.
func aThirdOfTwo(items []int, workers int) {
	if workers <= 1 {
		sortAlone(items)
		return
	}
	third := workers / 3
	go aThirdOfTwo(items[:len(items)/3], third) // want "^recursive-spawn"
	aThirdOfTwo(items[len(items)/3:], workers-third)
}

func aThirdOfThree(items []int, workers int) {
	if workers < 3 {
		sortAlone(items)
		return
	}
	third := workers / 3
	go aThirdOfThree(items[:len(items)/3], third) // want "^bounded-depth"
	aThirdOfThree(items[len(items)/3:], workers-third)
}

// The data is a range, and the budget is beside it.
func eachOf(low, high, batches int, do func(low, high int)) {
	switch {
	case batches == 1:
		do(low, high)
	case batches > 1:
		half := batches / 2
		middle := (low + high) / 2
		var wg sync.WaitGroup
		wg.Go(func() { eachOf(middle, high, batches-half, do) }) // want "^bounded-depth"
		eachOf(low, middle, half, do)
		wg.Wait()
	default:
		panic("no batches")
	}
}

// The same in a literal, with batches of one size.
func literalOf(low, high, batches int, do func(low, high int)) {
	var again func(low, high, n int)
	again = func(low, high, n int) {
		if n == 1 {
			do(low, high)
			return
		}
		half := n / 2
		middle := low + (high-low-1)/n*half + half
		var wg sync.WaitGroup
		wg.Add(1)
		go func() { // want "^bounded-depth"
			defer wg.Done()
			again(middle, high, n-half)
		}()
		again(low, middle, half)
		wg.Wait()
	}
	again(low, high, batches)
}

// Nothing is kept from a budget of one: 1 - 1/2 is 1 again.
func neverUsedUp(items []int, workers int) {
	if workers <= 0 {
		return
	}
	left := workers / 2
	var wg sync.WaitGroup
	wg.Go(func() { neverUsedUp(items[:len(items)/2], left) }) // want "^recursive-spawn"
	neverUsedUp(items[len(items)/2:], workers-left)
	wg.Wait()
}

// One half is given the whole budget.
func wholeForOne(items []int, workers int) {
	if workers <= 1 {
		sortAlone(items)
		return
	}
	var wg sync.WaitGroup
	wg.Go(func() { wholeForOne(items[:len(items)/2], workers) }) // want "^recursive-spawn"
	wholeForOne(items[len(items)/2:], workers-workers/2)
	wg.Wait()
}

// The number is compared where it is small, and the goroutines are started
// all the same.
func onTheOtherSide(items []int, workers int) {
	if workers > 1 {
		println("several")
	}
	left := workers / 2
	go onTheOtherSide(items[:len(items)/2], left) // want "^recursive-spawn"
	onTheOtherSide(items[len(items)/2:], workers-left)
}

// What is split is not the budget.
func otherSplit(items []int, workers, spare int) {
	if workers <= 1 {
		sortAlone(items)
		return
	}
	go otherSplit(items[:len(items)/2], spare-workers/2, spare) // want "^recursive-spawn"
	otherSplit(items[len(items)/2:], spare-workers/2, spare)
}

// The number is all there is: as many goroutines as the input says.
func tasks(n int, do func()) {
	if n <= 1 {
		do()
		return
	}
	half := n / 2
	var wg sync.WaitGroup
	wg.Go(func() { tasks(half, do) }) // want "^recursive-spawn"
	tasks(n-half, do)
	wg.Wait()
}

// The pegs are no range.
func pegs(n, from, to int, done chan struct{}) {
	if n == 0 {
		done <- struct{}{}
		return
	}
	go pegs(n-1, from, 6-from-to, done) // want "^recursive-spawn"
	pegs(n-1, 6-from-to, to, done)
}

// It is shared out among the children.
func sharedOut(n *node, workers int) {
	if workers <= 1 {
		sharedAlone(n)
		return
	}
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { sharedOut(c, workers/len(n.children)) }) // want "^bounded-depth"
	}
	wg.Wait()
}

func sharedAlone(n *node) {}

// What each gets does not depend on how many there are.
func notSharedOut(n *node, workers, each int) {
	if workers <= 1 {
		return
	}
	for _, c := range n.children {
		go notSharedOut(c, workers/each, each) // want "^recursive-spawn"
	}
}
