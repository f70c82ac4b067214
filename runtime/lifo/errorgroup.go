package lifo

import (
	"context"
	"sync"
)

// An ErrorGroup is a [Group] whose tasks return errors: what
// golang.org/x/sync/errgroup is to sync.WaitGroup. It is made by
// [Limiter.NewErrorGroup] or [Limiter.WithContext], may be used by several
// goroutines at once, and must not be copied.
type ErrorGroup struct {
	group  *Group
	cancel context.CancelCauseFunc // nil without a context

	mu  sync.Mutex
	err error // the first error
}

// NewErrorGroup returns an ErrorGroup whose tasks run under l. No context is
// canceled when one of them fails.
func (l *Limiter) NewErrorGroup() *ErrorGroup {
	return &ErrorGroup{group: l.NewGroup()}
}

// WithContext returns an ErrorGroup whose tasks run under l, and a context
// derived from ctx.
//
// The derived context is canceled the first time a task returns a non-nil error,
// which becomes its cause, or the first time Wait returns, whichever comes
// first. Cancellation drops no work: tasks that are still pending run, find the
// context canceled, and can clean up what they were given.
func (l *Limiter) WithContext(ctx context.Context) (*ErrorGroup, context.Context) {
	ctx, cancel := context.WithCancelCause(ctx)
	return &ErrorGroup{group: l.NewGroup(), cancel: cancel}, ctx
}

// Go adds f to the group, under the rules of [Group.Go]: it never blocks and
// never runs f on the caller's stack. The first error that a task returns
// cancels the group's context, if it has one, and is what Wait returns.
func (g *ErrorGroup) Go(f func() error) {
	g.valid().Go(g.task(f))
}

// TryGo adds f to the group only if a slot is free, so that f starts at once. It
// reports whether it did. With a limit of 1 that happens only while somebody
// lends the caller's slot.
func (g *ErrorGroup) TryGo(f func() error) bool {
	return g.valid().tryGo(g.task(f))
}

// Wait blocks until every task of the group has returned and lends the caller's
// slot meanwhile, as [Group.Wait] does. Then it cancels the group's context and
// returns the first error, if any.
//
// The first error stays: a group that is reused after Wait keeps it, and keeps
// its canceled context.
func (g *ErrorGroup) Wait() error {
	g.valid().Wait()
	g.mu.Lock()
	err := g.err
	g.mu.Unlock()
	if g.cancel != nil {
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

// valid returns the group that runs the tasks.
func (g *ErrorGroup) valid() *Group {
	if g.group == nil {
		panic("lifo: use of an ErrorGroup that was not made by a Limiter")
	}
	return g.group
}
