// Package lifo has the shape of the real one: a task that finds no slot is
// kept as a closure, and the newest one is served first.
package lifo

import (
	"context"
	"sync"
)

type Limiter struct {
	mu      sync.Mutex
	free    int
	pending []func()
}

func NewLimiter(n int) *Limiter { return &Limiter{free: n - 1} }

func (l *Limiter) submit(task func()) {
	l.mu.Lock()
	if l.free == 0 {
		l.pending = append(l.pending, task)
		l.mu.Unlock()
		return
	}
	l.free--
	l.mu.Unlock()
	go l.work(task)
}

func (l *Limiter) work(task func()) {
	for task != nil {
		task()
		l.mu.Lock()
		task = nil
		if last := len(l.pending) - 1; last >= 0 {
			task, l.pending = l.pending[last], l.pending[:last]
		} else {
			l.free++
		}
		l.mu.Unlock()
	}
}

func (l *Limiter) Go(f func()) { l.submit(f) }

func (l *Limiter) Block(f func()) {
	l.lend()
	defer l.regain()
	f()
}

func (l *Limiter) lend() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if last := len(l.pending) - 1; last >= 0 {
		task := l.pending[last]
		l.pending = l.pending[:last]
		go l.work(task)
		return
	}
	l.free++
}

func (l *Limiter) regain() {
	l.mu.Lock()
	l.free--
	l.mu.Unlock()
}

func (l *Limiter) NewGroup() *Group           { return &Group{limiter: l} }
func (l *Limiter) NewErrorGroup() *ErrorGroup { return &ErrorGroup{group: Group{limiter: l}} }

func (l *Limiter) WithContext(ctx context.Context) (*ErrorGroup, context.Context) {
	ctx, cancel := context.WithCancelCause(ctx)
	return &ErrorGroup{group: Group{limiter: l}, cancel: cancel}, ctx
}

type Group struct {
	limiter *Limiter
	wg      sync.WaitGroup
}

func (g *Group) Go(f func()) {
	g.wg.Add(1)
	g.limiter.submit(func() {
		defer g.wg.Done()
		f()
	})
}

func (g *Group) Wait() { g.limiter.Block(g.wg.Wait) }

type ErrorGroup struct {
	group  Group
	cancel context.CancelCauseFunc
	once   sync.Once
	err    error
}

func (g *ErrorGroup) Go(f func() error) {
	g.group.Go(func() {
		if err := f(); err != nil {
			g.once.Do(func() { g.err = err })
		}
	})
}

func (g *ErrorGroup) Wait() error {
	g.group.Wait()
	return g.err
}

type Semaphore struct{ slots chan struct{} }

func NewSemaphore(n int) *Semaphore { return &Semaphore{make(chan struct{}, n)} }

func (s *Semaphore) Acquire(ctx context.Context) error {
	select {
	case s.slots <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (s *Semaphore) TryAcquire() bool {
	select {
	case s.slots <- struct{}{}:
		return true
	default:
		return false
	}
}

func (s *Semaphore) Release() { <-s.slots }
