// Command du1 adds up the files below a directory. A single goroutine walks the
// whole tree and sends every size to main: however large the tree is, there are
// two goroutines.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"

	"textbook/internal/peak"
)

var (
	root       = flag.String("root", ".", "directory to add up")
	goroutines = flag.Bool("goroutines", false, "print the peak number of goroutines")
)

func main() {
	flag.Parse()

	sizes := make(chan int64)
	go func() {
		visit(*root, sizes)
		close(sizes)
	}()

	var files, bytes int64
	for size := range sizes {
		files++
		bytes += size
	}
	fmt.Printf("%d files, %d bytes\n", files, bytes)
	if *goroutines {
		fmt.Printf("%d goroutines at the peak\n", peak.Goroutines())
	}
}

// visit sends the size of every file below dir. It recurses in its own goroutine.
func visit(dir string, sizes chan<- int64) {
	peak.Sample()
	for _, entry := range list(dir) {
		if entry.IsDir() {
			visit(filepath.Join(dir, entry.Name()), sizes)
			continue
		}
		if info, err := entry.Info(); err == nil {
			sizes <- info.Size()
		}
	}
}

// list returns what dir holds. A directory that cannot be read counts as empty,
// because one unreadable folder should not end the whole count.
func list(dir string) []os.DirEntry {
	entries, err := os.ReadDir(dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, "du1:", err)
	}
	return entries
}
