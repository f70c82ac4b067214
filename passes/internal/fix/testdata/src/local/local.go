package local

import (
	"sync"
)

type node struct {
	name     string
	children []*node
	left     *node
	right    *node
}

func (n *node) list() []*node { return n.children }

// addPerSpawn is the textbook walk.
func addPerSpawn(n *node) {
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
	wg := sync.WaitGroup{}
	wg.Add(len(n.children))
	for _, c := range n.children {
		go func(c *node) { // want "bounded"
			addOnce(c)
			wg.Done()
		}(c)
	}
	wg.Wait()
}

func oneLine(n *node) {
	wg := new(sync.WaitGroup)
	for _, c := range n.children {
		wg.Add(1)
		go func() { defer wg.Done(); oneLine(c) }() // want "bounded"
	}
	wg.Wait()
}

func waitGroupGo(n *node) {
	wg := &sync.WaitGroup{}
	for _, c := range n.children {
		wg.Go(func() { waitGroupGo(c) }) // want "bounded"
	}
	wg.Wait()
}

func comments(n *node) {
	// The group of the children.
	var wg sync.WaitGroup // joined below
	for _, c := range n.children {
		// One more child.
		wg.Add(1)   // before it starts
		go func() { // want "bounded"
			// Tell the parent.
			defer wg.Done() // in any case

			comments(c)
		}()
	}
	wg.Wait()
}

func leftSpawned(n *node) {
	if n == nil {
		return
	}
	var wg sync.WaitGroup
	wg.Add(1)
	go func() { // want "bounded"
		defer wg.Done()
		leftSpawned(n.left)
	}()
	leftSpawned(n.right)
	wg.Wait()
}

func both(n *node, out []string) {
	if n == nil {
		return
	}
	var wg sync.WaitGroup
	wg.Add(2)

	go func() { // want "bounded"
		defer wg.Done()

		both(n.left, out)
	}()
	go func() { // want "bounded"
		both(n.right, out)

		wg.Done()
	}()
	wg.Wait()
}

// leaf moves the goroutine that doesn't recurse along.
func leaf(n *node) {
	var (
		wg sync.WaitGroup
		mu sync.Mutex
	)
	wg.Add(1)
	go func() {
		defer wg.Done()
		mu.Lock()
		defer mu.Unlock()
		println(n.name)
	}()
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			leaf(c)
		}()
	}
	wg.Wait()
}

// arguments are evaluated at the spawn, as before.
func arguments(n *node, depth int) {
	var wg sync.WaitGroup
	for i := range n.children {
		wg.Add(1)
		go func(c *node, d int) { // want "bounded"
			defer wg.Done()
			arguments(c, d)
		}(n.children[i], depth+1)
	}
	depth = 0
	wg.Wait()
}

func callee(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.list() {
		wg.Add(1)
		go visit(c, &wg) // want "bounded"
	}
	wg.Wait()
}

func visit(n *node, wg *sync.WaitGroup) {
	defer wg.Done()
	callee(n)
}

func passed(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func(wg *sync.WaitGroup, c *node) { // want "bounded"
			defer wg.Done()
			passed(c)
		}(&wg, c)
	}
	wg.Wait()
}

// Exported has a limiter with an unexported name.
func Exported(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			Exported(c)
		}()
	}
	wg.Wait()
}

func exported() {}

type walker struct{ seen map[string]bool }

// walk is a method.
func (w *walker) walk(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { // want "bounded"
			w.walk(c)
		})
	}
	wg.Wait()
}

func closure(root *node) {
	var walk func(n *node)
	walk = func(n *node) {
		var wg sync.WaitGroup
		for _, c := range n.children {
			wg.Add(1)
			go func() { // want "bounded"
				defer wg.Done()
				walk(c)
			}()
		}
		wg.Wait()
	}
	walk(root)
}

func deferred(n *node) {
	var wg sync.WaitGroup
	defer wg.Wait()
	for _, c := range n.children {
		if c == nil {
			return
		}
		wg.Add(1)
		go func() { // want "bounded"
			defer func() {
				println(c.name)
				wg.Done()
			}()
			deferred(c)
		}()
	}
}

var table = struct {
	sync.RWMutex
	seen map[*node]bool
}{}

// underLock waits with a lock held, as long as it has to.
func underLock(n *node) {
	table.RLock()
	defer table.RUnlock()
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			underLock(c)
		}()
	}
	wg.Wait()
}

// each is a helper that starts the goroutines of its callers.
func each(n *node, visit func(*node)) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { visit(c) }) // want "bounded"
	}
	wg.Wait()
}

func callsHelper(n *node) {
	each(n, callsHelper)
}

var loading = map[string]*entry{}

type entry struct {
	ready chan struct{}
	node  *node
}

// memo has each node loaded once, by whoever comes first.
func memo(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { // want "bounded"
			load(c)
			memo(c)
		})
	}
	wg.Wait()
}

func load(n *node) *node {
	table.Lock()
	e := loading[n.name]
	if e != nil {
		table.Unlock()
		<-e.ready
		return e.node
	}
	e = &entry{ready: make(chan struct{})}
	loading[n.name] = e
	table.Unlock()
	e.node = n
	close(e.ready)
	return n
}

func sequentialToo(nodes []*node, sequential bool) {
	var wg sync.WaitGroup
	for _, n := range nodes {
		wg.Add(1)
		work := func(n *node) {
			sequentialToo(n.children, sequential)
			wg.Done()
		}
		if sequential {
			work(n)
		} else {
			go work(n) // want "bounded"
		}
	}
	wg.Wait()
}

func rightInline(n *node) {
	var wg sync.WaitGroup
	wg.Add(2)
	go half(n.left, &wg) // want "bounded"
	half(n.right, &wg)
	wg.Wait()
}

func half(n *node, wg *sync.WaitGroup) {
	defer wg.Done()
	rightInline(n)
}

func halves(nodes []*node, wg *sync.WaitGroup) {
	defer wg.Done()
	if len(nodes) < 2 {
		return
	}
	middle := len(nodes) / 2
	var both sync.WaitGroup
	both.Add(2)
	go halves(nodes[:middle], &both) // want "bounded"

	go halves(nodes[middle:], &both) // want "bounded"
	both.Wait()
}

func startHalves(nodes []*node) {
	var wg sync.WaitGroup
	wg.Add(1)
	halves(nodes, &wg)
	wg.Wait()
}

func deferredLate(n *node, cancel func()) {
	var wg sync.WaitGroup
	defer func() {
		cancel()
		wg.Wait()
	}()
	for _, c := range n.children {
		wg.Go(func() { deferredLate(c, cancel) }) // want "bounded"
	}
}
