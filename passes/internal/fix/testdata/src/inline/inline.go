package inline

import (
	"context"
	"sync"
)

type node struct {
	name     string
	children []*node
	wg       sync.WaitGroup
}

func perSpawn(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		// One for each child.
		go func() { // want "inline"
			defer wg.Done()
			perSpawn(c) // and so on
		}() // joined below
	}
	wg.Wait()
}

func oneLine(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { defer wg.Done(); oneLine(c) }() // want "inline"
	}
	wg.Wait()
}

// spawner has the group start its goroutines.
func spawner(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { // want "inline"
			spawner(c)
		})
	}
	wg.Wait()
}

func value(n *node) {
	var wg sync.WaitGroup
	visit := func() { value(n.children[0]) }
	if len(n.children) > 0 {
		wg.Go(visit) // want "inline"
	}
	wg.Wait()
}

func both(n *node) {
	if len(n.children) < 2 {
		return
	}
	var wg sync.WaitGroup
	wg.Add(2)
	go func() { // want "inline"
		defer wg.Done()
		both(n.children[0])
	}()
	go func() { // want "inline"
		both(n.children[1])
		wg.Done()
	}()
	wg.Wait()
}

// arguments are evaluated at the spawn, as before.
func arguments(n *node, depth int) {
	var wg sync.WaitGroup
	for i := range n.children {
		wg.Add(1)
		go func(c *node, d int, name string) { // want "inline"
			defer wg.Done()
			arguments(c, d)
		}(n.children[i], depth+1, "child")
	}
	depth = 0
	wg.Wait()
}

func callee(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go visit(c, &wg) // want "inline"
	}
	wg.Wait()
}

func visit(n *node, wg *sync.WaitGroup) {
	defer wg.Done()
	callee(n)
}

type walker struct{ seen map[string]bool }

func (w *walker) walk(wg *sync.WaitGroup, nodes ...*node) {
	defer wg.Done()
	for _, n := range nodes {
		var all sync.WaitGroup
		all.Add(1)
		go w.walk(&all, n.children...) // want "inline"
		all.Wait()
	}
}

func (w *walker) next() *walker { return w }

func receiver(w *walker, n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go w.next().receiver(&wg, c) // want "inline"
	}
	wg.Wait()
}

func (w *walker) receiver(wg *sync.WaitGroup, n *node) {
	defer wg.Done()
	receiver(w, n)
}

func closure(root *node) {
	var walk func(n *node)
	walk = func(n *node) {
		var wg sync.WaitGroup
		for _, c := range n.children {
			wg.Add(1)
			go func() { // want "inline"
				defer wg.Done()
				walk(c)
			}()
		}
		wg.Wait()
	}
	walk(root)
}

func generic[T any](n *node, visit func(T), x T) {
	visit(x)
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "inline"
			defer wg.Done()
			generic(c, visit, x)
		}()
	}
	wg.Wait()
}

// chosen starts goroutines in a case.
func chosen(n *node, kind int) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		switch kind {
		case 1:
			wg.Add(1)
			go func() { // want "inline"
				defer wg.Done()
				chosen(c, kind)
			}()
		default:
			chosen(c, kind)
		}
	}
	wg.Wait()
}

var slots = make(chan bool, 20)

// list takes a slot, but doesn't keep it.
func list(n *node) []*node {
	slots <- true
	defer func() { <-slots }()
	return n.children
}

// late takes its slot in the goroutine.
func late(n *node) {
	var wg sync.WaitGroup
	for _, c := range list(n) {
		wg.Add(1)
		go func() { // want "inline"
			defer wg.Done()
			late(c)
		}()
	}
	wg.Wait()
}

// sizes goes to one who starts nothing of it.
func sizes(n *node, wg *sync.WaitGroup, out chan<- int) {
	defer wg.Done()
	for _, c := range n.children {
		wg.Add(1)
		go sizes(c, wg, out) // want "inline"
	}
	out <- len(n.name)
}

func total(n *node) (sum int) {
	out := make(chan int)
	var wg sync.WaitGroup
	wg.Add(1)
	go sizes(n, &wg, out)
	go func() {
		wg.Wait()
		close(out)
	}()
	for size := range out {
		sum += size
	}
	return sum
}

// cancelled leaves when its context ends.
func cancelled(ctx context.Context, n *node) {
	select {
	case <-ctx.Done():
		return
	default:
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var wg sync.WaitGroup
	defer wg.Wait()
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "inline"
			defer wg.Done()
			cancelled(ctx, c)
		}()
	}
}

var mu sync.Mutex

// unlocked holds no lock any more.
func unlocked(n *node, found map[string]bool) {
	mu.Lock()
	found[n.name] = true
	mu.Unlock()
	var wg sync.WaitGroup
	for _, c := range n.children {
		mu.Lock()
		seen := found[c.name]
		mu.Unlock()
		if !seen {
			wg.Add(1)
			go func() { // want "inline"
				defer wg.Done()
				unlocked(c, found)
			}()
		}
	}
	wg.Wait()
}

type file struct{}

func (file) Close() error { return nil }

// open closes its file after the wait.
func open(n *node) {
	var f file
	defer f.Close()
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "inline"
			defer wg.Done()
			open(c)
		}()
	}
	wg.Wait()
}

// made has a group whose struct anybody may make, which a limited group can't
// be in.
func made(n *node) {
	for _, c := range n.children {
		n.wg.Add(1)
		go func() { // want "inline"
			defer n.wg.Done()
			made(c)
		}()
	}
	n.wg.Wait()
}

func copied() node { return node{} }
