package lifotest

import (
	"math"
	"os"
	"strings"
	"testing"
)

const (
	// slack is how many goroutines more than in proportion are never held against
	// a function: those that are just about to end, or that a library starts once.
	slack = 8

	// repeats is how often a smaller size is tried again before growth is believed.
	// A peak that was missed there is found, and one that is not there is not.
	repeats = 10

	// step is by what factor each size has to be larger than the one before, for
	// growth with the input to stand out from growth with its depth.
	step = 2
)

// Bounded runs f on each of the sizes, in order, and fails the test if the number
// of goroutines that f keeps alive at once grows with the size. It also fails the
// test if goroutines that f starts do not end.
//
// The size is for f to interpret, in proportion to how much input there is: the
// number of directories of a tree, or of pages of a site, and not its depth. Each
// size has to be at least twice the one before. Four sizes, each four times the
// one before, tell most, the largest well beyond any limit that f has.
//
// f should return when all its work is done. It may run several times on a size.
// It runs on the goroutine that calls Bounded, so it may end the test.
//
// Bounded counts every new goroutine in the process. So it cannot be called by a
// parallel test, nor, since time stands still for as long as it looks, inside a
// bubble of testing/synctest. f may start a bubble.
func Bounded(t testing.TB, sizes []int, f func(size int)) {
	t.Helper()
	if reason := unfit(t, sizes); reason != "" {
		t.Fatal("lifotest: " + reason)
	}
	runs := make([]*run, len(sizes))
	for i, size := range sizes {
		if runs[i] = observe(size, f); runs[i] == nil {
			t.Fatal("lifotest: Bounded was called by a function that runs under Bounded")
		}
	}
	last := runs[len(runs)-1]
	smaller := &runs[len(runs)-2]
	for i := 0; i < repeats && !last.exact && grows(runs); i++ {
		(*smaller).merge(observe((*smaller).size, f))
	}
	if directory := os.Getenv(plotVariable); directory != "" {
		if path, err := plot(directory, t.Name(), runs); err != nil {
			t.Errorf("lifotest: plotting goroutines, as %s asks: %v", plotVariable, err)
		} else {
			t.Logf("lifotest: %s shows the goroutines over time", path)
		}
	}
	for _, complaint := range complaints(runs) {
		t.Error("lifotest: " + complaint)
	}
}

// unfit says why nothing can be measured here, or with these sizes.
func unfit(t testing.TB, sizes []int) string {
	t.Helper()
	if len(sizes) < 2 {
		return "Bounded needs at least two sizes, such as 100, 400, 1600, 6400"
	}
	for i, size := range sizes {
		if size < 1 || i > 0 && size/step < sizes[i-1] {
			return "each size that Bounded gets has to be at least twice the one before, such as 100, 400, 1600, 6400"
		}
	}
	if self().inBubble() {
		return "Bounded cannot be called inside a bubble, whose time stands still while it looks: call synctest.Test in the function that Bounded runs"
	}
	if parallel(t) {
		return "Bounded counts every new goroutine in the process, so it cannot be called by a parallel test: take t.Parallel out of this test and those around it"
	}
	return ""
}

// parallel reports whether other tests may run at the same time. There is no way
// to ask; but what sets a variable of the environment must not be parallel either,
// before or after, and this sets one to what it is.
func parallel(t testing.TB) (yes bool) {
	t.Helper()
	defer func() {
		reason := recover()
		if text, ok := reason.(string); ok && strings.HasPrefix(text, "testing: ") {
			yes = true
		} else if reason != nil {
			panic(reason)
		}
	}()
	t.Setenv(plotVariable, os.Getenv(plotVariable))
	return false
}

// grows reports whether the last peak is higher than those before it allow.
func grows(runs []*run) bool {
	return float64(runs[len(runs)-1].peak) > allowed(runs)
}

// allowed is up to which peak the last run counts as bounded. From any smaller
// size the peak may have grown with the cube root of the input: more than the
// depth of most trees does, and less than what the breadth of any does.
func allowed(runs []*run) float64 {
	last := runs[len(runs)-1]
	most := 0.0
	for _, r := range runs[:len(runs)-1] {
		most = max(most, float64(r.peak)*math.Cbrt(float64(last.size)/float64(r.size)))
	}
	return most + slack
}
