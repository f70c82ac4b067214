// Command plot walks one tree in three ways and draws how many goroutines there
// are over time: a go statement per child, a slot that each child takes first in
// first out, and package lifo.
//
//	go run ./internal/plot > goroutines.svg
package main

import (
	"fmt"
	"io"
	"math"
	"os"
	"runtime"
	"sync"
	"time"

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

// A curve is the number of goroutines at every interval of a walk.
type curve struct {
	name    string
	color   string
	samples []int
}

func main() {
	curves := []curve{
		{"go", "#c0392b", observe(func() { unbounded(depth) })},
		{"slot in the child, first in first out", "#e08e0b", observe(func() { fifo(make(chan struct{}, limit), depth) })},
		{"lifo", "#2471a3", observe(func() { bounded(lifo.NewLimiter(limit), depth) })},
	}
	draw(os.Stdout, curves)
}

// observe samples the goroutines that f adds.
func observe(f func()) []int {
	before := runtime.NumGoroutine()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	ticker := time.NewTicker(interval)
	defer ticker.Stop()
	var samples []int
	for {
		samples = append(samples, runtime.NumGoroutine()-before)
		select {
		case <-ticker.C:
		case <-done:
			return samples
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

const width, height, margin = 720.0, 360.0, 56.0

// draw writes the curves as SVG, the number of goroutines on a logarithmic axis.
func draw(w io.Writer, curves []curve) {
	longest, top := 1, 10.0
	for _, c := range curves {
		longest = max(longest, len(c.samples))
		for _, n := range c.samples {
			top = math.Max(top, float64(n))
		}
	}
	decades := math.Ceil(math.Log10(top))
	x := func(sample int) float64 { return margin + float64(sample)/float64(longest)*(width-2*margin) }
	y := func(n float64) float64 {
		return height - margin - math.Log10(math.Max(n, 1))/decades*(height-2*margin)
	}
	fmt.Fprintf(w, "<svg xmlns=%q width=\"%g\" height=\"%g\" font-family=\"sans-serif\" font-size=\"12\">\n",
		"http://www.w3.org/2000/svg", width, height)
	fmt.Fprintf(w, "<rect width=\"100%%\" height=\"100%%\" fill=\"white\"/>\n")
	for d := 0.0; d <= decades; d++ {
		at := y(math.Pow(10, d))
		fmt.Fprintf(w, "<line x1=\"%g\" x2=\"%g\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>\n", margin, width-margin, at, at)
		fmt.Fprintf(w, "<text x=\"%g\" y=\"%.1f\" text-anchor=\"end\">%g</text>\n", margin-6, at+4, math.Pow(10, d))
	}
	for i, c := range curves {
		fmt.Fprintf(w, "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1.5\" points=\"", c.color)
		for sample, n := range c.samples {
			fmt.Fprintf(w, "%.1f,%.1f ", x(sample), y(float64(n)))
		}
		fmt.Fprintf(w, "\"/>\n<text x=\"%g\" y=\"%d\" fill=\"%s\">%s</text>\n", margin+10, 20+16*i, c.color, c.name)
	}
	fmt.Fprintf(w, "<text x=\"%g\" y=\"%g\">goroutines over time, %v in all</text>\n</svg>\n",
		margin, height-margin/3, time.Duration(longest)*interval)
}
