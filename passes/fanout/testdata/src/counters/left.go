package counters

import (
	"sync"
	"sync/atomic"
)

// How many may still be started is counted, down to zero.
type walker struct {
	mu      sync.Mutex
	left    int
	pending int
	total   int
	free    atomic.Int32
	sealed  atomic.Int32
	done    chan struct{}
}

func (w *walker) givenBack(n *node) {
	for _, c := range n.children {
		w.mu.Lock()
		if w.left > 0 {
			w.left--
			w.mu.Unlock()
			go func() { // want "^bounded-try: left "
				w.givenBack(c)
				w.mu.Lock()
				w.left++
				w.mu.Unlock()
			}()
			continue
		}
		w.mu.Unlock()
		w.givenBack(c)
	}
}

// They are used up for good.
func (w *walker) usedUp(n *node) {
	for _, c := range n.children {
		w.mu.Lock()
		if w.left == 0 {
			w.mu.Unlock()
			w.usedUp(c)
			continue
		}
		w.left--
		w.mu.Unlock()
		go w.usedUp(c) // want "^bounded-try: left "
	}
}

// The outcome is kept until the lock is open again, and a deferred literal
// gives back.
func (w *walker) remembered(n *node) {
	for _, c := range n.children {
		w.mu.Lock()
		free := w.left >= 1
		if free {
			w.left--
		}
		w.mu.Unlock()
		if !free {
			w.remembered(c)
			continue
		}
		go func() { // want "^bounded-try: left "
			defer func() {
				w.mu.Lock()
				w.left++
				w.mu.Unlock()
			}()
			w.remembered(c)
		}()
	}
}

// Atomically, and undone where it was one too many.
func (w *walker) atomically(n *node) {
	for _, c := range n.children {
		if w.free.Add(-1) >= 0 {
			go func() { // want "^bounded-try: free "
				defer w.free.Add(1)
				w.atomically(c)
			}()
		} else {
			w.free.Add(1)
			w.atomically(c)
		}
	}
}

// In helpers.
func (w *walker) take() bool {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.left <= 0 {
		return false
	}
	w.left--
	return true
}

func (w *walker) giveBack() {
	w.mu.Lock()
	w.left++
	w.mu.Unlock()
}

func (w *walker) helped(n *node) {
	for _, c := range n.children {
		if w.take() {
			go func() { // want "^bounded-try: left "
				defer w.giveBack()
				w.helped(c)
			}()
		} else {
			w.helped(c)
		}
	}
}

func (w *walker) swap() bool {
	for {
		n := w.free.Load()
		if n == 0 {
			return false
		}
		if w.free.CompareAndSwap(n, n-1) {
			return true
		}
	}
}

func (w *walker) swapped(n *node) {
	for _, c := range n.children {
		if w.swap() {
			go func() { // want "^bounded-try: free "
				defer w.free.Add(1)
				w.swapped(c)
			}()
		} else {
			w.swapped(c)
		}
	}
}

// A variable of the caller, and one of the package.
func pointed(n *node, mu *sync.Mutex, left *int) {
	for _, c := range n.children {
		mu.Lock()
		if *left > 0 {
			*left--
			mu.Unlock()
			go pointed(c, mu, left) // want "^bounded-try: left "
			continue
		}
		mu.Unlock()
		pointed(c, mu, left)
	}
}

var remaining = int32(8)

func ofThePackage(n *node) {
	for _, c := range n.children {
		if atomic.AddInt32(&remaining, -1) < 0 {
			atomic.AddInt32(&remaining, 1)
			ofThePackage(c)
			continue
		}
		go func() { // want "^bounded-try: remaining "
			defer atomic.AddInt32(&remaining, 1)
			ofThePackage(c)
		}()
	}
}

// A leaf under the same condition.
func (w *walker) leaf(n *node) {
	w.mu.Lock()
	if w.left > 0 {
		w.left--
		go use(n) // want "^bounded-try: left "
	}
	w.mu.Unlock()
	for _, c := range n.children {
		w.leaf(c)
	}
}

// What is left is looked at, and nothing is taken from it.
func (w *walker) untouched(n *node) {
	for _, c := range n.children {
		w.mu.Lock()
		some := w.total > 0
		w.mu.Unlock()
		if some {
			go w.untouched(c) // want "^recursive-spawn"
		}
	}
}

func (w *walker) finish() { w.total-- }

// The work that is still to be done is counted, and there is more of it for
// every child.
func (w *walker) outstanding(n *node) {
	for _, c := range n.children {
		w.mu.Lock()
		w.pending++
		w.mu.Unlock()
		if w.pending > 0 {
			w.pending--
			go w.outstanding(c) // want "^recursive-spawn"
		}
	}
}

// The last one out closes the door.
func (w *walker) lastOut(n *node) {
	for _, c := range n.children {
		w.sealed.Add(1)
		go w.lastOut(c) // want "^recursive-spawn"
	}
	if w.sealed.Add(-1) == 0 {
		close(w.done)
	}
}

func (w *walker) notLast(n *node) {
	if w.sealed.Add(-1) == 0 {
		close(w.done)
		return
	}
	for _, c := range n.children {
		go w.notLast(c) // want "^recursive-spawn"
	}
}

// What is left is of something else, which the steps that start goroutines
// take nothing from.
func (w *walker) others(n *node) {
	for _, c := range n.children {
		if w.total == 0 {
			return
		}
		if len(c.children) == 0 {
			w.total--
			continue
		}
		go w.others(c) // want "^recursive-spawn"
	}
}

// As many as there is data.
type loader struct {
	mu   sync.Mutex
	left int
}

func load(all []*node, root *node) {
	l := &loader{}
	l.left = len(all)
	l.load(root)
}

func (l *loader) load(n *node) {
	for _, c := range n.children {
		l.mu.Lock()
		if l.left > 0 {
			l.left--
			l.mu.Unlock()
			go l.load(c) // want "^recursive-spawn"
			continue
		}
		l.mu.Unlock()
	}
}

// Every activation starts from the top again.
func (w *walker) refilled(n *node) {
	own := &walker{left: 8}
	for _, c := range n.children {
		own.mu.Lock()
		if own.left > 0 {
			own.left--
			go w.refilled(c) // want "^(per-level-bound|recursive-spawn)"
		}
		own.mu.Unlock()
	}
}
