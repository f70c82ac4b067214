package probe

import (
	"bytes"
	"runtime"
	"sync"
)

// The kinds of work, in the order in which they come to an end.
const (
	inner = iota
	leaf
	settling
	lingering
	kinds
)

// gate is where all work waits.
var gate gates

type gates struct {
	mu     sync.Mutex
	root   string // the goroutine that runs the program
	free   bool   // whether its own work takes no time
	held   [kinds][]chan struct{}
	timers int
	works  int // that there were
}

func (g *gates) hold(kind int) {
	g.mu.Lock()
	g.works++
	g.mu.Unlock()
	if g.free && kind != lingering && goroutine() == g.root {
		return
	}
	g.wait(kind)
}

func (g *gates) settle() {
	g.wait(settling)
}

func (g *gates) wait(kind int) {
	opened := make(chan struct{})
	g.mu.Lock()
	g.held[kind] = append(g.held[kind], opened)
	g.mu.Unlock()
	<-opened
}

func (g *gates) timer(change int) {
	g.mu.Lock()
	g.timers += change
	g.mu.Unlock()
}

// open ends all work of the first kind that there is. It reports whether
// there was any.
func (g *gates) open() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	for kind, held := range g.held {
		if len(held) == 0 {
			continue
		}
		g.held[kind] = nil
		for _, opened := range held {
			close(opened)
		}
		return true
	}
	return false
}

// returned reports whether the call that started the recursion has returned.
func (g *gates) returned() bool {
	g.mu.Lock()
	defer g.mu.Unlock()
	return len(g.held[settling]) > 0
}

// passed returns how much work there was.
func (g *gates) passed() int {
	g.mu.Lock()
	defer g.mu.Unlock()
	return g.works
}

// goroutine returns the number of the goroutine that calls.
func goroutine() string {
	var buffer [64]byte
	header := buffer[:runtime.Stack(buffer[:], false)]
	return string(bytes.Fields(header)[1])
}
