// Command du4 is du3 that can be stopped: an interrupt closes a channel that every
// visit looks at. Cancelling ends the goroutines sooner; it does not limit how
// many there are before that.
package main

import (
	"flag"
	"fmt"
	"os"
	"os/signal"
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

// done is closed when the user has seen enough.
var done = make(chan struct{})

func stopped() bool {
	select {
	case <-done:
		return true
	default:
		return false
	}
}

func main() {
	flag.Parse()

	interrupt := make(chan os.Signal, 1)
	signal.Notify(interrupt, os.Interrupt)
	go func() {
		<-interrupt
		close(done)
	}()

	sizes := make(chan int64)
	var pending sync.WaitGroup
	pending.Add(1)
	go visit(*root, &pending, sizes)
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
loop:
	for {
		select {
		case <-done:
			// Visits that are about to send a size would wait forever, so the
			// channel is emptied until the last of them has gone.
			for range sizes {
			}
			fmt.Fprintln(os.Stderr, "du4: stopped, the totals are not complete")
			break loop
		case size, ok := <-sizes:
			if !ok {
				break loop
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
// of its own, unless the program has been stopped.
func visit(dir string, pending *sync.WaitGroup, sizes chan<- int64) {
	defer pending.Done()
	peak.Sample()
	if stopped() {
		return
	}
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

// list returns what dir holds and has a slot for as long as dir is open. A visit
// that waits for its slot gives up when the program is stopped.
func list(dir string) []os.DirEntry {
	select {
	case slots <- struct{}{}:
	case <-done:
		return nil
	}
	defer func() { <-slots }()

	entries, err := os.ReadDir(dir)
	if err != nil {
		fmt.Fprintln(os.Stderr, "du4:", err)
	}
	return entries
}
