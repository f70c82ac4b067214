// Command plot walks one tree in three ways and draws how many goroutines there
// are over time: a go statement per child, a slot that each child takes first in
// first out, and package lifo.
//
//	go run ./internal/plot > goroutines.svg
package main

import (
	"fmt"
	"os"
	"runtime"
	"sync"
	"time"

	"github.com/fanoutcheck/fanoutcheck/runtime/internal/chart"
	"github.com/fanoutcheck/fanoutcheck/runtime/lifo"
)

const (
	limit     = 8
	depth     = 6
	branching = 8

	// interval is between two samples. They are of one goroutine, which sleeps,
	// so what is drawn is what the walk has in addition.
	interval = time.Millisecond
)

func main() {
	picture := chart.SVG([]chart.Curve{
		observe("go", "#c0392b", func() { unbounded(depth) }),
		observe("slot in the child, first in first out", "#e08e0b", func() { fifo(make(chan struct{}, limit), depth) }),
		observe("lifo", "#2471a3", func() { bounded(lifo.NewLimiter(limit), depth) }),
	})
	if _, err := os.Stdout.Write(picture); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// observe samples the goroutines that f adds.
func observe(name, color string, f func()) chart.Curve {
	c := chart.Curve{Name: name, Color: color, Interval: interval}
	before := runtime.NumGoroutine()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	for {
		c.Samples = append(c.Samples, runtime.NumGoroutine()-before)
		select {
		case <-ticker.C:
		case <-done:
			return c
		}
	}
}

// work is what a node costs: some processor time.
func work() {
	for begin := time.Now(); time.Since(begin) < 5*time.Microsecond; {
	}
}

func unbounded(depth int) {
	work()
	var children sync.WaitGroup
	for i := 0; depth > 1 && i < branching; i++ {
		children.Add(1)
		go func() {
			defer children.Done()
			unbounded(depth - 1)
		}()
	}
	children.Wait()
}

func fifo(slots chan struct{}, depth int) {
	slots <- struct{}{}
	work()
	<-slots
	var children sync.WaitGroup
	for i := 0; depth > 1 && i < branching; i++ {
		children.Add(1)
		go func() {
			defer children.Done()
			fifo(slots, depth-1)
		}()
	}
	children.Wait()
}

func bounded(limiter *lifo.Limiter, depth int) {
	work()
	children := limiter.NewGroup()
	for i := 0; depth > 1 && i < branching; i++ {
		children.Go(func() { bounded(limiter, depth-1) })
	}
	children.Wait()
}
