// Package spawnlib has helpers that other packages use: what they do with
// functions travels as facts.
package spawnlib

import (
	"sync"

	"spawnlib/inner"
)

func Each[T any](items []T, f func(T)) {
	for _, item := range items {
		f(item)
	}
}

func Async(f func()) { inner.Start(f) }

type Tasks struct {
	wg      sync.WaitGroup
	pending []func()
}

func (t *Tasks) Start(f func()) {
	t.wg.Add(1)
	inner.Start(func() {
		defer t.wg.Done()
		f()
	})
}

func (t *Tasks) Wait() { t.wg.Wait() }

func (t *Tasks) Keep(f func()) { t.pending = append(t.pending, f) }

// Pool runs at most as many functions at a time as it has slots.
type Pool struct{ slots chan struct{} }

func NewPool(n int) *Pool { return &Pool{make(chan struct{}, n)} }

func (p *Pool) Do(f func()) {
	select {
	case p.slots <- struct{}{}:
		go func() {
			defer func() { <-p.slots }()
			f()
		}()
	default:
		f()
	}
}

func (p *Pool) Go(f func()) {
	p.slots <- struct{}{}
	go func() {
		defer func() { <-p.slots }()
		f()
	}()
}

// Recovered returns a function that does what f does, and does not panic.
func Recovered(f func()) func() {
	return func() {
		defer func() { recover() }()
		f()
	}
}

// Handler is a function.
type Handler func()

// Twice returns one that does nothing with its second argument.
func Twice(f, ignored func()) Handler {
	return func() {
		f()
		f()
	}
}
