package lifo_test

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"sync/atomic"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifo"
)

// A usage is what a directory and everything below it takes.
type usage struct {
	files int
	bytes int64
}

// measure returns the usage of the directory. Its subdirectories are measured in
// parallel, each by a task that returns its own result, and combined after the
// join. ReadDir opens and closes a directory while its task is active, so that
// no more descriptors are open than the limiter has slots. The first error
// cancels ctx for everything that has not been read yet.
func measure(ctx context.Context, limiter *lifo.Limiter, directory string) (usage, error) {
	if err := context.Cause(ctx); err != nil {
		return usage{}, err
	}
	entries, err := os.ReadDir(directory)
	if err != nil {
		return usage{}, err
	}
	group, ctx := limiter.WithContext(ctx)
	below := make([]usage, len(entries))
	for i, entry := range entries {
		i, entry := i, entry
		if entry.IsDir() {
			group.Go(func() (err error) {
				below[i], err = measure(ctx, limiter, filepath.Join(directory, entry.Name()))
				return err
			})
			continue
		}
		if info, err := entry.Info(); err == nil {
			below[i] = usage{files: 1, bytes: info.Size()}
		}
	}
	if err := group.Wait(); err != nil {
		return usage{}, err
	}
	var total usage
	for _, u := range below {
		total.files += u.files
		total.bytes += u.bytes
	}
	return total, nil
}

// A parallel directory walk whose results are combined bottom-up.
func Example_directoryWalk() {
	root, err := os.MkdirTemp("", "walk")
	if err != nil {
		fmt.Println(err)
		return
	}
	defer func() { _ = os.RemoveAll(root) }()
	for _, name := range []string{"a/b/one", "a/c/two", "d/three", "four"} {
		path := filepath.Join(root, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(path), 0o777); err != nil {
			fmt.Println(err)
			return
		}
		if err := os.WriteFile(path, []byte("12345"), 0o666); err != nil {
			fmt.Println(err)
			return
		}
	}

	limiter := lifo.NewLimiter(runtime.GOMAXPROCS(0))
	total, err := measure(context.Background(), limiter, root)
	fmt.Printf("%d files, %d bytes, error: %v\n", total.files, total.bytes, err)

	_, err = measure(context.Background(), limiter, filepath.Join(root, "missing"))
	fmt.Println("missing:", errors.Is(err, fs.ErrNotExist))
	// Output:
	// 4 files, 20 bytes, error: <nil>
	// missing: true
}

// With a limit of 1 a recursion is sequential, in pre-order.
func ExampleGroup() {
	limiter := lifo.NewLimiter(1)
	var visit func(path string, depth int)
	visit = func(path string, depth int) {
		fmt.Println(path)
		if depth == 0 {
			return
		}
		children := limiter.NewGroup()
		for _, name := range []string{"a", "b"} {
			name := name
			children.Go(func() { visit(path+"/"+name, depth-1) })
		}
		children.Wait()
	}
	visit("root", 2)
	// Output:
	// root
	// root/a
	// root/a/a
	// root/a/b
	// root/b
	// root/b/a
	// root/b/b
}

// Tasks that are pending when another one fails still run. They find the context
// canceled, and can clean up what they were given.
func ExampleLimiter_WithContext() {
	limiter := lifo.NewLimiter(2)
	group, ctx := limiter.WithContext(context.Background())
	var cleanedUp atomic.Int64
	group.Go(func() error { return errors.New("disk full") })
	for i := 0; i < 5; i++ {
		group.Go(func() error {
			<-ctx.Done()
			cleanedUp.Add(1)
			return nil
		})
	}
	fmt.Println(group.Wait())
	fmt.Println("cleaned up:", cleanedUp.Load())
	// Output:
	// disk full
	// cleaned up: 5
}

// Results may be collected while their tasks run. Block encloses the whole loop.
func ExampleLimiter_Block() {
	limiter := lifo.NewLimiter(1)
	squares := make(chan int)
	group := limiter.NewGroup()
	for i := 1; i <= 3; i++ {
		i := i
		group.Go(func() { squares <- i * i })
	}
	sum := 0
	limiter.Block(func() {
		for i := 1; i <= 3; i++ {
			sum += <-squares
		}
	})
	group.Wait()
	fmt.Println(sum)
	// Output:
	// 14
}

// Work that nobody joins makes progress without its caller, at every limit.
func ExampleLimiter_Go() {
	limiter := lifo.NewLimiter(1)
	visited := make(chan string)
	var visit func(path string, depth int)
	visit = func(path string, depth int) {
		if depth > 0 {
			limiter.Go(func() { visit(path+"/a", depth-1) })
			limiter.Go(func() { visit(path+"/b", depth-1) })
		}
		visited <- path
	}
	limiter.Go(func() { visit("root", 1) })
	for i := 0; i < 3; i++ {
		fmt.Println(<-visited)
	}
	// Output:
	// root
	// root/a
	// root/b
}

// What TryGo refuses its caller does itself.
func ExampleErrorGroup_TryGo() {
	limiter := lifo.NewLimiter(2) // The caller and one task.
	group := limiter.NewErrorGroup()
	release := make(chan struct{})
	fmt.Println(group.TryGo(func() error {
		<-release
		return nil
	}))
	fmt.Println(group.TryGo(func() error { return nil }))
	close(release)
	fmt.Println(group.Wait())
	// Output:
	// true
	// false
	// <nil>
}

// The statistics tell how far a fan-out made use of its limit.
func ExampleLimiter_Stats() {
	limiter := lifo.NewLimiter(4)
	group := limiter.NewGroup()
	for i := 0; i < 10; i++ {
		group.Go(func() {})
	}
	group.Wait()
	stats := limiter.Stats()
	fmt.Println("finished:", stats.Finished)
	fmt.Println("within the limit:", stats.PeakActive <= stats.Limit)
	// Output:
	// finished: 10
	// within the limit: true
}

// A Semaphore limits a section of code that has acquire and release sites.
func ExampleSemaphore() {
	permits := lifo.NewSemaphore(1)
	ctx, cancel := context.WithCancel(context.Background())
	fmt.Println(permits.Acquire(ctx))
	fmt.Println(permits.TryAcquire())
	permits.Release()
	cancel()
	fmt.Println(permits.Acquire(ctx))
	// Output:
	// <nil>
	// false
	// context canceled
}
