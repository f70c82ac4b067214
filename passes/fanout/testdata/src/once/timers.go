package once

import (
	"sync"
	"time"
)

// A timer that is stopped before the next one takes its place.
type election struct {
	mu    sync.Mutex
	timer *time.Timer
	votes func() []*election
}

func (e *election) reset() {
	if e.timer != nil {
		e.timer.Stop()
	}
	e.timer = time.AfterFunc(time.Second, e.begin) // want "^bounded-once: the timer that was in timer before is stopped here"
}

func (e *election) begin() {
	e.reset()
	for range e.votes() {
		e.reset()
	}
}

// Nobody stops this one.
func (e *election) delay() {
	e.timer = time.AfterFunc(time.Second, e.late) // want "^recursive-spawn"
}

func (e *election) late() {
	for range e.votes() {
		e.delay()
	}
}

// Each has a timer of its own, and starts those of others.
func (e *election) spread() {
	for _, other := range e.votes() {
		if other.timer != nil {
			other.timer.Stop()
		}
		other.timer = time.AfterFunc(time.Second, other.spread) // want "^recursive-spawn"
	}
}

// It is stopped on some ways only.
func (e *election) sometimes(calm bool) {
	if e.timer != nil {
		if calm {
			e.timer.Stop()
		}
	}
	e.timer = time.AfterFunc(time.Second, func() { // want "^recursive-spawn"
		for range e.votes() {
			e.sometimes(calm)
		}
	})
}

// A candidate sets the timer anew that made it one, and whoever hears of another
// one stops it before.
type candidate struct {
	mu    sync.Mutex
	timer *time.Timer
	peers []*candidate
	votes int
}

func newCandidate() *candidate {
	c := &candidate{}
	c.timer = time.AfterFunc(time.Second, c.elect)
	return c
}

func (c *candidate) elect() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.timer = time.AfterFunc(time.Second, c.elect) // want "^chain: what the timer in timer runs sets it anew"
	for _, p := range c.peers {
		if p.votes > 0 {
			c.follow()
		}
	}
}

func (c *candidate) follow() {
	c.timer.Stop()
	c.timer = time.AfterFunc(time.Second, c.elect) // want "^bounded-once: the timer that was in timer before is stopped"
}

// Here somebody sets another one without a look at the first.
type hasty struct {
	timer *time.Timer
	peers []*hasty
}

func (h *hasty) elect() {
	h.timer = time.AfterFunc(time.Second, h.elect) // want "^recursive-spawn"
	for range h.peers {
		h.follow()
	}
}

func (h *hasty) follow() {
	h.timer = time.AfterFunc(time.Second, h.elect) // want "^recursive-spawn"
}
