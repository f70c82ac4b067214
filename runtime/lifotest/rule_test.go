package lifotest

import (
	"math"
	"testing"
	"time"
)

// runsOf makes runs on sizes from 100 on, each four times the one before.
func runsOf(peaks ...int) []*run {
	runs := make([]*run, len(peaks))
	for i, peak := range peaks {
		runs[i] = &run{size: 100 << (2 * i), peak: peak}
	}
	return runs
}

func TestGrows(t *testing.T) {
	of := func(peak func(size float64) float64) []*run {
		runs := runsOf(0, 0, 0, 0)
		for _, r := range runs {
			r.peak = int(peak(float64(r.size)))
		}
		return runs
	}
	for name, c := range map[string]struct {
		runs []*run
		want bool
	}{
		"linear":                   {of(func(size float64) float64 { return size }), true},
		"a tenth of the size":      {of(func(size float64) float64 { return size / 10 }), true},
		"root":                     {of(math.Sqrt), true},
		"root, and a constant":     {of(func(size float64) float64 { return 10 + 2*math.Sqrt(size) }), true},
		"constant":                 {of(func(float64) float64 { return 1000 }), false},
		"depth":                    {of(math.Log2), false},
		"limit times depth":        {of(func(size float64) float64 { return 64 * math.Log2(size) }), false},
		"depth of a bushy tree":    {of(func(size float64) float64 { return 64 * math.Log(size) / math.Log(100) }), false},
		"none":                     {runsOf(0, 0, 0, 0), false},
		"few":                      {runsOf(0, 0, 0, 8), false},
		"reaches its limit":        {runsOf(100, 400, 512, 512), false},
		"reaches its limit late":   {runsOf(100, 400, 1600, 1700), false},
		"half missed once":         {runsOf(40, 20, 40, 40), false},
		"all but one missed":       {runsOf(40, 0, 0, 40), false},
		"linear, half missed once": {runsOf(100, 400, 800, 6400), true},
		"two sizes":                {runsOf(100, 400), true},
		"two sizes, constant":      {runsOf(100, 101), false},
	} {
		if got := grows(c.runs); got != c.want {
			t.Errorf("%s: grows = %v, want %v; %.1f are allowed", name, got, c.want, allowed(c.runs))
		}
	}
}

func TestSampleLooksAtStacks(t *testing.T) {
	w := &watcher{}
	w.learn()
	release := make(chan struct{})
	defer close(release)
	for i := 0; i < 20; i++ {
		go func() { <-release }()
	}
	w.sample()
	if w.run.peak != 20 || len(w.run.groups) == 0 {
		t.Errorf("peak = %d, at %v", w.run.peak, w.run.groups)
	}
}

func TestHistoryKeepsPeaks(t *testing.T) {
	var h history
	for i := 0; i < 100_000; i++ {
		n := i % 100
		if i == 54_321 {
			n = 5000
		}
		h.add(time.Duration(i)*time.Microsecond, n)
	}
	if len(h.most) > longest || time.Duration(len(h.most))*h.interval < 100*time.Millisecond {
		t.Errorf("%d intervals of %v", len(h.most), h.interval)
	}
	for i, n := range h.most {
		want := 99
		if i == int(54_321*time.Microsecond/h.interval) {
			want = 5000
		}
		if n != want {
			t.Errorf("interval %d: %d, want %d", i, n, want)
		}
	}
}

// Where nobody looked, nothing is known to have changed.
func TestHistoryFillsGaps(t *testing.T) {
	var h history
	h.add(0, 7)
	h.add(30*time.Microsecond, 3)
	h.add(39*time.Microsecond, 2)
	if got, want := h.most, []int{7, 7, 7, 3}; !equal(got, want) {
		t.Errorf("history = %v, want %v", got, want)
	}
}

func equal(a, b []int) bool {
	if len(a) != len(b) {
		return false
	}
	for i := range a {
		if a[i] != b[i] {
			return false
		}
	}
	return true
}
