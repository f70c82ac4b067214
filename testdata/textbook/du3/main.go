// Command du3 adds up the files below a directory with a goroutine per directory.
// A counting semaphore keeps the number of open directories small, but it is taken
// in list, when the goroutine exists already: the goroutines themselves pile up.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"time"

	"textbook/internal/peak"
)

var (
	root       = flag.String("root", ".", "directory to add up")
	every      = flag.Duration("every", 0, "print the totals so far at this interval; 0 is never")
	goroutines = flag.Bool("goroutines", false, "print the peak number of goroutines")
)

// slots has room for as many tokens as directories may be open at once.
var slots = make(chan struct{}, 20)

func main() {
	flag.Parse()

	sizes := make(chan int64)
	var pending sync.WaitGroup
	pending.Add(1)
	go visit(*root, &pending, sizes)

	// Nobody knows which visit is the last, so a separate goroutine waits for all
	// of them and ends the loop below.
	go func() {
		pending.Wait()
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

// visit sends the size of every file below dir, each subdirectory on a goroutine
// of its own. All of them share one WaitGroup, so no visit waits for another.
func visit(dir string, pending *sync.WaitGroup, sizes chan<- int64) {
	defer pending.Done()
	peak.Sample()
	for _, entry := range list(dir) {
		if entry.IsDir() {
			pending.Add(1)
			go visit(filepath.Join(dir, entry.Name()), pending, sizes)
			continue
		}
		if info, err := entry.Info(); err == nil {
			sizes <- info.Size()
		}
	}
}

// list returns what dir holds and has a slot for as long as dir is open.
func list(dir string) []os.DirEntry {
	slots <- struct{}{}
	defer func() { <-slots }()

	entries, err := os.ReadDir(dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, "du3:", err)
	}
	return entries
}
