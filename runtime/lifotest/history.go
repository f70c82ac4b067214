package lifotest

import "time"

// A history is how many goroutines there were over time: the most at each
// interval of the run. The longer the run, the longer the intervals.
type history struct {
	interval time.Duration
	most     []int
}

// longest is how many intervals a history has at most.
const longest = 512

func (h *history) add(at time.Duration, n int) {
	if h.interval == 0 {
		h.interval = 10 * time.Microsecond
	}
	for at/h.interval >= longest {
		h.halve()
	}
	i := int(at / h.interval)
	last := 0
	if len(h.most) > 0 {
		last = h.most[len(h.most)-1]
	}
	for len(h.most) < i { // Nobody looked, so nothing is known to have changed.
		h.most = append(h.most, last)
	}
	if len(h.most) == i {
		h.most = append(h.most, 0)
	}
	h.most[i] = max(h.most[i], n)
}

// halve makes one interval of every two.
func (h *history) halve() {
	half := h.most[:0]
	for i := 0; i < len(h.most); i += 2 {
		most := h.most[i]
		if i+1 < len(h.most) {
			most = max(most, h.most[i+1])
		}
		half = append(half, most)
	}
	h.most = half
	h.interval *= 2
}
