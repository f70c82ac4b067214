package benchmarks

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"

	"golang.org/x/sync/semaphore"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifo"
)

// BenchmarkContended has more callers than permits: for work that takes about a
// microsecond, for work that yields so that nearly every caller has to wait, and for
// work that yields so often that nearly every caller has to block.
func BenchmarkContended(b *testing.B) {
	b.Run("working", func(b *testing.B) { contended(b, spin) })
	b.Run("yielding", func(b *testing.B) { contended(b, runtime.Gosched) })
	b.Run("yielding-four-times", func(b *testing.B) {
		contended(b, func() {
			for range 4 {
				runtime.Gosched()
			}
		})
	})
}

const (
	permits = 2
	callers = 16
	calls   = 20_000
)

func contended(b *testing.B, work func()) {
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	compare(b, calls, []approach{
		{"channel", func(node) {
			slots := make(chan struct{}, permits)
			contend(func() {
				slots <- struct{}{}
				work()
				<-slots
			})
		}},
		{"lifo", func(node) { contendForPermit(context.Background(), work) }},
		{"channel-with-context", func(node) {
			slots := make(chan struct{}, permits)
			contend(func() {
				select {
				case slots <- struct{}{}:
					work()
					<-slots
				case <-ctx.Done():
				}
			})
		}},
		{"lifo-with-context", func(node) { contendForPermit(ctx, work) }},
		{"x-sync-with-context", func(node) {
			slots := semaphore.NewWeighted(permits)
			contend(func() {
				if slots.Acquire(ctx, 1) == nil {
					work()
					slots.Release(1)
				}
			})
		}},
	}, func() node { return nil }, nil)
}

func contendForPermit(ctx context.Context, work func()) {
	slots := lifo.NewSemaphore(permits)
	contend(func() {
		if slots.Acquire(ctx) == nil {
			work()
			slots.Release()
		}
	})
}

// contend divides the calls of f among the callers.
func contend(f func()) {
	var made atomic.Int64
	var running sync.WaitGroup
	for range callers {
		running.Go(func() {
			for made.Add(1) <= calls {
				f()
			}
		})
	}
	running.Wait()
}
