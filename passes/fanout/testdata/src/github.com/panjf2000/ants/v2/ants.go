// Package ants stands for the pool of that name.
package ants

type Pool struct{ queue chan func() }

func NewPool(size int) (*Pool, error) { return &Pool{queue: make(chan func())}, nil }

func (p *Pool) Submit(task func()) error {
	p.queue <- task
	return nil
}

func Submit(task func()) error { return nil }
