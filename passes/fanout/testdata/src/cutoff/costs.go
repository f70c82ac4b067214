package cutoff

import "math"

// It is split as long as two halves cost less than the whole.
func costOf(points, workers int) int { return points/workers + int(math.Sqrt(float64(points))) }

func reduce(points []int, workers int) int {
	whole := costOf(len(points), workers)
	if costOf(len(points)/2, workers/2) < whole {
		left := make(chan int)
		go func() { left <- reduce(points[:len(points)/2], workers) }() // want "^bounded-cutoff: it is split only as long"
		right := reduce(points[len(points)/2:], workers)
		return <-left + right
	}
	return len(points)
}

type heap struct {
	values []int
	below  []*heap
}

// What is compared has nothing to do with the size of what is split.
func reduceAnyway(points []int, h *heap) int {
	if len(points) < 2 {
		return len(points)
	}
	if costOf(h.values[0], 1) < costOf(h.values[1], 1) {
		left := make(chan int)
		go func() { left <- reduceAnyway(points[:len(points)/2], h) }() // want "^recursive-spawn"
		right := reduceAnyway(points[len(points)/2:], h)
		return <-left + right
	}
	return 0
}

// What is handed on is no part of what is measured.
func reduceTree(values []int, h *heap) {
	if costOf(len(values), 1) < costOf(len(values), 2) {
		for _, b := range h.below {
			go reduceTree(b.values, b) // want "^recursive-spawn"
		}
	}
}
