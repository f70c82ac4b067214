//go:build go1.25

// Virtual time needs the timers of Go 1.23, which a module for older releases
// does not get by default.
//go:debug asynctimerchan=0

package lifotest_test

import (
	"testing"
	"testing/synctest"
	"time"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifotest"
)

func TestBubbleIsRefused(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got := bounded(t, []int{1, 2}, func(int) { t.Error("the function ran") })
		check(t, got, `cannot be called inside a bubble.*call synctest.Test in the function`)
	})
}

func TestBubbleInFunction(t *testing.T) {
	inBubble := func(walk visit, work func()) func(size int) {
		return func(size int) {
			synctest.Test(t, func(*testing.T) { walk(tree(size), work) })
		}
	}
	slow := func() {
		time.Sleep(time.Hour)
		lifotest.Hold()
	}
	lifotest.Bounded(t, sizes, inBubble(byGroup, slow))
	check(t, bounded(t, sizes, inBubble(du, lifotest.Hold)), `grows with the input`, `\n +256 \[chan receive\]\n`)
}
