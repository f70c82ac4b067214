package probe

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"runtime"
	"strconv"
	"sync/atomic"
	"testing/fstest"
)

// A Measurement is what one run of a program showed.
type Measurement struct {
	Deadlock bool           // goroutines wait, and nothing is left that could wake them
	Livelock bool           // it never came to rest
	Peak     int            // goroutines at most, that of the program itself not counted
	Settled  int            // the same, after the call that started the recursion had returned
	Work     int            // pieces of work that were done
	Lines    map[int]int    // Peak, by the line that started them
	Waiting  map[string]int // where goroutines wait, in a deadlock
}

// Main runs one program on one input, all told by the arguments, and prints
// the measurement.
func Main(programs map[string]func(*Node)) {
	name, family := os.Args[1], os.Args[2]
	size, err := strconv.Atoi(os.Args[3])
	if err != nil || programs[name] == nil {
		fmt.Fprintln(os.Stderr, "usage: PROGRAM FAMILY SIZE")
		os.Exit(2)
	}
	gate.free = family == "path"
	measured := measure(name, func() { programs[name](input(family, size)) })
	if err := json.NewEncoder(os.Stdout).Encode(measured); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

// input makes a tree: a complete one in which a node has three children, or a
// path.
func input(family string, size int) *Node {
	return grow(family, size, 0)
}

func grow(family string, size, place int) *Node {
	n := &Node{}
	kids := 3
	switch family {
	case "odd":
		n.Odd = true
	case "even":
	case "path":
		kids = 1
		n.Odd = size%2 == 1
	default:
		n.Odd = place%2 == 1
	}
	for i := range kids {
		if size > 0 {
			n.Kids = append(n.Kids, grow(family, size-1, i))
		}
	}
	return n
}

// Data is the input of programs that divide a slice.
func Data(n *Node) []int {
	size := 1
	for ; len(n.Kids) > 0; n = n.Kids[0] {
		size *= 2
	}
	return make([]int, size)
}

func measure(name string, run func()) Measurement {
	measured := Measurement{Lines: make(map[int]int), Waiting: make(map[string]int)}
	var finished atomic.Bool
	begin := make(chan struct{})
	go func() {
		gate.root = goroutine()
		close(begin)
		run()
		finished.Store(true)
	}()
	<-begin
	for {
		found, ok := atRest(name)
		if !ok {
			measured.Livelock = true
			return measured
		}
		measured.add(found)
		if gate.open() {
			continue
		}
		measured.Work = gate.passed()
		if !finished.Load() || len(found) > 0 {
			measured.Deadlock = true
			for _, g := range found {
				measured.Waiting[g.String()]++
			}
		}
		return measured
	}
}

func (m *Measurement) add(found []stack) {
	lines := make(map[int]int)
	count := 0
	for _, g := range found {
		if g.number == gate.root {
			continue
		}
		count++
		lines[g.origin]++
	}
	m.Peak = max(m.Peak, count)
	for line, count := range lines {
		m.Lines[line] = max(m.Lines[line], count)
	}
	if gate.returned() {
		m.Settled = max(m.Settled, count)
	}
}

// patience is how often the goroutines are looked at before they are said
// never to come to rest.
const patience = 1_000_000

// atRest lets all goroutines run until each waits for another or for the
// gate, and returns them.
func atRest(name string) (found []stack, ok bool) {
	for range patience {
		for range 10 {
			runtime.Gosched()
		}
		found, quiet := snapshot(name)
		gate.mu.Lock()
		timers := gate.timers
		gate.mu.Unlock()
		if quiet && timers == 0 {
			return found, true
		}
	}
	return nil, false
}

// Files are directories that hold a file each, with the shape of a tree.
func Files(root *Node) fs.FS {
	files := make(fstest.MapFS)
	addFiles(files, root, "root")
	return files
}

func addFiles(files fstest.MapFS, n *Node, name string) {
	files[name+"/file"] = &fstest.MapFile{}
	for i, c := range n.Kids {
		addFiles(files, c, fmt.Sprint(name, "/", i))
	}
}
