// Package slots has recursion under limits of every kind, and beside
// things that look like limits.
package slots

import (
	"context"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"
)

type node struct {
	name     string
	big      bool
	slots    chan struct{}
	children []*node
}

var (
	slots    = make(chan struct{}, 8)
	weighted = semaphore.NewWeighted(8)
)

// A slot if there is one, else inline.
func selectTry(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		select {
		case slots <- struct{}{}:
			wg.Add(1)
			go func() { // want "^bounded-try: .*slots"
				defer wg.Done()
				defer func() { <-slots }()
				selectTry(c)
			}()
		default:
			selectTry(c)
		}
	}
	wg.Wait()
}

// The same with a context in the way.
func selectTryOrStop(ctx context.Context, n *node) {
	for _, c := range n.children {
		select {
		case <-ctx.Done():
			return
		default:
		}
		select {
		case slots <- struct{}{}:
			go func() { // want "^bounded-try: .*slots"
				defer func() { <-slots }()
				selectTryOrStop(ctx, c)
			}()
		default:
			selectTryOrStop(ctx, c)
		}
	}
}

func tryAcquire(n *node) {
	for _, c := range n.children {
		if weighted.TryAcquire(1) {
			go func() { // want "^bounded-try: .*weighted"
				defer weighted.Release(1)
				tryAcquire(c)
			}()
		} else {
			tryAcquire(c)
		}
	}
}

// Skipped, not inline, when there is no slot.
func trySkip(n *node) {
	for _, c := range n.children {
		if !weighted.TryAcquire(1) {
			continue
		}
		go func() { // want "^bounded-try: .*weighted"
			defer weighted.Release(1)
			trySkip(c)
		}()
	}
}

// The answer is not looked at.
func tryIgnored(n *node) {
	for _, c := range n.children {
		weighted.TryAcquire(1)
		go tryIgnored(c) // want "^recursive-spawn"
	}
}

func tryGo(root *node) {
	var g errgroup.Group
	g.SetLimit(8)
	tryGoIn(&g, root)
	g.Wait()
}

func tryGoIn(g *errgroup.Group, n *node) {
	for _, c := range n.children {
		task := func() error {
			tryGoIn(g, c)
			return nil
		}
		if !g.TryGo(task) { // want "^bounded-try: .*g"
			task()
		}
	}
}

// A group without a limit never refuses.
func tryGoUnlimited(g *errgroup.Group, n *node) {
	for _, c := range n.children {
		g.TryGo(func() error { // want "^recursive-spawn"
			tryGoUnlimited(g, c)
			return nil
		})
	}
}

func startUnlimited(n *node) {
	var g errgroup.Group
	tryGoUnlimited(&g, n)
	g.Wait()
}

// A group of each activation refuses, but not enough.
func tryGoFresh(n *node) {
	var g errgroup.Group
	g.SetLimit(8)
	for _, c := range n.children {
		if !g.TryGo(func() error { tryGoFresh(c); return nil }) { // want "^per-level-bound"
			tryGoFresh(c)
		}
	}
	g.Wait()
}

// The slot is tried for in one function and the goroutine started in
// another.
type pool struct {
	free   chan struct{}
	mu     sync.Mutex
	active int
	max    int64
	taken  atomic.Int64
}

func newPool(n int) *pool { return &pool{free: make(chan struct{}, n), max: int64(n)} }

func (p *pool) try() bool {
	select {
	case p.free <- struct{}{}:
		return true
	default:
		return false
	}
}

func (p *pool) done() { <-p.free }

func (p *pool) tryHelper(n *node) {
	for _, c := range n.children {
		if p.try() {
			go func() { // want "^bounded-try"
				defer p.done()
				p.tryHelper(c)
			}()
		} else {
			p.tryHelper(c)
		}
	}
}

// An atomic counter.
func (p *pool) counted(n *node) {
	for _, c := range n.children {
		if p.taken.Add(1) <= p.max {
			go func() { // want "^bounded-try"
				defer p.taken.Add(-1)
				p.counted(c)
			}()
		} else {
			p.taken.Add(-1)
			p.counted(c)
		}
	}
}

// A counter that is swapped.
func (p *pool) take() bool {
	for {
		n := p.taken.Load()
		if n >= p.max {
			return false
		}
		if p.taken.CompareAndSwap(n, n+1) {
			return true
		}
	}
}

func (p *pool) swapped(n *node) {
	for _, c := range n.children {
		if p.take() {
			go func() { // want "^bounded-try"
				defer p.taken.Add(-1)
				p.swapped(c)
			}()
		} else {
			p.swapped(c)
		}
	}
}

// A counter that is guarded by a mutex.
func (p *pool) guarded(n *node) {
	for _, c := range n.children {
		p.mu.Lock()
		free := p.active < 8
		if free {
			p.active++
		}
		p.mu.Unlock()
		if !free {
			p.guarded(c)
			continue
		}
		go func() { // want "^bounded-try"
			p.guarded(c)
			p.mu.Lock()
			p.active--
			p.mu.Unlock()
		}()
	}
}

// Half of the goroutines don't ask.
func oneBranch(n *node) {
	for _, c := range n.children {
		if !c.big {
			go oneBranch(c) // want "^recursive-spawn"
			continue
		}
		select {
		case slots <- struct{}{}:
			go func() { // want "^bounded-try: .*slots"
				defer func() { <-slots }()
				oneBranch(c)
			}()
		default:
			oneBranch(c)
		}
	}
}

// One of two cycles is bounded.
func twoCycles(n *node) {
	for _, c := range n.children {
		if weighted.TryAcquire(1) {
			go func() { // want "^bounded-try: .*weighted"
				defer weighted.Release(1)
				twoCycles(c)
			}()
		}
		otherCycle(c)
	}
}

func otherCycle(n *node) {
	for _, c := range n.children {
		go twoCycles(c) // want "^recursive-spawn"
	}
}

// A slot is passed to a channel that was filled with them.
var filled = func() chan struct{} {
	c := make(chan struct{}, 8)
	for range 8 {
		c <- struct{}{}
	}
	return c
}()

type tokens struct{ free chan struct{} }

func newTokens(n int) *tokens {
	t := &tokens{free: make(chan struct{}, n)}
	for range n {
		t.free <- struct{}{}
	}
	return t
}

func (t *tokens) walk(n *node) {
	for _, c := range n.children {
		select {
		case <-t.free:
			go func() { // want "^bounded-try: .*free"
				defer func() { t.free <- struct{}{} }()
				t.walk(c)
			}()
		default:
			t.walk(c)
		}
	}
}

func filledTry(n *node) {
	for _, c := range n.children {
		select {
		case <-filled:
			go func() { // want "^bounded-try: .*filled"
				defer func() { filled <- struct{}{} }()
				filledTry(c)
			}()
		default:
			filledTry(c)
		}
	}
}

// Who only tries never waits, so this is no late slot.
func triesOnly(n *node) {
	for range n.children {
		select {
		case slots <- struct{}{}:
			go func() { // want "^bounded-try"
				defer func() { <-slots }()
				startsTries(n)
			}()
		default:
			startsTries(n)
		}
	}
}

func startsTries(n *node) {
	for _, c := range n.children {
		go triesOnly(c) // want "^recursive-spawn"
	}
}

// Taken together with what it stands for.
type buffers struct{ slots chan struct{} }

func (b *buffers) tryTake() ([]byte, bool) {
	select {
	case b.slots <- struct{}{}:
		return make([]byte, 64), true
	default:
		return nil, false
	}
}

func (b *buffers) giveBack() {
	select {
	case <-b.slots:
	default:
		panic("nothing was taken")
	}
}

func (b *buffers) sum(n *node, into []byte) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		if own, ok := b.tryTake(); ok {
			wg.Go(func() { // want "^bounded-try"
				b.sum(c, own)
				b.giveBack()
			})
		} else {
			b.sum(c, into)
		}
	}
	wg.Wait()
}
