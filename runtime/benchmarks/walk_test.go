package benchmarks

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/charlievieth/fastwalk"
	"golang.org/x/sync/errgroup"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifo"
)

var directories = flag.Int("directories", 2000, "number of `directories`, of ten files each, that BenchmarkWalk walks")

// makeFiles makes the directories, eight below each.
func makeFiles(b *testing.B, root string, directories int) {
	b.Helper()
	paths := []string{root}
	for i := 0; i < directories; i++ {
		path := root
		if i > 0 {
			path = filepath.Join(paths[(i-1)/8], fmt.Sprintf("d%d", i))
			if err := os.Mkdir(path, 0o777); err != nil {
				b.Fatal(err)
			}
			paths = append(paths, path)
		}
		for j := 0; j < 10; j++ {
			if err := os.WriteFile(filepath.Join(path, fmt.Sprintf("f%d", j)), nil, 0o666); err != nil {
				b.Fatal(err)
			}
		}
	}
}

// BenchmarkWalk counts the files below a directory.
func BenchmarkWalk(b *testing.B) {
	root := b.TempDir()
	makeFiles(b, root, *directories)
	walks := []struct {
		name string
		walk func(files *atomic.Int64) error
	}{
		{"sequential", func(files *atomic.Int64) error { return filepath.WalkDir(root, counting(files)) }},
		{"go", func(files *atomic.Int64) error { return walkUnbounded(root, files) }},
		{"errgroup-per-level", func(files *atomic.Int64) error { return walkPerLevel(root, files) }},
		{"fastwalk", func(files *atomic.Int64) error {
			return fastwalk.Walk(&fastwalk.Config{NumWorkers: limit}, root, counting(files))
		}},
		{"lifo", func(files *atomic.Int64) error { return walkBounded(lifo.NewLimiter(limit), root, files) }},
	}
	for _, w := range walks {
		b.Run(w.name, func(b *testing.B) {
			measure(b, *directories, func() {
				var files atomic.Int64
				if err := w.walk(&files); err != nil {
					b.Fatal(err)
				}
				if got, want := files.Load(), int64(10**directories); got != want {
					b.Fatalf("counted %d files, want %d", got, want)
				}
			})
		})
	}
}

func counting(files *atomic.Int64) fs.WalkDirFunc {
	return func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			files.Add(1)
		}
		return err
	}
}

// read counts the files in a directory and returns its subdirectories.
func read(directory string, files *atomic.Int64) ([]string, error) {
	entries, err := os.ReadDir(directory)
	if err != nil {
		return nil, err
	}
	var below []string
	for _, entry := range entries {
		if entry.IsDir() {
			below = append(below, filepath.Join(directory, entry.Name()))
		} else {
			files.Add(1)
		}
	}
	return below, nil
}

func walkUnbounded(directory string, files *atomic.Int64) error {
	below, err := read(directory, files)
	if err != nil {
		return err
	}
	var group sync.WaitGroup
	errs := make([]error, len(below))
	for i, subdirectory := range below {
		group.Go(func() { errs[i] = walkUnbounded(subdirectory, files) })
	}
	group.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func walkPerLevel(directory string, files *atomic.Int64) error {
	below, err := read(directory, files)
	if err != nil {
		return err
	}
	var group errgroup.Group
	group.SetLimit(limit)
	for _, subdirectory := range below {
		group.Go(func() error { return walkPerLevel(subdirectory, files) })
	}
	return group.Wait()
}

func walkBounded(limiter *lifo.Limiter, directory string, files *atomic.Int64) error {
	below, err := read(directory, files)
	if err != nil {
		return err
	}
	group := limiter.NewErrorGroup()
	for _, subdirectory := range below {
		group.Go(func() error { return walkBounded(limiter, subdirectory, files) })
	}
	return group.Wait()
}
