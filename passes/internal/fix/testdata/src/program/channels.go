package main

import "sync"

// closer collects in the root while another goroutine waits.
func closer(root *node) (sum int) {
	sizes := make(chan int)
	var wg sync.WaitGroup
	wg.Add(1)
	go send(root, &wg, sizes)
	go func() {
		wg.Wait()
		close(sizes)
	}()
	for size := range sizes {
		visit(root)
		sum += size
	}
	return sum
}

func send(n *node, wg *sync.WaitGroup, sizes chan<- int) {
	defer wg.Done()
	sizes <- n.depth
	for _, c := range kids(n) {
		wg.Add(1)
		go send(c, wg, sizes) // want "bounded"
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

// queue has workers whose goroutines send what they have found.
func queue(root *node) int {
	found := make(chan []*node)
	fresh := make(chan *node)
	for range 3 {
		go func() {
			for n := range fresh {
				children := expand(n)
				go func() { found <- children }() // want "bounded"
			}
		}()
	}
	fresh <- root
	seen := 0
	for pending := 1; pending > 0; pending-- {
		for _, n := range <-found {
			pending++
			fresh <- n
			seen++
		}
	}
	close(fresh)
	return seen
}

func expand(n *node) []*node {
	visit(n)
	return n.children
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

// names counts what closed finds.
func names(root *node) (count int) {
	found := make(chan *node)
	go func() {
		closed(root, found)
		close(found)
	}()
	for n := range found {
		visit(n)
		count++
	}
	return count
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

// leaves sends itself what has no children.
func leaves(n *node) int {
	visit(n)
	counts := make(chan int, len(n.children))
	for _, c := range n.children {
		if len(c.children) == 0 {
			visit(c)
			counts <- 1
			continue
		}
		go func() { // want "bounded"
			counts <- leaves(c)
		}()
	}
	count := 1
	for range n.children {
		count += <-counts
	}
	return count
}

// An upload is told its size when its goroutine is done.
type upload struct {
	size  chan int
	parts []*upload
}

func newUpload() *upload { return &upload{size: make(chan int, 1)} }

func (u *upload) sum() int {
	sum := <-u.size
	for _, part := range u.parts {
		sum += part.sum()
	}
	return sum
}

// futures starts a goroutine for every node, which sends to what it returns.
func futures(n *node) *upload {
	u := newUpload()
	if len(n.children) == 0 {
		visit(n)
		u.size <- 1
		return u
	}
	for _, c := range n.children {
		u.parts = append(u.parts, futures(c))
	}
	go func() { // want "bounded"
		visit(n)
		u.size <- 1
	}()
	return u
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

// ends is told by closed channels that goroutines are done.
func ends(n *node) {
	visit(n)
	for i := 0; i+1 < len(n.children); i += 2 {
		done := make(chan struct{})
		go func() { // want "bounded"
			defer close(done)
			ends(n.children[i])
		}()
		ends(n.children[i+1])
		<-done
	}
}

// passed sends how many nodes there are, to a channel that its caller makes.
func passed(n *node, sum chan<- int) {
	visit(n)
	if len(n.children) == 0 {
		sum <- 1
		return
	}
	sums := make(chan int, len(n.children))
	for i, c := range n.children {
		if i == 0 {
			sums <- 0
			continue
		}
		go passed(c, sums) // want "bounded"
	}
	count := 1
	for range n.children {
		count += <-sums
	}
	sum <- count
}

// both sends how many nodes there are in both halves.
func both(children []*node, sum chan<- int) {
	if len(children) == 0 {
		sum <- 0
		return
	}
	if len(children) == 1 {
		visit(children[0])
		sums := make(chan int, 1)
		both(children[0].children, sums)
		sum <- 1 + <-sums
		return
	}
	middle := len(children) / 2
	sums := make(chan int, 2)
	go both(children[:middle], sums) // want "bounded"

	go both(children[middle:], sums) // want "bounded"
	sum <- <-sums + <-sums
}

// crossed receives in another order than its goroutines may send in.
func crossed(children []*node) int {
	if len(children) == 0 {
		return 0
	}
	if len(children) == 1 {
		visit(children[0])
		return 1 + crossed(children[0].children)
	}
	middle := len(children) / 2
	left, right := make(chan int), make(chan int)
	go func() { left <- crossed(children[:middle]) }() // want "bounded"

	go func() { right <- crossed(children[middle:]) }() // want "bounded"
	r := <-right
	l := <-left
	return l + r
}

// promised hands a channel to each goroutine.
func promised(children []*node, sum chan<- int) {
	if len(children) == 0 {
		sum <- 0
		return
	}
	if len(children) == 1 {
		visit(children[0])
		rest := make(chan int)
		go promised(children[0].children, rest) // want "bounded"
		sum <- 1 + <-rest
		return
	}
	middle := len(children) / 2
	left, right := make(chan int), make(chan int)
	go promised(children[:middle], left) // want "bounded"

	go promised(children[middle:], right) // want "bounded"
	var l, r int
	select {
	case l = <-left:
		r = <-right
	case r = <-right:
		l = <-left
	}
	sum <- l + r
}

func summed(start func(sum chan<- int)) int {
	sum := make(chan int)
	go start(sum)
	return <-sum
}
