// Program runs each pattern of a fix on one tree and prints how many nodes
// it visited and how many goroutines there were at most.
package main

import (
	"context"
	"errors"
	"fmt"
	"os"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

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

var visited, peak atomic.Int64

func visit(n *node) {
	visited.Add(1)
	for now := int64(runtime.NumGoroutine()); ; {
		old := peak.Load()
		if now <= old || peak.CompareAndSwap(old, now) {
			return
		}
	}
}

func main() {
	root := tree(5, 4)
	for _, pattern := range []struct {
		name string
		run  func(*node)
	}{
		{"addPerSpawn", addPerSpawn},
		{"addOnce", addOnce},
		{"waitGroupGo", waitGroupGo},
		{"leftSpawned", leftSpawned},
		{"locked", locked},
		{"deferredWait", deferredWait},
		{"errors", func(n *node) { check(failing(n)) }},
		{"withContext", func(n *node) { check(withContext(context.Background(), n)) }},
		{"tryGo", func(n *node) { check(tryGo(n, 3)) }},
		{"captured", captured},
		{"parameter", parameter},
		{"closer", closer},
		{"sum", sum},
		{"nested", nested},
		{"variable", variable},
		{"field", func(n *node) { newWalker("tree").run(n) }},
		{"generic", func(n *node) { generic(n, visit) }},
		{"worklist", worklist},
		{"unbuffered", func(n *node) { total(unbuffered(n)) }},
		{"counted", func(n *node) { total(counted(n)) }},
		{"inline", func(n *node) { total(inline(n)) }},
		{"halves", func(n *node) { total(halves(n.children) + 1); visit(n) }},
		{"room", func(n *node) { check(room(n)) }},
		{"settled", func(n *node) { check(settled(n)) }},
		{"closed", func(n *node) {
			found := make(chan *node)
			go func() { closed(n, found); close(found) }()
			for n := range found {
				visit(n)
			}
		}},
		{"collected", func(n *node) { collected(n); collectors.Wait() }},
		{"handed", handed},
		{"childSlots", func(n *node) {
			slots := make(chan bool, 2)
			var wg sync.WaitGroup
			childSlots(n, slots, &wg)
			wg.Wait()
		}},
		{"detached", func(n *node) { left.Store(1365); detached(n); <-done }},
	} {
		visited.Store(0)
		peak.Store(0)
		pattern.run(root)
		fmt.Println(pattern.name, visited.Load(), peak.Load())
	}
	fmt.Fprintln(os.Stderr, strconv.Itoa(len(os.Args)))
}

func check(err error) {
	if err != nil && !errors.Is(err, errLeaf) {
		panic(err)
	}
}

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

var errLeaf = errors.New("leaf")

func failing(n *node) error {
	visit(n)
	var g errgroup.Group
	for _, c := range n.children {
		g.Go(func() error { return failing(c) }) // want "bounded"
	}
	if err := g.Wait(); err != nil {
		return fmt.Errorf("%d: %w", n.depth, err)
	}
	if n.depth == 0 {
		return errLeaf
	}
	return nil
}

func withContext(ctx context.Context, n *node) error {
	visit(n)
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(3)
	for _, c := range n.children {
		g.Go(func() error { // want "bounded"
			if err := ctx.Err(); err != nil {
				return err
			}
			return withContext(ctx, c)
		})
	}
	return g.Wait()
}

func tryGo(n *node, limit int) error {
	visit(n)
	var g errgroup.Group
	g.SetLimit(limit)
	for _, c := range n.children {
		if !g.TryGo(func() error { return tryGo(c, limit) }) { // want "bounded"
			if err := tryGo(c, limit); err != nil {
				println(err.Error())
			}
		}
	}
	return g.Wait()
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
	if n.depth+depth != 5 {
		panic("an argument was evaluated late")
	}
	spread(n, depth, wg)
}

// closer collects in the root while another goroutine waits.
func closer(root *node) {
	sizes := make(chan int)
	var wg sync.WaitGroup
	wg.Add(1)
	go send(root, &wg, sizes)
	go func() {
		wg.Wait()
		close(sizes)
	}()
	for range sizes {
		visit(root)
	}
}

var tokens = make(chan struct{}, 20)

func kids(n *node) []*node {
	tokens <- struct{}{}
	defer func() { <-tokens }()
	return n.children
}

func send(n *node, wg *sync.WaitGroup, sizes chan<- int) {
	defer wg.Done()
	sizes <- n.depth
	for _, c := range kids(n) {
		wg.Add(1)
		go send(c, wg, sizes) // want "bounded"
	}
}

func sum(root *node) {
	if total := add(root); total != 1365 {
		panic(total)
	}
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

// worklist starts goroutines for what goroutines send.
func worklist(root *node) {
	work := make(chan []*node)
	go func() { work <- []*node{root} }()
	for pending := 1; pending > 0; pending-- {
		for _, n := range <-work {
			pending++
			go func() { work <- expand(n) }() // want "bounded"
		}
	}
}

func expand(n *node) []*node {
	visit(n)
	return n.children
}

var done = make(chan struct{})

func detached(n *node) {
	visit(n)
	if left.Add(-1) == 0 {
		close(done)
	}
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

func (w *walker) run(n *node) {
	w.walk(n)
	w.wg.Wait()
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

func total(n int) {
	if n != 1365 {
		panic(n)
	}
}

// unbuffered receives in a loop like the one that spawns.
func unbuffered(n *node) int {
	visit(n)
	counts := make(chan int)
	for _, c := range n.children {
		go func() { counts <- unbuffered(c) }() // want "bounded"
	}
	sum := 1
	for range n.children {
		sum += <-counts
	}
	return sum
}

func counted(n *node) int {
	visit(n)
	counts := make(chan int)
	started := 0
	for _, c := range n.children {
		started++
		go countedChild(c, counts) // want "bounded"
	}
	sum := 1
	for i := 0; i < started; i++ {
		sum += <-counts
	}
	return sum
}

func countedChild(n *node, counts chan<- int) {
	if n == nil {
		counts <- 0
		return
	}
	counts <- counted(n)
}

// inline runs one child itself.
func inline(n *node) int {
	visit(n)
	sum := 1
	for i := 0; i+1 < len(n.children); i += 2 {
		left := make(chan int, 1)
		go func() { left <- inline(n.children[i]) }() // want "bounded"
		right := inline(n.children[i+1])
		half := <-left
		sum += half + right
	}
	return sum
}

func room(n *node) error {
	visit(n)
	errs := make(chan error, len(n.children))
	for _, c := range n.children {
		go func() { errs <- room(c) }() // want "bounded"
	}
	var first error
	for range n.children {
		if err := <-errs; err != nil {
			first = err
		}
	}
	if n.depth == 0 {
		return errLeaf
	}
	return first
}

func settled(n *node) error {
	visit(n)
	errs := make(chan error, len(n.children))
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			errs <- settled(c)
		}()
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

func closed(n *node, out chan<- *node) {
	out <- n
	found := make(chan *node)
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			closed(c, found)
		}()
	}
	go func() {
		wg.Wait()
		close(found)
	}()
	for n := range found {
		out <- n
	}
}

var collectors sync.WaitGroup

// collected has a goroutine receive.
func collected(n *node) int {
	visit(n)
	collectors.Add(1)
	counts := make(chan int)
	started := 0
	for _, c := range n.children {
		started++
		go func() { counts <- collected(c) }() // want "bounded"
	}
	go func() {
		for range started {
			<-counts
		}
		collectors.Done()
	}()
	return 1
}

func handed(n *node) {
	visit(n)
	slots := make(chan struct{}, 3)
	var wg sync.WaitGroup
	for _, c := range n.children {
		slots <- struct{}{}
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			defer func() { <-slots }()
			handed(c)
		}()
	}
	wg.Wait()
}

func childSlots(n *node, slots chan bool, wg *sync.WaitGroup) {
	visit(n)
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			slots <- true
			childSlots(c, slots, wg)
			<-slots
			wg.Done()
		}()
	}
}

// halves splits the children and receives from two goroutines.
func halves(children []*node) int {
	if len(children) == 0 {
		return 0
	}
	if len(children) == 1 {
		visit(children[0])
		return 1 + halves(children[0].children)
	}
	middle := len(children) / 2
	left, right := make(chan int, 1), make(chan int, 1)
	go func() { left <- halves(children[:middle]) }() // want "bounded"

	go func() { right <- halves(children[middle:]) }() // want "bounded"
	return <-left + <-right
}
