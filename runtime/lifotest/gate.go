package lifotest

import "sync"

// Hold stands in for work that takes long. It holds its caller until nothing
// that the function under [Bounded] started can move any more: every goroutine
// is held, too, or waits for another one, for a timer or for the network. Then
// all that are held go on together.
//
// So work takes as long as everything else that can happen meanwhile. Peaks are
// those that slow work leads to. They are exact, and those of a program that has no
// limit are the same in every run, whatever the scheduler does. Call Hold where a
// fake does what takes time in the real program: reading a directory, fetching a page.
//
// Outside of Bounded it returns at once.
func Hold() {
	if w := current.Load(); w != nil {
		w.gate.hold()
	}
}

// A gate holds goroutines until the watcher opens it.
type gate struct {
	mu     sync.Mutex
	held   int
	used   bool
	opened chan struct{} // closed to let go who is held; nil when nobody is held any more
}

// hold blocks on a channel that the watcher made. The caller may be in a bubble
// of testing/synctest, of which a channel of the caller's own would be a part,
// and nobody outside could close that.
func (g *gate) hold() {
	g.mu.Lock()
	opened := g.opened
	if opened != nil {
		g.held++
		g.used = true
	}
	g.mu.Unlock()
	if opened != nil {
		<-opened
	}
}

// open lets everybody go who is held, and says whether to hold others.
func (g *gate) open(again bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.opened != nil {
		close(g.opened)
	}
	g.held, g.opened = 0, nil
	if again {
		g.opened = make(chan struct{})
	}
}

// status returns how many are held now, and whether anybody ever was.
func (g *gate) status() (held int, used bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.held, g.used
}
