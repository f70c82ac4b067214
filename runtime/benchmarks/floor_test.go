package benchmarks

import (
	"runtime"
	"sync"
	"testing"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifo"
)

// floors are sequential walks that do one after another what a limiter cannot do
// without, and nothing else. Each includes the one before it, but for the last, which
// runs children on their parent's stack and so needs none of it for most of them.
var floors = []approach{
	{"sequential", sequential},
	{"keep-a-closure-per-task", closures},
	{"switch-goroutines-per-join", func(root node) { walkWithHelpers(root, false) }},
	{"lock-per-start-and-end", func(root node) { walkWithHelpers(root, true) }},
	{"lifo-limit-1", func(root node) { groupPerNodeUnder(lifo.NewLimiter(1), root) }},
	{"try-else-inline", inline},
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

// A backlog is a list of closures. With a lock it is the least that several goroutines
// can take from.
type backlog struct {
	mu      *sync.Mutex
	pending []func()
}

func (b *backlog) add(f func()) {
	if b.mu != nil {
		b.mu.Lock()
		defer b.mu.Unlock()
	}
	b.pending = append(b.pending, f)
}

func (b *backlog) run() {
	for i := 0; ; i++ {
		f := b.at(i)
		if f == nil {
			return
		}
		f()
	}
}

func (b *backlog) at(i int) func() {
	if b.mu != nil {
		b.mu.Lock()
		defer b.mu.Unlock()
	}
	if i == len(b.pending) {
		return nil
	}
	return b.pending[i]
}

// A helper is a goroutine that runs children while the one that joins them waits.
type helper struct {
	runs chan *backlog
	done chan struct{}
}

func (h *helper) help() {
	for children := range h.runs {
		children.run()
		h.done <- struct{}{}
	}
}

// walkWithHelpers keeps the children off the stack of the goroutine that joins them, and
// the helpers that have nothing to do.
func walkWithHelpers(root node, locks bool) {
	var idle []*helper
	var visit func(n node)
	visit = func(n node) {
		below := n()
		if len(below) == 0 {
			return
		}
		var children backlog
		if locks {
			children.mu = new(sync.Mutex)
		}
		for _, child := range below {
			children.add(func() { visit(child) })
		}
		if len(idle) == 0 {
			h := &helper{runs: make(chan *backlog), done: make(chan struct{})}
			idle = append(idle, h)
			go h.help()
		}
		last := len(idle) - 1
		h := idle[last]
		idle = idle[:last]
		h.runs <- &children
		<-h.done
		idle = append(idle, h)
	}
	visit(root)
	for _, h := range idle {
		close(h.runs)
	}
}

// BenchmarkFloor tells what a limiter with a group per node costs at least. All of it
// runs on one processor, for with more of them the time to wake idle ones counts in.
func BenchmarkFloor(b *testing.B) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	t := complete(spin, 6, 8)
	compare(b, t.nodes, floors, func() node { return t.root }, nil)
}
