package cutoff

import "sync"

// The choice is a variable of two conditions.
func sortChosen(items []int, threshold int) {
	if len(items) <= 1 {
		return
	}
	half := len(items) / 2
	parallel := len(items) > threshold && threshold >= 0
	if !parallel {
		sortChosen(items[:half], threshold)
	} else {
		go sortChosen(items[:half], threshold) // want "^bounded-cutoff"
	}
	sortChosen(items[half:], threshold)
}

// The other way round: either of them makes it sequential.
func sortUnless(items []int, sequential bool) {
	here := sequential || len(items) < 2048
	if here {
		insertionSort(items)
		return
	}
	half := len(items) / 2
	go sortUnless(items[:half], sequential) // want "^bounded-cutoff"
	sortUnless(items[half:], sequential)
}

// A branch sets it.
func sortSet(items []int) {
	if len(items) <= 1 {
		return
	}
	half := len(items) / 2
	parallel := false
	if len(items) > 2048 {
		parallel = true
	}
	if parallel {
		go sortSet(items[:half]) // want "^bounded-cutoff"
	} else {
		sortSet(items[:half])
	}
	sortSet(items[half:])
}

// It is set whatever the size is.
func sortSetAnyway(items []int, eager bool) {
	if len(items) <= 1 {
		return
	}
	half := len(items) / 2
	parallel := len(items) > 2048 || eager
	if parallel {
		go sortSetAnyway(items[:half], eager) // want "^recursive-spawn"
	} else {
		sortSetAnyway(items[:half], eager)
	}
	sortSetAnyway(items[half:], eager)
}

// It was set in the round before, for another part.
func sortParts(parts [][]int) {
	large := false
	for _, part := range parts {
		if large {
			go sortParts([][]int{part, part[1:]}) // want "^recursive-spawn"
		}
		large = len(part) > 2048
	}
}

// A range that includes its ends.
func sortClosed(items []int, low, high int) {
	size := high - low + 1
	if size <= 1 {
		return
	}
	middle := low + (high-low)/2
	var wg sync.WaitGroup
	if size > 1000 {
		wg.Go(func() { sortClosed(items, low, middle) }) // want "^bounded-cutoff"
	} else {
		sortClosed(items, low, middle)
	}
	sortClosed(items, middle+1, high)
	wg.Wait()
}

func sortClosedAll(items []int, low, high int) {
	size := high - low + 1
	if size <= 1 {
		return
	}
	middle := low + (high-low)/2
	var wg sync.WaitGroup
	wg.Go(func() { sortClosedAll(items, low, middle) }) // want "^recursive-spawn"
	sortClosedAll(items, middle+1, high)
	wg.Wait()
}
