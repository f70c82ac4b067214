package benchmarks

import (
	"runtime"
	"sync"
	"testing"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifo"
)

// floors are sequential walks that do one after another what a limiter cannot do
// without, and nothing else. Each includes the one before it.
var floors = []approach{
	{"sequential", sequential},
	{"keep-a-closure-per-task", closures},
	{"lock-per-start-and-end", locks},
	{"goroutine-per-join", joins},
	{"lifo-limit-1", func(root node) { groupPerNodeUnder(lifo.NewLimiter(1), root) }},
}

func closures(n node) {
	var pending []func()
	for _, child := range n() {
		pending = append(pending, func() { closures(child) })
	}
	for _, f := range pending {
		f()
	}
}

// A locked list of closures is the least that several goroutines can take from.
type locked struct {
	mu      sync.Mutex
	pending []func()
}

func (l *locked) add(f func()) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.pending = append(l.pending, f)
}

func (l *locked) run() {
	for i := 0; ; i++ {
		l.mu.Lock()
		if i == len(l.pending) {
			l.mu.Unlock()
			return
		}
		f := l.pending[i]
		l.mu.Unlock()
		f()
	}
}

func locks(n node) {
	below := n()
	if len(below) == 0 {
		return
	}
	var children locked
	for _, child := range below {
		children.add(func() { locks(child) })
	}
	children.run()
}

// joins keeps the children off the stack of the goroutine that joins them.
func joins(n node) {
	below := n()
	if len(below) == 0 {
		return
	}
	var children locked
	for _, child := range below {
		children.add(func() { joins(child) })
	}
	joined := make(chan struct{})
	go func() {
		children.run()
		close(joined)
	}()
	<-joined
}

// BenchmarkFloor tells what a limiter with a group per node costs at least. All of it
// runs on one processor, for with more of them the time to wake idle ones counts in.
func BenchmarkFloor(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	t := complete(spin, 6, 8)
	compare(b, t.nodes, floors, func() node { return t.root }, nil)
}
