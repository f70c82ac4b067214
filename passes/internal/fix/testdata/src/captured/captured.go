package captured

import "sync"

type node struct {
	name     string
	children []*node
}

func (n *node) kids() []*node { return n.children }

// closure waits for a recursion that shares its group.
func closure(root *node) {
	var wg sync.WaitGroup
	var walk func(n *node)
	walk = func(n *node) {
		defer wg.Done()
		for _, c := range n.children {
			wg.Add(1)
			go walk(c) // want "bounded"
		}
	}
	wg.Add(1)
	go walk(root)
	wg.Wait()
}

// inline starts with a plain call.
func inline(root *node) int {
	var (
		mu    sync.Mutex
		total int
		wg    sync.WaitGroup
	)
	var walk func(n *node)
	walk = func(n *node) {
		mu.Lock()
		total++
		for _, c := range n.kids() {
			wg.Add(1)
			go func() { // want "bounded"
				defer wg.Done()
				walk(c)
			}()
		}
		mu.Unlock()
	}
	walk(root)
	wg.Wait()
	return total
}

// handed passes the group down, and evaluates its arguments at the spawn.
func handed(root *node) {
	wg := &sync.WaitGroup{}
	spread(root, 0, wg)
	wg.Wait()
}

func spread(n *node, depth int, wg *sync.WaitGroup) {
	for i := range n.children {
		wg.Add(1)
		go spreadChild(n.children[i], depth+1, wg) // want "bounded"
	}
	depth = 0
}

func spreadChild(n *node, depth int, wg *sync.WaitGroup) {
	defer wg.Done()
	spread(n, depth, wg)
}

type walker struct {
	mu    sync.Mutex
	names []string
}

func (w *walker) all(root *node) []string {
	var wg sync.WaitGroup
	wg.Add(1)
	go w.visit(&wg, root)
	wg.Wait()
	return w.names
}

func (w *walker) visit(wg *sync.WaitGroup, n *node) {
	defer wg.Done()
	w.mu.Lock()
	w.names = append(w.names, n.name)
	w.mu.Unlock()
	for _, c := range n.children {
		wg.Add(1)
		go w.visit(wg, c) // want "bounded"
	}
}

func (w *walker) expressed(root *node) []string {
	var wg sync.WaitGroup
	wg.Add(1)
	go (*walker).express(w, &wg, root)
	wg.Wait()
	return w.names
}

func (w *walker) express(wg *sync.WaitGroup, n *node) {
	defer wg.Done()
	for _, c := range n.children {
		wg.Add(1)
		go (*walker).express(w, wg, c) // want "bounded"
	}
}
