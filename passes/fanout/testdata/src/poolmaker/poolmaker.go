// Package poolmaker makes limited groups for others.
package poolmaker

import (
	"context"
	"sync"

	"github.com/sourcegraph/conc/pool"
	"golang.org/x/sync/errgroup"
)

func Pool(ctx context.Context, n int) *pool.ContextPool {
	return pool.New().WithContext(ctx).WithMaxGoroutines(n)
}

func Group(ctx context.Context) (*errgroup.Group, context.Context) {
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(4)
	return g, ctx
}

func Unlimited() *errgroup.Group { return new(errgroup.Group) }

// Tasks keeps a group that has a limit.
type Tasks struct{ g *errgroup.Group }

func NewTasks(n int) *Tasks {
	g := new(errgroup.Group)
	g.SetLimit(n)
	return &Tasks{g}
}

func (t *Tasks) Go(f func() error) { t.g.Go(f) }
func (t *Tasks) Wait() error       { return t.g.Wait() }

// A Crew has a queue, and a worker more while there are few.
type Crew struct {
	mu      sync.Mutex
	queue   []func()
	workers int
	most    int
}

func NewCrew(most int) *Crew { return &Crew{most: most} }

func (p *Crew) Submit(f func()) {
	p.mu.Lock()
	p.queue = append(p.queue, f)
	if p.workers == 0 || len(p.queue) > 1 && p.workers < p.most {
		p.workers++
		p.mu.Unlock()
		go p.work()
		return
	}
	p.mu.Unlock()
}

func (p *Crew) work() {
	for {
		p.mu.Lock()
		if len(p.queue) == 0 {
			p.workers--
			p.mu.Unlock()
			return
		}
		f := p.queue[0]
		p.queue = p.queue[1:]
		p.mu.Unlock()
		f()
	}
}

// An Eager crew has a worker more for whatever would have to wait.
type Eager struct {
	mu      sync.Mutex
	queue   []func()
	workers int
}

func (p *Eager) Submit(f func()) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.queue = append(p.queue, f)
	if p.workers == 0 || len(p.queue) > 1 {
		p.workers++
		go p.work()
	}
}

func (p *Eager) work() {
	p.mu.Lock()
	defer p.mu.Unlock()
	for len(p.queue) > 0 {
		f := p.queue[0]
		p.queue = p.queue[1:]
		p.mu.Unlock()
		f()
		p.mu.Lock()
	}
	p.workers--
}
