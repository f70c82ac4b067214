// Package elsewhere has helpers that programs call from another package.
package elsewhere

import "sync"

// Go starts f.
func Go(f func()) { start(f) }

func start(f func()) { go f() }

// A Tasks starts functions and waits for them.
type Tasks struct{ wg sync.WaitGroup }

// Run starts f.
func (t *Tasks) Run(f func()) {
	t.wg.Add(1)
	go func() {
		defer t.wg.Done()
		f()
	}()
}

// Join waits for all that were started.
func (t *Tasks) Join() { t.wg.Wait() }

// Each calls visit for each of the items.
func Each[T any](items []T, visit func(T)) {
	for _, item := range items {
		visit(item)
	}
}

// Slots is a semaphore of which others see methods only.
type Slots struct{ free chan struct{} }

// NewSlots makes n slots.
func NewSlots(n int) *Slots { return &Slots{make(chan struct{}, n)} }

// Acquire takes a slot.
func (s *Slots) Acquire() { s.free <- struct{}{} }

// Try takes a slot if one is free.
func (s *Slots) Try() bool {
	select {
	case s.free <- struct{}{}:
		return true
	default:
		return false
	}
}

// Release gives a slot back.
func (s *Slots) Release() { <-s.free }
