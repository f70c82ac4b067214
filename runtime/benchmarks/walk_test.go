package benchmarks

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync/atomic"
	"testing"

	"github.com/charlievieth/fastwalk"
)

var files = flag.Int("files", 20_000, "how many `files`, forty in a directory, BenchmarkWalk makes and walks")

const filesPerDirectory, directoriesPerDirectory = 40, 12

// makeFiles makes the files and returns the number of directories.
func makeFiles(b *testing.B, root string) int {
	b.Helper()
	directories := []string{root}
	for made := 0; made < *files; made++ {
		number := made / filesPerDirectory
		if number == len(directories) {
			above := directories[(number-1)/directoriesPerDirectory]
			path := filepath.Join(above, fmt.Sprintf("d%d", number))
			if err := os.Mkdir(path, 0o777); err != nil {
				b.Fatal(err)
			}
			directories = append(directories, path)
		}
		path := filepath.Join(directories[number], fmt.Sprintf("f%d", made))
		if err := os.WriteFile(path, nil, 0o666); err != nil {
			b.Fatal(err)
		}
	}
	return len(directories)
}

// BenchmarkWalk counts the files below a directory. A task reads a directory.
func BenchmarkWalk(b *testing.B) {
	root := b.TempDir()
	directories := makeFiles(b, root)
	var counted atomic.Int64
	counting := func(_ string, entry fs.DirEntry, err error) error {
		if err == nil && !entry.IsDir() {
			counted.Add(1)
		}
		return err
	}
	walks := append([]approach{
		{"filepath.WalkDir", func(node) {
			if err := filepath.WalkDir(root, counting); err != nil {
				b.Error(err)
			}
		}},
		{"fastwalk", func(node) {
			if err := fastwalk.Walk(&fastwalk.Config{NumWorkers: limit}, root, counting); err != nil {
				b.Error(err)
			}
		}},
	}, approaches...)
	compare(b, directories, walks, func() node { return directory(b, root, &counted) }, nil)
	// Each approach has run twice in every round, and once for its memory.
	if got, want := counted.Load(), int64(len(walks)*(2**rounds+1)**files); got != want && *only == "" {
		b.Errorf("counted %d files, want %d", got, want)
	}
}

// directory returns a node that counts the files in a directory and whose children
// are the directories in it.
func directory(b *testing.B, path string, counted *atomic.Int64) node {
	return func() []node {
		entries, err := os.ReadDir(path)
		if err != nil {
			b.Error(err)
		}
		var below []node
		for _, entry := range entries {
			if entry.IsDir() {
				below = append(below, directory(b, filepath.Join(path, entry.Name()), counted))
			} else {
				counted.Add(1)
			}
		}
		return below
	}
}
