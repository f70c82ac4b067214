package lifotest

import (
	"bytes"
	"fmt"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
)

// A goroutine is what the runtime's dump of all stacks tells of one.
type goroutine struct {
	id    string
	state string // such as "chan receive"
	notes string // what else the header says, such as "locked to thread"
	stack string // the lines below the header
}

// dump returns all goroutines as they are at one instant, the caller's first,
// and the buffer to be used the next time. Those of the runtime, which the variable
// GOTRACEBACK may show, are left out, as runtime.NumGoroutine does.
func dump(buffer []byte) ([]goroutine, []byte) {
	n := runtime.Stack(buffer, true)
	for n == len(buffer) {
		buffer = make([]byte, max(2*len(buffer), 1<<16))
		n = runtime.Stack(buffer, true)
	}
	text := string(bytes.TrimSpace(buffer[:n]))
	found := make([]goroutine, 0, runtime.NumGoroutine())
	for _, block := range strings.Split(text, "\n\n") {
		if g := parse(block); !g.ofRuntime() {
			found = append(found, g)
		}
	}
	return found, buffer
}

// self returns the goroutine that calls.
func self() goroutine {
	var buffer [1024]byte
	return parse(string(buffer[:runtime.Stack(buffer[:], false)]))
}

// parse reads a stack such as
//
//	goroutine 7 [chan receive, 2 minutes]:
//	example.com/crawl.walk({0xc000010000, 0x5})
//		/src/crawl/walk.go:12 +0x1d
//	created by example.com/crawl.walk in goroutine 6
//		/src/crawl/walk.go:14 +0x35
func parse(block string) goroutine {
	header, stack, _ := strings.Cut(block, "\n")
	before, after, _ := strings.Cut(header, "[")
	state, notes, _ := strings.Cut(strings.TrimSuffix(after, "]:"), ", ")
	g := goroutine{state: strings.TrimSuffix(state, " (durable)"), notes: notes, stack: stack}
	if words := strings.Fields(before); len(words) > 1 {
		g.id = words[1]
	}
	return g
}

// inBubble reports whether the goroutine is in a bubble of testing/synctest.
func (g goroutine) inBubble() bool { return strings.Contains(g.notes, "synctest bubble") }

// ofRuntime reports whether the runtime started the goroutine for itself.
func (g goroutine) ofRuntime() bool { return strings.Contains(g.stack, "\ncreated by runtime.") }

// restful are the states in which a goroutine cannot move unless another one, a
// timer or the network wakes it. In all others it runs, is about to, or waits
// for the runtime or the operating system.
var restful = []string{
	"chan ", "select", "sync.", "semacquire", "coroutine", "synctest.", "sleep", "IO wait", "finalizer wait",
}

func (g goroutine) rests() bool {
	// The runtime's own semaphores guard the start of a garbage collection and the
	// very dump that shows the goroutine. Those of package sync have a frame.
	if g.state == "semacquire" && !strings.Contains(firstLine(g.stack), ".runtime_Semacquire") {
		return false
	}
	return slices.ContainsFunc(restful, func(state string) bool { return strings.HasPrefix(g.state, state) })
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(text, "\n")
	return line
}

// A group is goroutines that stand at the same place.
type group struct {
	count int
	place string // lines for a person
}

// grouped returns the groups of the goroutines, largest first.
func grouped(found []goroutine) []group {
	counts := make(map[string]int)
	for _, g := range found {
		counts[g.place()]++
	}
	groups := make([]group, 0, len(counts))
	for place, count := range counts {
		groups = append(groups, group{count, place})
	}
	slices.SortFunc(groups, func(a, b group) int {
		if a.count != b.count {
			return b.count - a.count
		}
		return strings.Compare(a.place, b.place)
	})
	return groups
}

// innermost is how many frames of a stack are shown besides the outermost one.
const innermost = 4

// place describes where the goroutine is: its state, the frames that tell most,
// and who started it.
func (g goroutine) place() string {
	var frames []string
	started := ""
	lines := strings.Split(g.stack, "\n")
	for i := 0; i+1 < len(lines); i++ {
		if !strings.HasPrefix(lines[i+1], "\t") {
			continue // such as a line that says how many frames were left out
		}
		at := position(lines[i+1])
		if creator, ok := strings.CutPrefix(lines[i], "created by "); ok {
			creator, _, _ = strings.Cut(creator, " in goroutine ")
			started = fmt.Sprintf("started by %s (%s)", short(creator), at)
		} else if name := function(lines[i]); !internal(name) {
			frames = append(frames, fmt.Sprintf("%s (%s)", name, at))
		}
		i++
	}
	if len(frames) > innermost+1 {
		frames = append(frames[:innermost:innermost], "…", frames[len(frames)-1])
	}
	if started != "" {
		frames = append(frames, started)
	}
	return strings.Join(append([]string{g.state}, frames...), "\n")
}

// function returns the name in the first line of a frame, without its arguments.
func function(line string) string {
	if i := strings.LastIndexByte(line, '('); i >= 0 {
		line = line[:i]
	}
	return short(line)
}

// internal reports whether the function only says how the runtime, or Hold, waits.
func internal(name string) bool {
	return strings.HasPrefix(name, "runtime.") || strings.Contains(name, ".runtime_") || strings.HasPrefix(name, "lifotest.(*gate)")
}

// short leaves out the folders of a package's path.
func short(name string) string {
	return name[strings.LastIndexByte(name, '/')+1:]
}

// position returns file and line of the second line of a frame.
func position(line string) string {
	at, _, _ := strings.Cut(strings.TrimSpace(line), " +0x")
	return filepath.Base(filepath.FromSlash(at))
}
