package lifo

import (
	"context"
	"errors"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// checkAllFree requires that every permit is back and nobody waits.
func checkAllFree(t *testing.T, s *Semaphore) {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	if state := s.state.Load(); state != s.limit || s.newest != nil {
		t.Errorf("idle semaphore of %d has %d permits free, somebody waits: %v", s.limit, state, s.newest != nil)
	}
}

func TestSemaphoreHoldersNeverExceedPermits(t *testing.T) {
	for _, permits := range []int{1, 2, 5} {
		s := NewSemaphore(permits)
		var holders, peak atomic.Int64
		var callers sync.WaitGroup
		for i := 0; i < 40; i++ {
			callers.Add(1)
			go func() {
				defer callers.Done()
				for j := 0; j < 500; j++ {
					if err := s.Acquire(context.Background()); err != nil {
						t.Errorf("Acquire: %v", err)
						return
					}
					storeMax(&peak, holders.Add(1))
					runtime.Gosched()
					holders.Add(-1)
					s.Release()
				}
			}()
		}
		callers.Wait()
		if peak.Load() > int64(permits) {
			t.Errorf("%d holders of %d permits", peak.Load(), permits)
		}
		checkAllFree(t, s)
	}
}

// Callers that give up all the time must neither keep nor lose a permit.
func TestSemaphoreSurvivesCancellations(t *testing.T) {
	s := NewSemaphore(2)
	var holders atomic.Int64
	var callers sync.WaitGroup
	for i := 0; i < 16; i++ {
		callers.Add(1)
		go func() {
			defer callers.Done()
			for j := 0; j < 1000; j++ {
				ctx, cancel := context.WithCancel(context.Background())
				go cancel()
				if s.Acquire(ctx) == nil {
					if holders.Add(1) > 2 {
						t.Error("more holders than permits")
					}
					runtime.Gosched()
					holders.Add(-1)
					s.Release()
				}
			}
		}()
	}
	callers.Wait()
	checkAllFree(t, s)
}

func TestSemaphoreTakesNoPermitForCanceledContext(t *testing.T) {
	s := NewSemaphore(1)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := s.Acquire(ctx); !errors.Is(err, context.Canceled) {
		t.Errorf("Acquire of a free permit with a canceled context = %v, want %v", err, context.Canceled)
	}
	checkAllFree(t, s)
}

// A caller that finds itself both admitted and canceled takes no permit, whichever
// it notices first, and the next one gets it.
func TestSemaphorePassesOnGrantOfCanceledCaller(t *testing.T) {
	const trials = 100 // Which of the two it notices first is random.
	for i := 0; i < trials; i++ {
		s := NewSemaphore(1)
		if !s.TryAcquire() {
			t.Fatal("no permit is free")
		}
		older := &admission{ready: make(chan struct{})}
		newer := &admission{ready: make(chan struct{})}
		s.mu.Lock()
		if s.acquireOrPush(older) || s.acquireOrPush(newer) {
			t.Fatal("a permit is free")
		}
		s.mu.Unlock()
		s.Release()
		canceled := make(chan struct{})
		close(canceled)
		if s.admitted(newer, canceled) {
			t.Fatalf("trial %d: a canceled caller took its permit", i)
		}
		if !older.granted {
			t.Fatalf("trial %d: the permit was lost", i)
		}
		s.Release()
		checkAllFree(t, s)
	}
}

func TestSemaphoreReleaseHappensBeforeAcquire(t *testing.T) {
	s := NewSemaphore(1)
	shared := 0 // Unprotected but for the semaphore: the race detector judges.
	var callers sync.WaitGroup
	for i := 0; i < 8; i++ {
		callers.Add(1)
		go func() {
			defer callers.Done()
			for j := 0; j < 500; j++ {
				if s.Acquire(context.Background()) != nil {
					return
				}
				shared++
				s.Release()
			}
		}()
	}
	callers.Wait()
	if shared != 8*500 {
		t.Errorf("shared = %d, want %d", shared, 8*500)
	}
}

func TestSemaphoreAllocatesNothingUncontended(t *testing.T) {
	s := NewSemaphore(1)
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	allocations := testing.AllocsPerRun(100, func() {
		if s.Acquire(ctx) == nil {
			s.Release()
		}
	})
	if allocations != 0 {
		t.Errorf("%v allocations per uncontended pair, want none", allocations)
	}
}

// Places of callers that cannot be canceled are used again.
func TestSemaphoreKeepsPlaces(t *testing.T) {
	s := NewSemaphore(1)
	var callers sync.WaitGroup
	for i := 0; i < 8; i++ {
		callers.Add(1)
		go func() {
			defer callers.Done()
			for j := 0; j < 100; j++ {
				if s.Acquire(context.Background()) != nil {
					return
				}
				runtime.Gosched()
				s.Release()
			}
		}()
	}
	callers.Wait()
	for i := 0; i < 16; i++ {
		w := admissions.Get().(*admission)
		if w.newer != nil || w.older != nil || w.granted || w.released.Load() || w.asleep.L != nil {
			t.Fatalf("a place is kept that still has to do with a semaphore: %+v", w)
		}
	}
}

func TestSemaphoreMisusePanics(t *testing.T) {
	s := NewSemaphore(1)
	checkPanics(t, "lifo: Release of a Semaphore without a matching Acquire", s.Release)
	checkAllFree(t, s)
	checkPanics(t, "lifo: NewSemaphore needs at least 1 permit", func() { NewSemaphore(0) })
	var zero Semaphore
	checkPanics(t, "lifo: use of a Semaphore that was not made by NewSemaphore", func() {
		_ = zero.Acquire(context.Background())
	})
}
