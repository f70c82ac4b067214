// Command du2 adds up the files below a directory and shows how far it has come.
// The walk is still one goroutine; what is new is that main waits for two things
// at once, the next size and the next tick.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"time"

	"textbook/internal/peak"
)

var (
	root       = flag.String("root", ".", "directory to add up")
	every      = flag.Duration("every", 0, "print the totals so far at this interval; 0 is never")
	goroutines = flag.Bool("goroutines", false, "print the peak number of goroutines")
)

func main() {
	flag.Parse()

	sizes := make(chan int64)
	go func() {
		visit(*root, sizes)
		close(sizes)
	}()

	// A nil channel is never ready, so without an interval the case below is dead.
	var tick <-chan time.Time
	if *every > 0 {
		tick = time.Tick(*every)
	}

	var files, bytes int64
	for sizes != nil {
		select {
		case size, ok := <-sizes:
			if !ok {
				sizes = nil
				continue
			}
			files++
			bytes += size
		case <-tick:
			report(files, bytes)
		}
	}
	report(files, bytes)
	if *goroutines {
		fmt.Printf("%d goroutines at the peak\n", peak.Goroutines())
	}
}

func report(files, bytes int64) {
	fmt.Printf("%d files, %d bytes\n", files, bytes)
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
		fmt.Fprintln(os.Stderr, "du2:", err)
	}
	return entries
}
