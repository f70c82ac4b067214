// Command demo adds up the files below a directory and checksums them, with a
// goroutine per directory. It is right on a small tree; on a large one nothing
// limits the goroutines, nor the files that they have open.
package main

import (
	"flag"
	"fmt"
	"hash/crc32"
	"io"
	"log"
	"os"
	"path/filepath"
	"runtime"
	"sync"
	"sync/atomic"
)

var (
	files, bytes atomic.Int64
	checksum     atomic.Uint32
	most         atomic.Int64
)

func main() {
	root := flag.String("root", ".", "directory to add up")
	flag.Parse()
	log.SetFlags(0)

	walk(*root)
	fmt.Printf("%d files, %d bytes, checksum %08x, %d goroutines at the peak\n",
		files.Load(), bytes.Load(), checksum.Load(), most.Load())
}

// walk adds up dir and everything below it.
func walk(dir string) {
	sample()
	entries, err := os.ReadDir(dir)
	if err != nil {
		log.Fatal(err)
	}
	var wg sync.WaitGroup
	for _, entry := range entries {
		path := filepath.Join(dir, entry.Name())
		if !entry.IsDir() {
			add(path)
			continue
		}
		wg.Add(1)
		go func() {
			defer wg.Done()
			walk(path)
		}()
	}
	wg.Wait()
}

// add reads one file. The sum of the checksums does not depend on the order in
// which the goroutines get here, so every run prints the same.
func add(path string) {
	f, err := os.Open(path)
	if err != nil {
		log.Fatal(err)
	}
	defer f.Close()

	h := crc32.NewIEEE()
	n, err := io.Copy(h, f)
	if err != nil {
		log.Fatal(err)
	}
	files.Add(1)
	bytes.Add(n)
	checksum.Add(h.Sum32())
}

// sample remembers the largest number of goroutines seen when a walk begins.
func sample() {
	n := int64(runtime.NumGoroutine())
	for {
		old := most.Load()
		if n <= old || most.CompareAndSwap(old, n) {
			return
		}
	}
}
