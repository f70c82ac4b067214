package benchmarks

import (
	"runtime"
	"runtime/metrics"
	"syscall"
	"testing"
	"time"
)

// A sample is what a process uses at one moment.
type sample struct {
	goroutines uint64
	memory     uint64 // heap objects and stacks
}

func take() sample {
	values := []metrics.Sample{
		{Name: "/sched/goroutines:goroutines"},
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/memory/classes/heap/stacks:bytes"},
	}
	metrics.Read(values)
	return sample{
		goroutines: values[0].Value.Uint64(),
		memory:     values[1].Value.Uint64() + values[2].Value.Uint64(),
	}
}

// measure runs f as a benchmark and reports, besides wall time per task, the CPU
// time per task and the peaks of goroutines and memory over the state before.
// Peaks are sampled, so short ones may be missed.
func measure(b *testing.B, tasks int, f func()) {
	runtime.GC()
	before, peak := take(), sample{}
	stop, stopped := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(stopped)
		ticker := time.NewTicker(500 * time.Microsecond)
		defer ticker.Stop()
		for {
			now := take()
			peak.goroutines = max(peak.goroutines, now.goroutines)
			peak.memory = max(peak.memory, now.memory)
			select {
			case <-ticker.C:
			case <-stop:
				return
			}
		}
	}()
	begin := processorTime()
	b.ResetTimer()
	for i := 0; i < b.N; i++ {
		f()
	}
	b.StopTimer()
	used := processorTime() - begin
	close(stop)
	<-stopped
	perTask := float64(b.N * tasks)
	b.ReportMetric(float64(b.Elapsed().Nanoseconds())/perTask, "ns/task")
	b.ReportMetric(float64(used.Nanoseconds())/perTask, "cpu-ns/task")
	b.ReportMetric(float64(peak.goroutines)-float64(before.goroutines)-1, "goroutines")
	b.ReportMetric((float64(peak.memory)-float64(before.memory))/1e6, "peak-MB")
	b.ReportMetric(0, "ns/op")
}

// processorTime is what the process has used so far.
func processorTime() time.Duration {
	var usage syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &usage); err != nil {
		return 0
	}
	return time.Duration(usage.Utime.Nano() + usage.Stime.Nano())
}
