// Package pool stands for conc's pools: its workers get their tasks over a
// channel.
package pool

import (
	"context"
	"sync"
)

type Pool struct {
	workers sync.WaitGroup
	limiter chan struct{}
	tasks   chan func()
}

func New() *Pool { return &Pool{tasks: make(chan func())} }

func (p *Pool) Go(f func()) {
	if p.limiter == nil {
		select {
		case p.tasks <- f:
		default:
			p.workers.Go(p.worker)
			p.tasks <- f
		}
		return
	}
	select {
	case p.limiter <- struct{}{}:
		p.workers.Go(p.worker)
		p.tasks <- f
	case p.tasks <- f:
	}
}

func (p *Pool) worker() {
	for f := range p.tasks {
		f()
	}
}

func (p *Pool) Wait() {
	close(p.tasks)
	p.workers.Wait()
}

func (p *Pool) WithMaxGoroutines(n int) *Pool {
	p.limiter = make(chan struct{}, n)
	return p
}

func (p *Pool) WithContext(ctx context.Context) *ContextPool {
	return &ContextPool{pool: Pool{limiter: p.limiter, tasks: p.tasks}, ctx: ctx}
}

type ContextPool struct {
	pool Pool
	ctx  context.Context
}

func (p *ContextPool) Go(f func(context.Context) error) {
	p.pool.Go(func() { f(p.ctx) })
}

func (p *ContextPool) Wait() error {
	p.pool.Wait()
	return nil
}

func (p *ContextPool) WithMaxGoroutines(n int) *ContextPool {
	p.pool.WithMaxGoroutines(n)
	return p
}
