package lifotest_test

import (
	"fmt"
	"regexp"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifotest"
)

// A recorder is a test that Bounded may fail.
type recorder struct {
	testing.TB
	errors []string
}

// ended is what Fatal panics with.
type ended struct{}

func (r *recorder) Error(values ...any) { r.errors = append(r.errors, fmt.Sprint(values...)) }

func (r *recorder) Errorf(format string, values ...any) { r.Error(fmt.Sprintf(format, values...)) }

func (r *recorder) Fatal(values ...any) {
	r.Error(values...)
	panic(ended{})
}

// bounded returns what Bounded complains of, all in one.
func bounded(t *testing.T, sizes []int, f func(size int)) string {
	t.Helper()
	r := &recorder{TB: t}
	func() {
		defer func() {
			if reason := recover(); reason != nil && reason != (ended{}) {
				panic(reason)
			}
		}()
		lifotest.Bounded(r, sizes, f)
	}()
	return strings.Join(r.errors, "\n")
}

// sizes are of complete trees, so that the depth grows by one from each to the next.
// Where a level has a limit of its own, the breadth grows with the root of the size,
// which takes one more to stand out.
var sizes, moreSizes = []int{21, 85, 341}, []int{21, 85, 341, 1365}

func check(t *testing.T, got string, want ...string) {
	t.Helper()
	for _, text := range want {
		if !regexp.MustCompile(text).MatchString(got) {
			t.Errorf("no %q in:\n%s", text, got)
		}
	}
}

func TestUnlimitedWalksFail(t *testing.T) {
	for name, walk := range unlimited {
		walk, sizes := walk, sizes
		if name == "limit per level" {
			sizes = moreSizes
		}
		t.Run(name, func(t *testing.T) {
			got := bounded(t, sizes, func(size int) { walk(tree(size), lifotest.Hold) })
			check(t, got, `^lifotest: the number of goroutines grows with the input\n`)
		})
	}
}

func TestLimitedWalksPass(t *testing.T) {
	for name, walk := range limited {
		walk := walk
		t.Run(name, func(t *testing.T) {
			lifotest.Bounded(t, sizes, func(size int) { walk(tree(size), lifotest.Hold) })
		})
	}
}

// Without Hold peaks may be missed, but no walk that is limited may fail.
func TestLimitedWalksPassWhenSampled(t *testing.T) {
	if testing.Short() {
		t.Skip("samples for seconds")
	}
	for name, walk := range limited {
		walk := walk
		t.Run(name, func(t *testing.T) {
			lifotest.Bounded(t, sizes, func(size int) { walk(tree(size), runtime.Gosched) })
		})
	}
}

// With Hold, every goroutine but the first stands in the peak of a walk that has
// no limit, whatever the scheduler does.
func TestPeaksAreExact(t *testing.T) {
	got := bounded(t, moreSizes, func(size int) { du(tree(size), lifotest.Hold) })
	check(t, got,
		`size  goroutines at peak\n`,
		`\s21 +20\n`,
		`\s85 +84  4.2 times as many, for 4.0 times the size\n`,
		`\s341 +340  4.0 times`,
		`\s1365 +1364  4.0 times`)
}

func TestFailureTellsWhereGoroutinesStand(t *testing.T) {
	idle := make(chan struct{})
	defer close(idle)
	for i := 0; i < 100; i++ {
		go func() { <-idle }()
	}
	got := bounded(t, moreSizes, func(size int) { du(tree(size), lifotest.Hold) })
	check(t, got,
		`With size 1365, a peak of 547 would pass`, // 340 times the cube root of four, and 8
		`a limit above 1364 does`,
		`Where they stood at the peak, with size 1365:\n`,
		`\n +1024 \[chan receive\]\n +lifotest.Hold \(gate.go:\d+\)\n +lifotest_test.du \(shapes_test.go:\d+\)\n`+
			` +lifotest_test.du.func1 \(shapes_test.go:\d+\)\n +started by lifotest_test.du \(shapes_test.go:\d+\)\n`,
		`\n +340 \[.*\]\n +sync.\(\*WaitGroup\).Wait `,
		`LIFOTEST_PLOT`)
	if strings.Contains(got, "TestFailureTellsWhereGoroutinesStand") {
		t.Errorf("goroutines that are not the function's are shown:\n%s", got)
	}
}

// wait starts goroutines and lets them go once they have been seen.
func wait(n int) {
	var all sync.WaitGroup
	release := make(chan struct{})
	for i := 0; i < n; i++ {
		all.Add(1)
		go func() {
			defer all.Done()
			<-release
		}()
	}
	for lifotest.Seen() < n {
		runtime.Gosched()
	}
	close(release)
	all.Wait()
}

func TestSampledGrowth(t *testing.T) {
	got := bounded(t, []int{100, 400}, func(size int) { wait(size) })
	check(t, got, `grows with the input`, `\s100 +100\n`, `\s400 +400  4.0 times`, `started by lifotest_test.wait `)
}

func TestSampledConstant(t *testing.T) {
	lifotest.Bounded(t, []int{100, 400}, func(int) { wait(50) })
}

// A peak that was missed on a smaller size is looked for again.
func TestMissedPeakIsNotGrowth(t *testing.T) {
	larger := false
	lifotest.Bounded(t, []int{100, 400}, func(size int) {
		if larger = larger || size == 400; larger {
			wait(50)
		}
	})
}

// A short function runs several times, and its highest peak counts.
func TestHighestRunCounts(t *testing.T) {
	ran := make(map[int]bool)
	got := bounded(t, []int{100, 400}, func(size int) {
		if !ran[size] {
			wait(size)
		}
		ran[size] = true
	})
	check(t, got, `\s100 +100\n`, `\s400 +400  4.0 times`)
}

func TestLeakIsNotGrowth(t *testing.T) {
	lifotest.SetLinger(t, time.Millisecond)
	never := make(chan struct{})
	defer close(never)
	got := bounded(t, []int{10, 100}, func(size int) {
		wait(5)
		for i := 0; i < size; i++ {
			go func() { <-never }()
		}
	})
	check(t, got, `^lifotest: 100 goroutines that were started with size 100 did not end\.\n`,
		`\n +100 \[chan receive\]\n`, `started by lifotest_test.TestLeakIsNotGrowth`)
	if strings.Contains(got, "grows") {
		t.Errorf("a leak is taken for growth:\n%s", got)
	}
}

func TestWorkersStartedOnceAreNoLeak(t *testing.T) {
	lifotest.SetLinger(t, time.Millisecond)
	never := make(chan struct{})
	defer close(never)
	for name, work := range map[string]func(){"sampled": func() {}, "held": lifotest.Hold} {
		for _, when := range []int{10, 100} {
			var once sync.Once
			got := bounded(t, []int{10, 100}, func(size int) {
				work()
				if size == when {
					once.Do(func() {
						go func() { <-never }()
					})
				}
			})
			if got != "" {
				t.Errorf("%s, started with size %d:\n%s", name, when, got)
			}
		}
	}
}

// What still runs when the function returns belongs to it, but is no leak.
func TestGoroutinesMayEndLate(t *testing.T) {
	lifotest.SetLinger(t, 0)
	got := bounded(t, []int{16, 64, 256}, func(size int) {
		for i := 0; i < size; i++ {
			go func() {
				lifotest.Hold()
				lifotest.Hold()
			}()
		}
	})
	check(t, got, `\s256 +256  4.0 times`)
	if strings.Contains(got, "did not end") {
		t.Errorf("goroutines that end are taken for a leak:\n%s", got)
	}
}

func TestHoldGivesUp(t *testing.T) {
	lifotest.SetPatience(t, 50*time.Millisecond)
	var running sync.WaitGroup
	held := make(chan struct{})
	spin := func() {
		defer running.Done()
		for {
			select {
			case <-held:
				return
			default:
				runtime.Gosched()
			}
		}
	}
	got := bounded(t, []int{1, 2}, func(size int) {
		if size == 2 {
			running.Add(1)
			go spin()
			lifotest.Hold()
			close(held)
			running.Wait()
		}
	})
	check(t, got, `lifotest: with size 2, Hold waited for 50ms, and still not everything was at rest`, `lifotest_test.TestHoldGivesUp.func\d`)
}

func TestHoldOutsideReturns(t *testing.T) {
	lifotest.Hold()
}

func TestUnfitSizes(t *testing.T) {
	for _, sizes := range [][]int{{}, {100}, {100, 100}, {400, 100}, {0, 100}, {-1, 5}, {100, 199}} {
		got := bounded(t, sizes, func(int) { t.Errorf("%v: the function ran", sizes) })
		check(t, got, `^lifotest: .*such as 100, 400, 1600, 6400$`)
	}
}

func TestParallelTestIsRefused(t *testing.T) {
	for _, name := range []string{"one", "two"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			t.Run("inside", func(t *testing.T) {
				got := bounded(t, []int{1, 2}, func(int) { t.Error("the function ran") })
				check(t, got, `cannot be called by a parallel test: take t.Parallel out`)
			})
		})
	}
}

func TestBoundedInBounded(t *testing.T) {
	inner := ""
	lifotest.Bounded(t, []int{1, 2}, func(int) {
		inner = bounded(t, []int{1, 2}, func(int) { t.Error("the function ran") })
	})
	check(t, inner, `^lifotest: Bounded was called by a function that runs under Bounded$`)
}

// A function that does not return leaves nothing behind that would disturb the next.
func TestFunctionThatDoesNotReturn(t *testing.T) {
	for name, leave := range map[string]func(){
		"panics": func() { panic("out of the function") },
		"exits":  runtime.Goexit,
	} {
		leave := leave
		t.Run(name, func(t *testing.T) {
			var held sync.WaitGroup
			reasons := make(chan any)
			go func() {
				returned := false
				defer func() {
					if returned {
						t.Error("Bounded returned")
					}
					reasons <- recover()
				}()
				lifotest.Bounded(&recorder{TB: t}, []int{1, 2}, func(int) {
					held.Add(1)
					go func() {
						defer held.Done()
						lifotest.Hold()
					}()
					leave()
				})
				returned = true
			}()
			if reason := <-reasons; name == "panics" && reason != "out of the function" {
				t.Errorf("panic = %v", reason)
			}
			held.Wait()
			lifotest.Bounded(t, []int{1, 2}, func(int) { lifotest.Hold() })
		})
	}
}
