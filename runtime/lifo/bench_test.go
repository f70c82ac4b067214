package lifo

import (
	"context"
	"runtime"
	"sync"
	"sync/atomic"
	"testing"
)

// BenchmarkUncontended compares a pair of Acquire and Release with the least that
// a semaphore could do.
func BenchmarkUncontended(b *testing.B) {
	b.Run("semaphore", func(b *testing.B) {
		s, ctx := NewSemaphore(4), context.Background()
		b.ReportAllocs()
		for i := 0; i < b.N; i++ {
			if s.Acquire(ctx) == nil {
				s.Release()
			}
		}
	})
	b.Run("semaphore with cancelable context", func(b *testing.B) {
		s := NewSemaphore(4)
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		b.ReportAllocs()
		for i := 0; i < b.N; i++ {
			if s.Acquire(ctx) == nil {
				s.Release()
			}
		}
	})
	b.Run("bare compare-and-swap", func(b *testing.B) {
		var free atomic.Int64
		free.Store(4)
		for i := 0; i < b.N; i++ {
			for {
				if n := free.Load(); free.CompareAndSwap(n, n-1) {
					break
				}
			}
			for {
				if n := free.Load(); free.CompareAndSwap(n, n+1) {
					break
				}
			}
		}
	})
	b.Run("buffered channel", func(b *testing.B) {
		permits := make(chan struct{}, 4)
		for i := 0; i < b.N; i++ {
			permits <- struct{}{}
			<-permits
		}
	})
}

// BenchmarkSpawn is the cost of a task that does nothing, spawn and completion, in
// fan-outs of 1000.
func BenchmarkSpawn(b *testing.B) {
	const width = 1000
	f := func() {}
	b.Run("lifo", func(b *testing.B) {
		l := NewLimiter(runtime.GOMAXPROCS(0))
		b.ReportAllocs()
		for i := 0; i < b.N; i += width {
			g := l.NewGroup()
			for j := 0; j < width; j++ {
				g.Go(f)
			}
			g.Wait()
		}
	})
	b.Run("go", func(b *testing.B) {
		b.ReportAllocs()
		for i := 0; i < b.N; i += width {
			var g sync.WaitGroup
			for j := 0; j < width; j++ {
				g.Add(1)
				go func() {
					defer g.Done()
					f()
				}()
			}
			g.Wait()
		}
	})
}

// BenchmarkTree walks whole trees. What it reports per task is the time, and the
// peak of tasks that are started and unfinished, each of which has a goroutine.
func BenchmarkTree(b *testing.B) {
	shapes := []struct {
		name  string
		shape shape
	}{
		{"regular", regular(6, 8)},
		{"flat", regular(2, 40_000)},
		{"chain with bushes", func(depth, number int) int {
			if number == depth-1 && depth < 2000 {
				return 20
			}
			return 0
		}},
	}
	for _, s := range shapes {
		root, all := grow(s.shape)
		b.Run(s.name+"/sequential", func(b *testing.B) {
			for i := 0; i < b.N; i++ {
				walkSequentially(root)
			}
			reportPerTask(b, len(all), 0)
		})
		b.Run(s.name+"/go", func(b *testing.B) {
			var alive, peak atomic.Int64
			for i := 0; i < b.N; i++ {
				walkUnbounded(root, &alive, &peak)
			}
			reportPerTask(b, len(all), int(peak.Load()))
		})
		b.Run(s.name+"/lifo", func(b *testing.B) {
			l := NewLimiter(runtime.GOMAXPROCS(0))
			for i := 0; i < b.N; i++ {
				walkBounded(l, root)
			}
			reportPerTask(b, len(all), l.Stats().PeakStarted)
		})
	}
}

func reportPerTask(b *testing.B, tasks, peak int) {
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/float64(b.N*tasks), "ns/task")
	b.ReportMetric(float64(peak), "peak-goroutines")
}

// leafWork stands for what a node costs, about a microsecond.
func leafWork(n *node) int {
	x := n.number
	for i := 0; i < 1000; i++ {
		x = x*31 + i
	}
	return x
}

var sink atomic.Int64

func walkSequentially(n *node) {
	sink.Store(int64(leafWork(n)))
	for _, child := range n.children {
		walkSequentially(child)
	}
}

func walkUnbounded(n *node, alive, peak *atomic.Int64) {
	sink.Store(int64(leafWork(n)))
	var children sync.WaitGroup
	for _, child := range n.children {
		child := child
		children.Add(1)
		storeMax(peak, alive.Add(1))
		go func() {
			defer children.Done()
			defer alive.Add(-1)
			walkUnbounded(child, alive, peak)
		}()
	}
	children.Wait()
}

func walkBounded(l *Limiter, n *node) {
	sink.Store(int64(leafWork(n)))
	if len(n.children) == 0 {
		return
	}
	children := l.NewGroup()
	for _, child := range n.children {
		child := child
		children.Go(func() { walkBounded(l, child) })
	}
	children.Wait()
}
