package lifo

import (
	"context"
	"sync"
	"sync/atomic"
)

// An ErrorGroup is a [Group] whose tasks return errors: what
// golang.org/x/sync/errgroup is to sync.WaitGroup. It is made by
// [Limiter.NewErrorGroup] or [Limiter.WithContext], may be used by several
// goroutines at once, and must not be copied.
type ErrorGroup struct {
	group    Group
	cancel   context.CancelCauseFunc // nil without a context
	canceled atomic.Bool             // whether a Wait that has returned canceled the context

	mu  sync.Mutex
	err error // the first error
}

// NewErrorGroup returns an ErrorGroup whose tasks run under l. No context is
// canceled when one of them fails. It may be reused once Wait has returned, and
// keeps the first error.
func (l *Limiter) NewErrorGroup() *ErrorGroup {
	l.mustBeMade()
	return &ErrorGroup{group: Group{limiter: l}}
}

// WithContext returns an ErrorGroup whose tasks run under l, and a context
// derived from ctx.
//
// The derived context is canceled the first time a task returns a non-nil error,
// which becomes its cause, or the first time Wait returns, whichever comes
// first. Cancellation drops no work: tasks that are still pending run, find the
// context canceled, and can clean up what they were given.
//
// Make one such group per fan-out. Once Wait has returned, Go and TryGo panic: they
// come from a goroutine that outlived the fan-out, or from an attempt to reuse the
// group, and what they add would find its context canceled from the start.
func (l *Limiter) WithContext(ctx context.Context) (*ErrorGroup, context.Context) {
	g := l.NewErrorGroup()
	ctx, g.cancel = context.WithCancelCause(ctx)
	return g, ctx
}

// Go adds f to the group, under the rules of [Group.Go]: it never blocks and
// never runs f on the caller's stack. The first error that a task returns
// cancels the group's context, if it has one, and is what Wait returns.
func (g *ErrorGroup) Go(f func() error) {
	g.mustBeOpen()
	g.group.Go(g.task(f))
}

// TryGo adds f to the group only if a slot is free, so that f starts at once. It
// reports whether it did. With a limit of 1 that happens only while somebody
// lends the caller's slot.
func (g *ErrorGroup) TryGo(f func() error) bool {
	g.mustBeOpen()
	return g.group.tryGo(g.task(f))
}

// Wait blocks until every task of the group has returned and lends the caller's
// slot meanwhile, as [Group.Wait] does. Then it cancels the group's context and
// returns the first error, if any. It may be called several times, by several
// goroutines.
func (g *ErrorGroup) Wait() error {
	g.mustBeMade()
	g.group.Wait()
	g.mu.Lock()
	err := g.err
	g.mu.Unlock()
	if g.cancel != nil {
		g.canceled.Store(true)
		g.cancel(err)
	}
	return err
}

// task wraps f so that its error is kept.
func (g *ErrorGroup) task(f func() error) func() {
	if f == nil {
		return nil
	}
	return func() {
		if err := f(); err != nil {
			g.fail(err)
		}
	}
}

// fail keeps err, if it is the first, and cancels the context.
func (g *ErrorGroup) fail(err error) {
	g.mu.Lock()
	defer g.mu.Unlock()
	if g.err != nil {
		return
	}
	g.err = err
	if g.cancel != nil {
		g.cancel(err)
	}
}

func (g *ErrorGroup) mustBeOpen() {
	g.mustBeMade()
	if g.canceled.Load() {
		panic("lifo: Go on an ErrorGroup whose Wait has returned and canceled its context; make a group per fan-out")
	}
}

func (g *ErrorGroup) mustBeMade() {
	if g.group.limiter == nil {
		panic("lifo: use of a zero ErrorGroup; make one with Limiter.NewErrorGroup or Limiter.WithContext")
	}
}
