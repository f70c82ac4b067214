package cutoff

// Two sorted ranges are merged, and both are split.
func mergeRanges(items []int, low, middle, start, end int) {
	first := middle - low + 1
	second := end - start + 1
	if first+second < 1024 {
		merge(items, low)
		return
	}
	one, other := (low+middle)/2, (start+end)/2
	go mergeRanges(items, low, one-1, start, other-1) // want "^bounded-cutoff"
	mergeRanges(items, one+1, middle, other, end)
}

// The same down to nothing.
func mergeAll(items []int, low, middle, start, end int) {
	first := middle - low + 1
	second := end - start + 1
	if first+second < 2 {
		merge(items, low)
		return
	}
	one, other := (low+middle)/2, (start+end)/2
	go mergeAll(items, low, one-1, start, other-1) // want "^recursive-spawn"
	mergeAll(items, one+1, middle, other, end)
}

// Two slices.
func mergeSlices(a, b []int) {
	if len(a)+len(b) <= 4096 {
		return
	}
	go mergeSlices(a[:len(a)/2], b[:len(b)/2]) // want "^bounded-cutoff"
	mergeSlices(a[len(a)/2:], b[len(b)/2:])
}

// A number of something else is added to the size.
func mergeBeyond(a []int) {
	if len(a)+served <= 4096 {
		return
	}
	go mergeBeyond(a[1:]) // want "^recursive-spawn"
	mergeBeyond(a[2:])
}

var served int

// A threshold in a variable, and one more.
var few = 40

func sortMany(items []int, low, high int, done chan<- bool) {
	if high-low > few+1 {
		middle := (low + high) / 2
		go sortMany(items, low, middle, done)  // want "^bounded-cutoff"
		go sortMany(items, middle, high, done) // want "^bounded-cutoff"
		return
	}
	insertionSort(items[low:high])
	done <- true
}

// The variable is a base case.
var fewest = 1

func sortDown(items []int, low, high int, done chan<- bool) {
	if high-low > fewest+1 {
		middle := (low + high) / 2
		go sortDown(items, low, middle, done)  // want "^recursive-spawn"
		go sortDown(items, middle, high, done) // want "^recursive-spawn"
		return
	}
	done <- true
}
