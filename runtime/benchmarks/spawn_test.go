package benchmarks

import (
	"runtime"
	"sync"
	"testing"

	"github.com/alitto/pond/v2"
	"github.com/panjf2000/ants/v2"
	"github.com/sourcegraph/conc/pool"
	"golang.org/x/sync/errgroup"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifo"
)

// BenchmarkSpawn is the cost of a task that does nothing, its spawn and its
// completion, in a fan-out of 100,000.
func BenchmarkSpawn(b *testing.B) {
	const tasks = 100_000
	slots := runtime.GOMAXPROCS(0)
	f := func() {}
	spawns := []approach{
		{"go", func(node) {
			var group sync.WaitGroup
			for i := 0; i < tasks; i++ {
				group.Go(f)
			}
			group.Wait()
		}},
		{"errgroup", func(node) {
			var group errgroup.Group
			group.SetLimit(slots)
			for i := 0; i < tasks; i++ {
				group.Go(func() error { return nil })
			}
			_ = group.Wait()
		}},
		{"conc", func(node) {
			group := pool.New().WithMaxGoroutines(slots)
			for i := 0; i < tasks; i++ {
				group.Go(f)
			}
			group.Wait()
		}},
		{"pond", func(node) {
			group := pond.NewPool(slots)
			for i := 0; i < tasks; i++ {
				_ = group.Go(f)
			}
			group.StopAndWait()
		}},
		{"ants", func(node) {
			workers, err := ants.NewPool(slots)
			if err != nil {
				b.Fatal(err)
			}
			defer workers.Release()
			var group sync.WaitGroup
			for i := 0; i < tasks; i++ {
				group.Add(1)
				if err := workers.Submit(group.Done); err != nil {
					b.Fatal(err)
				}
			}
			group.Wait()
		}},
		{"lifo", func(node) {
			group := lifo.NewLimiter(slots).NewGroup()
			for i := 0; i < tasks; i++ {
				group.Go(f)
			}
			group.Wait()
		}},
		{"lifo-limit-1", func(node) {
			group := lifo.NewLimiter(1).NewGroup()
			for i := 0; i < tasks; i++ {
				group.Go(f)
			}
			group.Wait()
		}},
	}
	compare(b, tasks, spawns, func() node { return nil }, nil)
}
