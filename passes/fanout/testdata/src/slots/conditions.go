package slots

import "sync"

// The slot is taken and given back on one condition, whatever it is, so that no
// way keeps it.
func byCapacity(n *node, throttle chan struct{}, wg *sync.WaitGroup) {
	defer wg.Done()
	if cap(throttle) > 0 {
		throttle <- struct{}{}
	}
	listed := len(n.children)
	if cap(throttle) > 0 {
		<-throttle
	}
	if listed == 0 {
		return
	}
	for _, c := range n.children {
		wg.Add(1)
		go byCapacity(c, throttle, wg) // want "^late-acquire"
	}
}

type throttling struct{ on bool }

func byFlag(n *node, throttle chan struct{}, t *throttling, wg *sync.WaitGroup) {
	defer wg.Done()
	if t.on {
		throttle <- struct{}{}
	}
	listed := len(n.children)
	if t.on {
		<-throttle
	}
	if listed == 0 {
		return
	}
	for _, c := range n.children {
		wg.Add(1)
		go byFlag(c, throttle, t, wg) // want "^late-acquire"
	}
}
