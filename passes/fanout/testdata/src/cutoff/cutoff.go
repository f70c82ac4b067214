// Package cutoff has divide and conquer: below some size the work should be
// sequential.
package cutoff

import "sync"

func insertionSort(items []int) {}
func merge(items []int, at int) {}
func split(items []int) int     { return len(items) / 2 }

// A threshold of some size.
func mergeSort(items []int) {
	if len(items) < 2048 {
		insertionSort(items)
		return
	}
	half := len(items) / 2
	var wg sync.WaitGroup
	wg.Go(func() { mergeSort(items[:half]) }) // want "^bounded-cutoff"
	mergeSort(items[half:])
	wg.Wait()
	merge(items, half)
}

// The choice stands at the spawn.
func quickSort(items []int) {
	if len(items) < 2 {
		return
	}
	at := split(items)
	done := make(chan struct{})
	if len(items) > 1024 {
		go func() { // want "^bounded-cutoff"
			quickSort(items[:at])
			close(done)
		}()
	} else {
		quickSort(items[:at])
		close(done)
	}
	quickSort(items[at:])
	<-done
}

// Bounds of a range.
func sortRange(items []int, low, high int) {
	if high-low <= 512 {
		insertionSort(items[low:high])
		return
	}
	middle := (low + high) / 2
	var wg sync.WaitGroup
	wg.Go(func() { sortRange(items, low, middle) })  // want "^bounded-cutoff"
	wg.Go(func() { sortRange(items, middle, high) }) // want "^bounded-cutoff"
	wg.Wait()
}

// A configured threshold.
var threshold = 4096

func configured(items []int) {
	if len(items) <= threshold {
		insertionSort(items)
		return
	}
	var wg sync.WaitGroup
	wg.Go(func() { configured(items[:len(items)/2]) }) // want "^bounded-cutoff"
	configured(items[len(items)/2:])
	wg.Wait()
}

// A base case.
func baseCase(items []int) {
	if len(items) <= 1 {
		return
	}
	var wg sync.WaitGroup
	wg.Go(func() { baseCase(items[:len(items)/2]) }) // want "^recursive-spawn"
	wg.Go(func() { baseCase(items[len(items)/2:]) }) // want "^recursive-spawn"
	wg.Wait()
}

// A threshold that is too small to make a difference.
func tooSmall(items []int) {
	if len(items) < 8 {
		insertionSort(items)
		return
	}
	var wg sync.WaitGroup
	wg.Go(func() { tooSmall(items[:len(items)/2]) }) // want "^recursive-spawn"
	tooSmall(items[len(items)/2:])
	wg.Wait()
}

// The large inputs are the sequential ones.
func upsideDown(items []int) {
	if len(items) > 2048 {
		insertionSort(items)
		return
	}
	var wg sync.WaitGroup
	wg.Go(func() { upsideDown(items[:len(items)/2]) }) // want "^recursive-spawn"
	upsideDown(items[len(items)/2:])
	wg.Wait()
}

// The size of something else.
func unrelated(items, names []int) {
	if len(names) < 2048 {
		println("few names")
	}
	var wg sync.WaitGroup
	wg.Go(func() { unrelated(items[1:], names) }) // want "^recursive-spawn"
	unrelated(items[:1], names)
	wg.Wait()
}

// Either half is large, so at least one is.
func eitherHalf(items []int, low, high int) {
	if high-low < 2 {
		return
	}
	middle := (low + high) / 2
	if middle-low >= 1024 || high-middle >= 1024 {
		go eitherHalf(items, low, middle)  // want "^bounded-cutoff"
		go eitherHalf(items, middle, high) // want "^bounded-cutoff"
	} else {
		eitherHalf(items, low, middle)
		eitherHalf(items, middle, high)
	}
}

// One of the alternatives says nothing about the size.
func eitherWay(items []int, low, high int, eager bool) {
	middle := (low + high) / 2
	if middle-low >= 1024 || eager {
		go eitherWay(items, low, middle, eager)  // want "^recursive-spawn"
		go eitherWay(items, middle, high, eager) // want "^recursive-spawn"
	}
}

// A position in the data is no threshold.
type cursor struct {
	nodes []*tree
	at    int
}

type tree struct{ children []*tree }

func (c *cursor) next() bool {
	c.at++
	if c.at >= len(c.nodes) {
		return false
	}
	go descend(c.nodes[c.at]) // want "^recursive-spawn"
	return true
}

func descend(t *tree) {
	c := &cursor{nodes: t.children, at: -1}
	for c.next() {
	}
}

// A threshold that is computed from constants.
func product(lists [][]int) {
	threads := 10
	if len(lists) > threads*threads {
		go product(lists[:threads]) // want "^bounded-cutoff"
		product(lists[threads:])
	}
}

// An index that is checked against the bounds is no threshold.
func bounds(items []int, low, high int) {
	if low >= high || low < 0 || high >= len(items) {
		return
	}
	middle := (low + high) / 2
	go bounds(items, low, middle-1)  // want "^recursive-spawn"
	go bounds(items, middle+1, high) // want "^recursive-spawn"
}

// A goroutine for every element of what is large: the size says when to stop
// dividing, and not how many elements there are.
func checkEach(items []int) {
	if len(items) > 1024 {
		for _, item := range items {
			go check(item) // want "^leaf-spawn"
		}
		checkEach(items[:len(items)/2])
		checkEach(items[len(items)/2:])
	}
}

// One for each part.
func checkParts(items []int) {
	if len(items) > 1024 {
		go check(items[0]) // want "^bounded-cutoff"
		checkParts(items[:len(items)/2])
		checkParts(items[len(items)/2:])
	}
}

func check(int) {}

// What is given is changed in place, and captured then.
func sortRest(items []int) {
	if len(items) < 4096 {
		insertionSort(items)
		return
	}
	items = items[1:]
	half := len(items) / 2
	var wg sync.WaitGroup
	wg.Go(func() { sortRest(items[:half]) }) // want "^bounded-cutoff"
	sortRest(items[half:])
	wg.Wait()
}

func sortOther(items, others []int) {
	if len(items) < 4096 {
		insertionSort(items)
		return
	}
	items = others
	var wg sync.WaitGroup
	wg.Go(func() { sortOther(items[1:], others) }) // want "^recursive-spawn"
	wg.Go(func() { sortOther(items[2:], others) }) // want "^recursive-spawn"
	wg.Wait()
}

// A picture is cut into quarters.
func quarter(x, y, width, height int, draw func(x, y, width, height int)) {
	if width*height <= 4096 {
		draw(x, y, width, height)
		return
	}
	width, height = width/2, height/2
	for i := range 4 {
		go func() { // want "^bounded-cutoff"
			quarter(x+i%2*width, y+i/2*height, width, height, draw)
		}()
	}
}
