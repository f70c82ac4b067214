package lifotest_test

import (
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifo"
	"github.com/fanoutcheck/fanoutcheck/runtime/lifotest"
)

// A library finds the modules that a module imports: slowly in the real program, and
// here in a fake that stands for it.
type library map[int][]int

// newLibrary returns a library in which all modules but the first are imported by
// one other, and each imports up to ten.
func newLibrary(size int) library {
	imports := make(library)
	for module := 1; module < size; module++ {
		importer := (module - 1) / 10
		imports[importer] = append(imports[importer], module)
	}
	return imports
}

// imports takes as long as anything else can happen meanwhile.
func (l library) imports(module int) []int {
	lifotest.Hold()
	return l[module]
}

// load starts a goroutine for every module.
func load(l library, module int) {
	var imports sync.WaitGroup
	for _, imported := range l.imports(module) {
		imported := imported
		imports.Add(1)
		go func() {
			defer imports.Done()
			load(l, imported)
		}()
	}
	imports.Wait()
}

// loadAtMost is load with a limit.
func loadAtMost(limiter *lifo.Limiter, l library, module int) {
	imports := limiter.NewGroup()
	for _, imported := range l.imports(module) {
		imported := imported
		imports.Go(func() { loadAtMost(limiter, l, imported) })
	}
	imports.Wait()
}

// A printer is a test that prints the beginning of what it fails with. The t that
// the go command gives to a test function prints all of it.
type printer struct{ testing.TB }

func (printer) Helper() {}

func (printer) Name() string { return "Example" }

func (printer) Setenv(string, string) {}

func (printer) Logf(string, ...any) {}

func (printer) Error(values ...any) {
	text, _, _ := strings.Cut(fmt.Sprint(values...), "\n\nWith")
	fmt.Println(text)
}

// The first test fails, since every module gets a goroutine. The second passes, as
// the peak depends on the limit and on how deep the imports go.
func Example() {
	var t printer
	sizes := []int{11, 111, 1111}

	lifotest.Bounded(t, sizes, func(size int) {
		load(newLibrary(size), 0)
	})

	lifotest.Bounded(t, sizes, func(size int) {
		loadAtMost(lifo.NewLimiter(8), newLibrary(size), 0)
	})
	// Output:
	// lifotest: the number of goroutines grows with the input
	//
	//         size  goroutines at peak
	//           11                  10
	//          111                 110  11.0 times as many, for 10.1 times the size
	//         1111                1110  10.1 times as many, for 10.0 times the size
}
