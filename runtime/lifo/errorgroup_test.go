package lifo

import (
	"context"
	"errors"
	"testing"
)

func TestErrorGroupReturnsFirstError(t *testing.T) {
	first, second := errors.New("first"), errors.New("second")
	l := NewLimiter(1) // In order.
	g := l.NewErrorGroup()
	g.Go(func() error { return nil })
	g.Go(func() error { return first })
	g.Go(func() error { return second })
	if err := g.Wait(); err != first {
		t.Errorf("Wait() = %v, want %v", err, first)
	}
	g.Go(func() error { return second })
	if err := g.Wait(); err != first {
		t.Errorf("Wait() of the reused group = %v, want %v", err, first)
	}
	checkIdle(t, l)
}

// Queued work is never dropped: it runs, and sees that the context is canceled.
func TestErrorGroupCancelsAndDropsNothing(t *testing.T) {
	failure := errors.New("failure")
	for _, limit := range []int{1, 3} {
		l := NewLimiter(limit)
		g, ctx := l.WithContext(context.Background())
		g.Go(func() error { return failure })
		cleanedUp := make(chan struct{}, 100)
		for i := 0; i < 100; i++ {
			g.Go(func() error {
				<-ctx.Done()
				cleanedUp <- struct{}{}
				return ctx.Err()
			})
		}
		if err := g.Wait(); err != failure {
			t.Errorf("limit %d: Wait() = %v, want %v", limit, err, failure)
		}
		if len(cleanedUp) != 100 {
			t.Errorf("limit %d: %d tasks cleaned up, want 100", limit, len(cleanedUp))
		}
		if cause := context.Cause(ctx); cause != failure {
			t.Errorf("limit %d: cause = %v, want %v", limit, cause, failure)
		}
		waitUntilIdle(t, l)
	}
}

func TestErrorGroupWaitCancels(t *testing.T) {
	l := NewLimiter(2)
	g, ctx := l.WithContext(context.Background())
	var during error
	g.Go(func() error {
		during = ctx.Err()
		return nil
	})
	if err := g.Wait(); err != nil || during != nil {
		t.Errorf("Wait() = %v with a context error of %v before, want none", err, during)
	}
	if ctx.Err() != context.Canceled {
		t.Errorf("after Wait the context's error = %v, want %v", ctx.Err(), context.Canceled)
	}
}

func TestTryGoStartsOnlyOnFreeSlot(t *testing.T) {
	l := NewLimiter(2)
	g := l.NewErrorGroup()
	failure := errors.New("failure")
	proceed := make(chan struct{})
	if !g.TryGo(func() error { <-proceed; return failure }) {
		t.Fatal("TryGo failed with a slot free")
	}
	if g.TryGo(func() error { return nil }) {
		t.Error("TryGo succeeded without a free slot")
	}
	close(proceed)
	if err := g.Wait(); err != failure {
		t.Errorf("Wait() = %v, want %v", err, failure)
	}
	if NewLimiter(1).NewErrorGroup().TryGo(func() error { return nil }) {
		t.Error("TryGo succeeded although the caller is on the only slot")
	}
	waitUntilIdle(t, l)
}

func TestErrorGroupMisusePanics(t *testing.T) {
	var zero ErrorGroup
	const unmade = "lifo: use of a zero ErrorGroup; make one with Limiter.NewErrorGroup or Limiter.WithContext"
	checkPanics(t, unmade, func() { zero.Go(func() error { return nil }) })
	checkPanics(t, unmade, func() { zero.TryGo(func() error { return nil }) })
	checkPanics(t, unmade, func() { _ = zero.Wait() })
	g := NewLimiter(1).NewErrorGroup()
	checkPanics(t, "lifo: Go of a nil function", func() { g.Go(nil) })
}

// What comes after the Wait of a group with a context has nobody who waits for it,
// or a context that is canceled.
func TestErrorGroupRefusesWhatComesAfterWait(t *testing.T) {
	const late = "lifo: Go on an ErrorGroup whose Wait has returned and canceled its context; make a group per fan-out"
	l := NewLimiter(2)
	g, _ := l.WithContext(context.Background())
	g.Go(func() error {
		g.Go(func() error { return nil }) // Not too late: the task is waited for.
		return nil
	})
	if err := g.Wait(); err != nil {
		t.Errorf("Wait() = %v, want none", err)
	}
	checkPanics(t, late, func() { g.Go(func() error { return nil }) })
	checkPanics(t, late, func() { g.TryGo(func() error { return nil }) })
	if err := g.Wait(); err != nil {
		t.Errorf("second Wait() = %v, want none", err)
	}
	waitUntilIdle(t, l)
}
