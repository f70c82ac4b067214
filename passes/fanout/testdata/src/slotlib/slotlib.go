// Package slotlib has semaphores for others. It starts no goroutine itself.
package slotlib

import (
	"context"
	"math"
	"sync"

	"golang.org/x/sync/semaphore"
)

// Slots is a channel with methods.
type Slots chan struct{}

func New(n int) Slots { return make(Slots, n) }

func (s Slots) Acquire() { s <- struct{}{} }
func (s Slots) Release() { <-s }

func (s Slots) TryAcquire() bool {
	select {
	case s <- struct{}{}:
		return true
	default:
		return false
	}
}

// Tokens keeps its channel in a field.
type Tokens struct{ free chan struct{} }

func (t *Tokens) Get(ctx context.Context) error {
	select {
	case t.free <- struct{}{}:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func (t *Tokens) Put() { <-t.free }

// Weights wraps a semaphore of another package.
type Weights struct{ inner *semaphore.Weighted }

func (w *Weights) Try() bool { return w.inner.TryAcquire(1) }
func (w *Weights) Free()     { w.inner.Release(1) }

// Gate takes a slot and gives it back: it limits nobody else.
type Gate struct{ free chan struct{} }

func (g *Gate) Pass(f *int) {
	g.free <- struct{}{}
	*f++
	<-g.free
}

// slots is one semaphore for all users of the package.
var slots = make(chan struct{}, 8)

func Take() { slots <- struct{}{} }
func Give() { <-slots }

func TryTake() bool {
	select {
	case slots <- struct{}{}:
		return true
	default:
		return false
	}
}

// tokens hands out what it was filled with.
var tokens = make(chan int, 8)

func init() {
	for i := range 8 {
		tokens <- i
	}
}

func Spend() { <-tokens }
func Earn()  { tokens <- 1 }

// log is a queue, and no semaphore.
var log = make(chan string, 8)

func Log(text string) { log <- text }

func Drain() (lines []string) {
	for range 8 {
		lines = append(lines, <-log)
	}
	return lines
}

// Enter takes a slot, and returns what gives it back.
func (t *Tokens) Enter() (leave func()) {
	t.free <- struct{}{}
	return func() { <-t.free }
}

// TryEnter does the same if there is one.
func (t *Tokens) TryEnter() (leave func(), ok bool) {
	select {
	case t.free <- struct{}{}:
		return t.Put, true
	default:
		return nil, false
	}
}

// Hold does it with the semaphore of the package.
func Hold() func() {
	slots <- struct{}{}
	return Give
}

// A Store reads under a semaphore of its own.
type Store struct {
	reads *semaphore.Weighted
	lock  chan struct{}
}

func NewStore() *Store { return &Store{semaphore.NewWeighted(8), make(chan struct{}, 1)} }

func (s *Store) Read(ctx context.Context, name string) ([]string, error) {
	if err := s.reads.Acquire(ctx, 1); err != nil {
		return nil, err
	}
	defer s.reads.Release(1)
	return s.parse(name), nil
}

func (s *Store) parse(name string) []string { return []string{name} }

// Locked only keeps others out.
func (s *Store) Locked(name string) []string {
	s.lock <- struct{}{}
	defer func() { <-s.lock }()
	return s.parse(name)
}

// Shared reads under the semaphore of the package.
func Shared(name string) []string {
	Take()
	defer Give()
	return []string{name}
}

// A Limiter hides what it limits with.
type Limiter interface {
	Acquire(ctx context.Context) error
	TryAcquire() bool
	Release()
}

func NewLimiter(n int64) Limiter { return &weighted{semaphore.NewWeighted(n)} }

type weighted struct{ inner *semaphore.Weighted }

func (w *weighted) Acquire(ctx context.Context) error { return w.inner.Acquire(ctx, 1) }
func (w *weighted) TryAcquire() bool                  { return w.inner.TryAcquire(1) }
func (w *weighted) Release()                          { w.inner.Release(1) }

// A Lister reads under a slot.
type Lister interface{ List(name string) []string }

func (t *Tokens) List(name string) []string {
	t.free <- struct{}{}
	defer func() { <-t.free }()
	return []string{name}
}

// A Resizable semaphore is made for any number, and keeps to itself what is not
// to be used.
type Resizable struct{ inner *semaphore.Weighted }

func NewResizable(n int64) *Resizable {
	r := &Resizable{semaphore.NewWeighted(math.MaxInt64)}
	r.inner.Acquire(context.Background(), math.MaxInt64-n)
	return r
}

func (r *Resizable) Acquire(ctx context.Context) error { return r.inner.Acquire(ctx, 1) }
func (r *Resizable) Release()                          { r.inner.Release(1) }

// Endless has room for any number.
type Endless struct{ inner *semaphore.Weighted }

func NewEndless() *Endless { return &Endless{semaphore.NewWeighted(math.MaxInt64)} }

func (e *Endless) Acquire(ctx context.Context) error { return e.inner.Acquire(ctx, 1) }
func (e *Endless) Release()                          { e.inner.Release(1) }

// A SizedGroup is a wait group that waits for room before it counts.
type SizedGroup struct {
	room *Resizable
	wg   sync.WaitGroup
}

func NewSizedGroup(n int64) *SizedGroup { return &SizedGroup{room: NewResizable(n)} }

func (g *SizedGroup) Add() { _ = g.add(context.Background()) }

func (g *SizedGroup) add(ctx context.Context) error {
	select {
	case <-ctx.Done():
		return ctx.Err()
	default:
		if err := g.room.Acquire(ctx); err != nil {
			return err
		}
	}
	g.wg.Add(1)
	return nil
}

func (g *SizedGroup) Done() {
	g.room.Release()
	g.wg.Done()
}

func (g *SizedGroup) Wait() { g.wg.Wait() }
