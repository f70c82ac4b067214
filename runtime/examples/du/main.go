// Command du prints the number of files below a directory and the bytes in them.
// It walks in parallel, depth-first, and returns a result per directory that its
// parent combines:
//
//	go run ./examples/du [-n limit] [directory]
//
// A directory is open only while its task reads it, so that at most as many
// descriptors are open as the limit says, however large the tree is. The first
// error, or an interrupt, cancels what has not been read yet.
package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifo"
)

// most is the highest limit that is chosen by default: well below the number of
// descriptors that a shell may allow.
const most = 32

func main() {
	limit := flag.Int("n", min(2*runtime.GOMAXPROCS(0), most), "read at most `limit` directories at once")
	flag.Parse()
	root := "."
	if flag.NArg() > 0 {
		root = flag.Arg(0)
	}
	if *limit < 1 {
		fmt.Fprintln(os.Stderr, "du: the limit must be at least 1")
		os.Exit(2)
	}
	if err := run(root, *limit); err != nil {
		fmt.Fprintln(os.Stderr, "du:", err)
		os.Exit(1)
	}
}

// run measures the directory and prints what it found.
func run(root string, limit int) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	w := walk{limiter: lifo.NewLimiter(limit)}
	total, err := w.measure(ctx, root)
	if err != nil {
		return err
	}
	stats := w.limiter.Stats()
	fmt.Printf("%d files in %d directories, %d bytes\n", total.files, total.directories, total.bytes)
	fmt.Printf("at most %d directories read at once, by at most %d goroutines\n", stats.PeakActive, 1+stats.PeakStarted)
	return nil
}

// A usage is what a directory and everything below it takes.
type usage struct {
	files, directories int
	bytes              int64
}

func (u *usage) add(v usage) {
	u.files += v.files
	u.directories += v.directories
	u.bytes += v.bytes
}

// A walk measures directories under one limiter.
type walk struct {
	limiter *lifo.Limiter
}

// measure returns the usage of the directory, or the first error below it.
func (w *walk) measure(ctx context.Context, directory string) (usage, error) {
	if err := context.Cause(ctx); err != nil {
		return usage{}, err
	}
	entries, err := os.ReadDir(directory)
	if err != nil {
		return usage{}, err
	}
	total := usage{directories: 1}
	var subdirectories []string
	for _, entry := range entries {
		if entry.IsDir() {
			subdirectories = append(subdirectories, filepath.Join(directory, entry.Name()))
		} else if info, err := entry.Info(); err == nil { // Else it was removed meanwhile.
			total.add(usage{files: 1, bytes: info.Size()})
		}
	}
	below, err := w.measureAll(ctx, subdirectories)
	total.add(below)
	return total, err
}

// measureAll measures the directories in parallel and returns their sum.
func (w *walk) measureAll(ctx context.Context, directories []string) (usage, error) {
	group, ctx := w.limiter.WithContext(ctx)
	results := make([]usage, len(directories)) // Each task writes its own.
	for i, directory := range directories {
		i, directory := i, directory
		group.Go(func() (err error) {
			results[i], err = w.measure(ctx, directory)
			return err
		})
	}
	err := group.Wait()
	var total usage
	for _, u := range results {
		total.add(u)
	}
	return total, err
}
