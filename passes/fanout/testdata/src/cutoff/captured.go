package cutoff

import (
	"runtime"
	"sync"
)

// The threshold is a variable of the function around the recursive literal.
func sortCaptured(items []int) {
	threshold := 2048
	var sort func(low, high int)
	sort = func(low, high int) {
		if high-low < threshold {
			insertionSort(items[low:high])
			return
		}
		half := (low + high) / 2
		var wg sync.WaitGroup
		wg.Go(func() { sort(low, half) }) // want "^bounded-cutoff"
		sort(half, high)
		wg.Wait()
	}
	sort(0, len(items))
}

// It is made from the input, and not too small.
func sortShares(items []int) {
	threshold := len(items) / runtime.NumCPU()
	if threshold < 1000 {
		threshold = 1000
	}
	var sort func(items []int)
	sort = func(items []int) {
		if len(items) <= threshold {
			insertionSort(items)
			return
		}
		half := len(items) / 2
		var wg sync.WaitGroup
		wg.Go(func() { sort(items[:half]) }) // want "^bounded-cutoff"
		sort(items[half:])
		wg.Wait()
	}
	sort(items)
}

// One that is small is a base case.
func sortSmall(items []int) {
	threshold := 2
	var sort func(items []int)
	sort = func(items []int) {
		if len(items) < threshold {
			return
		}
		half := len(items) / 2
		var wg sync.WaitGroup
		wg.Go(func() { sort(items[:half]) }) // want "^recursive-spawn"
		sort(items[half:])
		wg.Wait()
	}
	sort(items)
}

// One that every activation sets anew tells nothing of the whole.
func sortHalves(items []int) {
	threshold := len(items) / 2
	if len(items) < threshold {
		return
	}
	var wg sync.WaitGroup
	wg.Go(func() { sortHalves(items[:threshold]) }) // want "^recursive-spawn"
	sortHalves(items[threshold:])
	wg.Wait()
}
