// Package slotlib has semaphores for others. It starts no goroutine itself.
package slotlib

import (
	"context"

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
