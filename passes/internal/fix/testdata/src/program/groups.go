package main

import (
	"sync"
	"sync/atomic"
)

func addPerSpawn(n *node) {
	visit(n)
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			addPerSpawn(c)
		}()
	}
	wg.Wait()
}

func addOnce(n *node) {
	visit(n)
	var wg sync.WaitGroup
	wg.Add(len(n.children))
	for i := range n.children {
		go func(c *node) { // want "bounded"
			addOnce(c)
			wg.Done()
		}(n.children[i])
	}
	wg.Wait()
}

func waitGroupGo(n *node) {
	visit(n)
	wg := new(sync.WaitGroup)
	for _, c := range n.children {
		wg.Go(func() { waitGroupGo(c) }) // want "bounded"
	}
	wg.Wait()
}

func oneLine(n *node) {
	visit(n)
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { defer wg.Done(); oneLine(c) }() // want "bounded"
	}
	wg.Wait()
}

func leftSpawned(n *node) {
	visit(n)
	if len(n.children) == 0 {
		return
	}
	var wg sync.WaitGroup
	for _, c := range n.children[1:] {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			leftSpawned(c)
		}()
	}
	leftSpawned(n.children[0])
	wg.Wait()
}

var mu sync.Mutex

// locked holds a lock at the spawn.
func locked(n *node) {
	var wg sync.WaitGroup
	mu.Lock()
	visit(n)
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			locked(c)
		}()
	}
	mu.Unlock()
	wg.Wait()
}

func deferredWait(n *node) {
	visit(n)
	var wg sync.WaitGroup
	defer wg.Wait()
	for _, c := range n.children {
		if c == nil {
			return
		}
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			deferredWait(c)
		}()
	}
}

func captured(root *node) {
	var wg sync.WaitGroup
	var walk func(n *node)
	walk = func(n *node) {
		defer wg.Done()
		visit(n)
		for _, c := range n.children {
			wg.Add(1)
			go walk(c) // want "bounded"
		}
	}
	wg.Add(1)
	go walk(root)
	wg.Wait()
}

func parameter(root *node) {
	var wg sync.WaitGroup
	spread(root, 0, &wg)
	wg.Wait()
}

func spread(n *node, depth int, wg *sync.WaitGroup) {
	visit(n)
	for i := range n.children {
		wg.Add(1)
		go spreadChild(n.children[i], depth+1, wg) // want "bounded"
	}
	depth = -1
}

func spreadChild(n *node, depth int, wg *sync.WaitGroup) {
	defer wg.Done()
	if n.depth+depth != levels-1 {
		panic("an argument was evaluated late")
	}
	spread(n, depth, wg)
}

func add(n *node) int {
	visit(n)
	counts := make([]int, len(n.children))
	var wg sync.WaitGroup
	for i, c := range n.children {
		wg.Add(1)
		go func(i int, c *node) { // want "bounded"
			defer wg.Done()
			counts[i] = add(c)
		}(i, c)
	}
	wg.Wait()
	total := 1
	for _, count := range counts {
		total += count
	}
	return total
}

// nested waits for one group in a task of another.
func nested(n *node) {
	visit(n)
	var outer sync.WaitGroup
	outer.Add(1)
	go func() { // want "bounded"
		defer outer.Done()
		var inner sync.WaitGroup
		for _, c := range n.children {
			inner.Add(1)
			go func() { // want "bounded"
				defer inner.Done()
				nested(c)
			}()
		}
		inner.Wait()
	}()
	outer.Wait()
}

var all sync.WaitGroup

func variable(root *node) {
	all.Add(1)
	go everywhere(root)
	all.Wait()
}

func everywhere(n *node) {
	defer all.Done()
	visit(n)
	for _, c := range n.children {
		all.Add(1)
		go everywhere(c) // want "bounded"
	}
}

var done = make(chan bool)

func detached(n *node) {
	visitLeft(n)
	for _, c := range n.children {
		go detached(c) // want "bounded"
	}
}

var left atomic.Int64

// walker holds the group of its goroutines.
type walker struct {
	name string
	mu   sync.Mutex
	wg   sync.WaitGroup
	seen map[*node]bool
}

func newWalker(name string) *walker {
	return &walker{
		name: name,
		seen: make(map[*node]bool),
	}
}

func (w *walker) run(n *node) int {
	w.walk(n)
	w.wg.Wait()
	return len(w.seen)
}

func (w *walker) walk(n *node) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.seen[n] {
		return
	}
	w.seen[n] = true
	visit(n)
	for _, c := range n.children {
		w.wg.Add(1)
		go func() { // want "bounded"
			defer w.wg.Done()
			w.walk(c)
		}()
	}
}

func generic[F func(*node)](n *node, f F) {
	f(n)
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go genericChild(c, f, &wg) // want "bounded"
	}
	wg.Wait()
}

func genericChild[F func(*node)](n *node, f F, wg *sync.WaitGroup) {
	defer wg.Done()
	generic(n, f)
}

func visitChild(n *node) {
	visit(n)
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go visitLast(c, &wg) // want "bounded"
	}
	wg.Wait()
}

func visitLast(n *node, wg *sync.WaitGroup) {
	defer wg.Done()
	visitChild(n)
}

// counter has its methods run as goroutines.
type counter struct{ total atomic.Int64 }

func (c *counter) self() *counter { return c }

func (c *counter) count(n *node) int64 {
	c.methods(n)
	return c.total.Load()
}

func (c *counter) methods(n *node) {
	visit(n)
	var wg sync.WaitGroup
	for i := range n.children {
		wg.Add(1)
		go c.self().method(&wg, n.children[i]) // want "bounded"
	}
	wg.Wait()
	c.total.Add(int64(n.depth))
}

func (c *counter) method(wg *sync.WaitGroup, n *node) {
	defer wg.Done()
	c.methods(n)
}

// each is a helper that starts the goroutines of its callers.
func each(n *node, run func(*node)) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { run(c) }) // want "bounded"
	}
	wg.Wait()
}

func callsHelper(n *node) {
	visit(n)
	each(n, callsHelper)
}

var loading sync.Map

// memo has each node loaded once, by whoever comes first.
func memo(n *node) {
	once, _ := loading.LoadOrStore(n, new(sync.Once))
	once.(*sync.Once).Do(func() {
		visit(n)
		var wg sync.WaitGroup
		for i, c := range n.children {
			wg.Add(2)
			go func() { // want "bounded"
				defer wg.Done()
				memo(c)
			}()
			go func() { // want "bounded"
				defer wg.Done()
				memo(n.children[(i+1)%len(n.children)])
			}()
		}
		wg.Wait()
	})
}

// chosen starts goroutines in the cases of a switch and of a select.
func chosen(n *node) {
	visit(n)
	ready := make(chan bool, 1)
	var wg sync.WaitGroup
	for i, c := range n.children {
		switch i % 3 {
		case 0:
			wg.Add(1)
			go func() { // want "bounded"
				defer wg.Done()
				chosen(c)
			}()
		case 1:
			select {
			case ready <- true:
				wg.Add(1)
				go func() { // want "bounded"
					chosen(c)
					wg.Done()
				}()
			default:
				chosen(c)
			}
		default:
			chosen(c)
		}
	}
	wg.Wait()
}

func variadic(nodes ...*node) {
	for _, n := range nodes {
		visit(n)
		var wg sync.WaitGroup
		wg.Add(1)
		go variadicLast(&wg, n.children...) // want "bounded"
		wg.Wait()
	}
}

func variadicLast(wg *sync.WaitGroup, nodes ...*node) {
	defer wg.Done()
	variadic(nodes...)
}

// awaitLeft waits for those whom a recursion over some nodes leaves behind.
func awaitLeft(nodes int, run func()) any {
	left.Store(int64(nodes))
	done = make(chan bool)
	run()
	<-done
	return left.Load()
}

func visitLeft(n *node) {
	visit(n)
	if left.Add(-1) == 0 {
		close(done)
	}
}

// early returns before it waits, where there are more than two children.
func early(n *node) {
	var wg sync.WaitGroup
	for i, c := range n.children {
		if i == 2 {
			visitLeft(n)
			return
		}
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			early(c)
		}()
	}
	wg.Wait()
	visitLeft(n)
}

// beside starts every other child, and runs the rest itself.
func beside(n *node) {
	visit(n)
	var wg sync.WaitGroup
	for i, c := range n.children {
		wg.Add(1)
		work := func(c *node) {
			beside(c)
			wg.Done()
		}
		if i%2 == 1 {
			work(c)
		} else {
			go work(c) // want "bounded"
		}
	}
	wg.Wait()
}

func severalEnds(n *node) {
	visit(n)
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			if len(c.children) == 0 {
				visit(c)
				wg.Done()
				return
			}
			severalEnds(c)
			wg.Done()
		}()
	}
	wg.Wait()
}
