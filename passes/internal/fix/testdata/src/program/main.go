// Program runs patterns of recursion, each on the same tree, and prints what
// came of it, and how many goroutines there were at most.
//
//	program width pattern...
package main

import (
	"context"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync/atomic"
)

const levels = 6

type node struct {
	depth    int
	children []*node
}

func tree(depth, width int) *node {
	n := &node{depth: depth}
	for range width {
		if depth > 0 {
			n.children = append(n.children, tree(depth-1, width))
		}
	}
	return n
}

func (n *node) size() int {
	size := 1
	for _, c := range n.children {
		size += c.size()
	}
	return size
}

var visited, peak atomic.Int64

func visit(n *node) {
	visited.Add(1)
	look()
}

// look notes how many goroutines there are.
func look() {
	for now := int64(runtime.NumGoroutine()); ; {
		old := peak.Load()
		if now <= old || peak.CompareAndSwap(old, now) {
			return
		}
	}
}

// patterns go by the function that starts their goroutines.
var patterns = map[string]func(*node) any{
	// wait groups
	"addPerSpawn":  nothing(addPerSpawn),
	"addOnce":      nothing(addOnce),
	"oneLine":      nothing(oneLine),
	"waitGroupGo":  nothing(waitGroupGo),
	"leftSpawned":  nothing(leftSpawned),
	"locked":       nothing(locked),
	"deferredWait": nothing(deferredWait),
	"captured":     nothing(captured),
	"spread":       nothing(parameter),
	"add":          func(n *node) any { return add(n) },
	"nested":       nothing(nested),
	"everywhere":   nothing(variable),
	"walk":         func(n *node) any { return newWalker("tree").run(n) },
	"generic":      nothing(func(n *node) { generic(n, visit) }),
	"visitChild":   nothing(visitChild),
	"methods":      func(n *node) any { return new(counter).count(n) },
	"each":         nothing(callsHelper),
	"early":        func(n *node) any { return awaitLeft(1<<levels-1, func() { early(n) }) },
	"memo":         nothing(memo),
	"chosen":       nothing(chosen),
	"beside":       nothing(beside),
	"severalEnds":  nothing(severalEnds),
	"variadic":     nothing(func(n *node) { variadic(n) }),
	"detached":     func(n *node) any { return awaitLeft(n.size(), func() { detached(n) }) },

	// error groups
	"failing":     func(n *node) any { return failing(n) },
	"withContext": func(n *node) any { return withContext(context.Background(), n) },
	"tryGo":       func(n *node) any { return tryGo(n, 3) },
	"either":      func(n *node) any { return either(context.Background(), n, true) },
	"earlyError":  func(n *node) any { return awaitLeft(1<<levels-1, func() { _ = earlyError(context.Background(), n) }) },
	"first":       func(n *node) any { return first(context.Background(), n) },

	// channels
	"send":       func(n *node) any { return closer(n) },
	"worklist":   nothing(worklist),
	"queue":      func(n *node) any { return queue(n) },
	"unbuffered": func(n *node) any { return unbuffered(n) },
	"counted":    func(n *node) any { return counted(n) },
	"inline":     func(n *node) any { return inline(n) },
	"halves":     func(n *node) any { visit(n); return halves(n.children) },
	"ends":       nothing(ends),
	"room":       func(n *node) any { return room(n) },
	"settled":    func(n *node) any { return settled(n) },
	"closed":     func(n *node) any { return names(n) },
	"collected":  func(n *node) any { collected(n); collectors.Wait(); return nil },

	"futures": func(n *node) any { return futures(n).sum() },

	"leaves": func(n *node) any { return leaves(n) },

	"passed":   func(n *node) any { return summed(func(sum chan<- int) { passed(n, sum) }) },
	"crossed":  func(n *node) any { visit(n); return crossed(n.children) },
	"promised": func(n *node) any { visit(n); return summed(func(sum chan<- int) { promised(n.children, sum) }) },

	"both": func(n *node) any { visit(n); return summed(func(sum chan<- int) { both(n.children, sum) }) },

	// the first answer
	"failed":   func(n *node) any { return failed(n) },
	"canceled": func(n *node) any { leaf, err := canceled(context.Background(), n); return leaf != nil && err == nil },
	"eitherOf": func(n *node) any { return eitherOf(context.Background(), n.children) },
	"stopped":  func(n *node) any { return stopped(context.Background(), n) },
	"finished": func(n *node) any { return finished(n) },
	"notify": func(n *node) any {
		told := 0
		notify(context.Background(), n, func(*node) { told++ })
		return told
	},

	// kept groups
	"embedded": func(n *node) any { return countEmbedded(n) },
	"spawn":    func(n *node) any { return recovered(n) },
	"pointer":  func(n *node) any { return countGiven(n) },
	"perLevel": nothing(levelled),

	// slots
	"handed":     nothing(handed),
	"prepared":   nothing(func(n *node) { prepared(n, 3) }),
	"weigh":      func(n *node) any { return weigh(context.Background(), n) },
	"tried":      nothing(tried),
	"childSlots": func(n *node) any { return slotted(n) },
	"stocked":    func(n *node) any { return stock(n) },
}

func nothing(run func(*node)) func(*node) any {
	return func(n *node) any { run(n); return nil }
}

func main() {
	width, err := strconv.Atoi(os.Args[1])
	if err != nil {
		panic(err)
	}
	root := tree(levels-1, width)
	for _, name := range os.Args[2:] {
		visited.Store(0)
		peak.Store(0)
		result := patterns[name](root)
		fmt.Printf("%s\t%d %v\t%d\n", name, visited.Load(), result, peak.Load())
	}
}
