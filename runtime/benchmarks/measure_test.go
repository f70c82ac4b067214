package benchmarks

import (
	"flag"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"slices"
	"syscall"
	"testing"
	"time"
)

var (
	rounds = flag.Int("rounds", 3, "how often to run each approach")
	only   = flag.String("approach", "", "run this approach only, to look at the process as a whole")
)

// A run is what one run of an approach took. Its peak is sampled, so that a short
// one may be missed.
type run struct {
	wall, processor time.Duration
	goroutines      int     // at peak, in addition to those before
	utilization     float64 // of the slots, where the tree knows it
}

// compare runs the approaches in turn, and all of them again in every round, so
// that a busy moment of the machine does not hit one alone. It reports the medians
// as a benchmark per approach, and the highest peak of goroutines. The memory is from
// a run of its own. The number of iterations is of no importance.
func compare(b *testing.B, tasks int, approaches []approach, root func() node, busy func() time.Duration) {
	if *only != "" {
		approaches = slices.DeleteFunc(slices.Clone(approaches), func(a approach) bool { return a.name != *only })
	}
	runs := make([][]run, len(approaches))
	for i := 0; i < *rounds; i++ {
		for j, a := range approaches {
			runs[j] = append(runs[j], measure(a, root(), busy))
		}
	}
	for j, a := range approaches {
		sorted := func(figure func(run) float64) []float64 {
			var figures []float64
			for _, r := range runs[j] {
				figures = append(figures, figure(r))
			}
			slices.Sort(figures)
			return figures
		}
		median := func(figure func(run) float64) float64 { return sorted(figure)[*rounds/2] }
		highest := func(figure func(run) float64) float64 { return sorted(figure)[*rounds-1] }
		b.Run(a.name, func(b *testing.B) {
			b.ReportMetric(0, "ns/op")
			b.ReportMetric(median(func(r run) float64 { return float64(r.wall) / float64(tasks) }), "ns/task")
			b.ReportMetric(median(func(r run) float64 { return float64(r.processor) / float64(tasks) }), "cpu-ns/task")
			b.ReportMetric(highest(func(r run) float64 { return float64(r.goroutines) }), "goroutines")
			b.ReportMetric(float64(peakMemory(a, root()))/1e6, "more-MB")
			if busy != nil {
				b.ReportMetric(median(func(r run) float64 { return r.utilization }), "utilization")
			}
		})
	}
}

// measure runs the approach once, after a run that is not measured: each finds the
// memory as it leaves it itself and not as the approach before did.
func measure(a approach, root node, busy func() time.Duration) run {
	debug.FreeOSMemory()
	a.walk(root)
	runtime.GC()
	before := runtime.NumGoroutine()
	var r run
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		ticker := time.NewTicker(time.Millisecond)
		defer ticker.Stop()
		for {
			r.goroutines = max(r.goroutines, runtime.NumGoroutine()-before-1)
			select {
			case <-ticker.C:
			case <-stop:
				return
			}
		}
	}()
	if busy != nil {
		busy()
	}
	processor, begin := processorTime(), time.Now()
	a.walk(root)
	r.wall, r.processor = time.Since(begin), processorTime()-processor
	if busy != nil {
		r.utilization = float64(busy()) / float64(limit*r.wall)
	}
	close(stop)
	<-stopped
	return r
}

// peakMemory runs the approach once while it collects garbage all the time, and
// returns the peak of memory in use, in addition to that before.
func peakMemory(a approach, root node) int64 {
	debug.FreeOSMemory() // What was left by the approach before.
	before, peak := memoryInUse(), int64(0)
	done := make(chan struct{})
	go func() {
		defer close(done)
		a.walk(root)
	}()
	for {
		runtime.GC()
		peak = max(peak, memoryInUse()-before)
		select {
		case <-done:
			return peak
		default:
		}
	}
}

// memoryInUse returns the size of all stacks and of the heap objects that the last
// collection found alive.
func memoryInUse() int64 {
	values := []metrics.Sample{
		{Name: "/gc/heap/live:bytes"},
		{Name: "/memory/classes/heap/stacks:bytes"},
	}
	metrics.Read(values)
	return int64(values[0].Value.Uint64() + values[1].Value.Uint64())
}

// processorTime is what the process has used so far.
func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
