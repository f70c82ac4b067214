// Package peak remembers the largest number of goroutines that a program had when it looked.
package peak

import (
	"runtime"
	"sync/atomic"
)

var most atomic.Int64

// Sample counts the goroutines of this moment. The walks call it at every visit,
// so that the answer does not depend on a clock.
func Sample() {
	n := int64(runtime.NumGoroutine())
	for {
		old := most.Load()
		if n <= old || most.CompareAndSwap(old, n) {
			return
		}
	}
}

// Goroutines returns the largest count seen so far.
func Goroutines() int64 { return most.Load() }
