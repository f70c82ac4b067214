package obstacles

import (
	"context"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

type node struct {
	name     string
	children []*node
	wg       sync.WaitGroup
}

// first leaves goroutines behind that nobody receives from.
func first(n *node) int {
	counts := make(chan int)
	for _, c := range n.children {
		go func() { counts <- first(c) }() // want "whether this receives from every goroutine isn't clear"
	}
	count := <-counts
	return count
}

// enough leaves the loop that receives.
func enough(n *node) int {
	counts := make(chan int)
	for _, c := range n.children {
		go func() { counts <- enough(c) }() // want "a return may leave this send without a receiver, and it would keep its slot for good"
	}
	for range n.children {
		if count := <-counts; count > 0 {
			return count
		}
	}
	return 0
}

// feeder is blocked in a send while the loop recurses.
func feeder(n *node) {
	children := make(chan *node)
	go func() { // want "this starts and awaits goroutines of its own|received in a way|receives this holds a slot"
		defer close(children)
		for _, c := range n.children {
			children <- c
		}
	}()
	for c := range children {
		feeder(c)
	}
}

// shared sends to whom it doesn't know.
func Shared(n *node, out chan<- string) {
	out <- n.name
	for _, c := range n.children {
		go Shared(c, out) // want "who receives this isn't known"
	}
}

// held receives with a lock that the children want, too.
func held(n *node) int {
	counts := make(chan int)
	for _, c := range n.children {
		go func() { counts <- held(c) }() // want "a lock taken here is held while receiving"
	}
	mu.Lock()
	defer mu.Unlock()
	total := 0
	for range n.children {
		total += <-counts
	}
	return total
}

func stored(n *node) {
	var wg sync.WaitGroup
	escape(&wg)
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "the group is passed as another type"
			defer wg.Done()
			stored(c)
		}()
	}
	wg.Wait()
}

func escape(any) {}

func value(n *node) {
	var wg sync.WaitGroup
	done := wg.Done
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "wg.Done is used as a value"
			defer wg.Done()
			value(c)
		}()
	}
	done()
	wg.Wait()
}

func leaves(n *node) int {
	var wg sync.WaitGroup
	for _, c := range n.children {
		if c == nil {
			return leaves(n.children[0])
		}
		wg.Add(1)
		go func() { // want "this return leaves goroutines behind that nobody waits for"
			defer wg.Done()
			leaves(c)
		}()
	}
	wg.Wait()
	return 0
}

func sometimes(n *node, wait bool) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "no Wait follows this on every path"
			defer wg.Done()
			sometimes(c, wait)
		}()
	}
	if wait {
		wg.Wait()
	}
}

func never(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "nothing waits for the sync.WaitGroup"
			defer wg.Done()
			never(c)
		}()
	}
}

var mu sync.Mutex

// handoff gives the lock to the goroutine.
func handoff(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		mu.Lock()
		wg.Add(1)
		go func() { // want "gives back what another function took"
			defer wg.Done()
			defer mu.Unlock()
			handoff(c)
		}()
	}
	wg.Wait()
}

// token takes its slot only now and then.
func token(n *node) {
	sem := make(chan struct{}, 4)
	var wg sync.WaitGroup
	for _, c := range n.children {
		if c != nil {
			sem <- struct{}{}
		}
		wg.Add(1)
		go func() { // want "in a way that can't be undone"
			defer wg.Done()
			defer func() { <-sem }()
			token(c)
		}()
	}
	wg.Wait()
}

func inlineToo(n *node, wg *sync.WaitGroup) {
	defer wg.Done()
	for i, c := range n.children {
		wg.Add(1)
		if i == 0 {
			inlineToo(c, wg)
			continue
		}
		go inlineToo(c, wg) // want "the group counts this call, too, and a goroutine that waits for the group may come before it"
	}
}

func root(n *node, closed chan bool) {
	var wg sync.WaitGroup
	go func() {
		wg.Wait()
		close(closed)
	}()
	wg.Add(1)
	inlineToo(n, &wg)
}

func deferredToo(n *node, wg *sync.WaitGroup) {
	defer wg.Done()
	for _, c := range n.children {
		wg.Add(2)
		go deferredToo(c, wg)    // want "the function that calls Done is used other than by go statements and calls"
		defer deferredToo(c, wg) // runs at the end
	}
}

func uncounted(n *node, wg *sync.WaitGroup) {
	for _, c := range n.children {
		wg.Add(1)
		go uncountedChild(c, wg) // want "no Add before this call counts it"
		uncountedLater(c, wg)
	}
}

func uncountedLater(n *node, wg *sync.WaitGroup) { uncountedChild(n, wg) }

func uncountedChild(n *node, wg *sync.WaitGroup) {
	defer wg.Done()
	uncounted(n, wg)
}

func Exported(n *node, wg *sync.WaitGroup) {
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "Exported is exported, and the fix would change the type of its parameter"
			defer wg.Done()
			Exported(c, wg)
		}()
	}
}

func (n *node) field() {
	for _, c := range n.children {
		n.wg.Add(1)
		go func() { // want "a node may be made here without its group"
			defer n.wg.Done()
			c.field()
		}()
	}
	n.wg.Wait()
}

func exclusive(n *node) error {
	var g errgroup.Group
	g.SetLimit(1)
	for _, c := range n.children {
		g.Go(func() error { return exclusive(c) }) // want "the goroutines may rely on running one at a time"
	}
	return g.Wait()
}

func drops(n *node) error {
	var g errgroup.Group
	for _, c := range n.children {
		g.TryGo(func() error { return drops(c) }) // want "TryGo may refuse under a limit"
	}
	return g.Wait()
}

func watched(ctx context.Context, n *node) {
	var wg sync.WaitGroup
	stop := make(chan struct{})
	wg.Add(1)
	go func() { // want "this receives from a channel"
		defer wg.Done()
		select {
		case <-ctx.Done():
		case <-stop:
		}
	}()
	for _, c := range n.children {
		watched(ctx, c)
	}
	close(stop)
	wg.Wait()
}

// watcher has to be there when the time is up.
func watcher(ctx context.Context, n *node, pause func()) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { // want "this goroutine watches for what happens first"
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
			pause()
		}
	}()
	for _, c := range n.children {
		watcher(ctx, c, pause)
	}
}

func unknown(n *node, task func()) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(task) // want "the function that runs here isn't known"
		unknown(c, task)
	}
	wg.Wait()
}

func add(n *node) {
	var wg sync.WaitGroup
	count(&wg, len(n.children))
	for _, c := range n.children {
		go func() { // want "which goroutines this Add counts isn't clear"
			defer wg.Done()
			add(c)
		}()
	}
	wg.Wait()
}

func count(wg *sync.WaitGroup, n int) { wg.Add(n) }

func inside(n *node) {
	var wg sync.WaitGroup
	limit, _ := len(n.children), 0
	wg.Add(limit)
	for _, c := range n.children {
		go func() { // want "without this statement nothing uses limit"
			defer wg.Done()
			inside(c)
		}()
	}
	wg.Wait()
}

func noted(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1 /* child */)
		go func() { // want "a comment inside this statement would be lost"
			defer wg.Done()
			noted(c)
		}()
	}
	wg.Wait()
}

func condition(n *node, cond *sync.Cond) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { // want "makes one task wait for another"
			cond.L.Lock()
			cond.Wait()
			cond.L.Unlock()
			condition(c, cond)
		})
	}
	wg.Wait()
}

var spare = new(node)

func forever(n *node) {
	go func() { // want "this loop never ends"
		for {
			println(n.name)
		}
	}()
	for _, c := range n.children {
		forever(c)
	}
}

func indirect(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "a task waits for a group that other tasks may belong to"
			finish(c, &wg)
		}()
	}
	wg.Wait()
}

func finish(n *node, wg *sync.WaitGroup) {
	defer wg.Done()
	indirect(n)
}

func twoGroups(n *node, shared *sync.WaitGroup) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { twoGroups(c, shared) }) // want "a task waits for a group that other tasks may belong to"
	}
	wg.Wait()
	shared.Wait()
}

func twice(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "Done in several places"
			defer wg.Done()
			if c == nil {
				wg.Done()
				return
			}
			twice(c)
		}()
	}
	wg.Wait()
}

func between(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "Done is neither deferred first"
			if c == nil {
				wg.Done()
				println(n.name)
				return
			}
			between(c)
			wg.Done()
		}()
	}
	wg.Wait()
}

func recovers(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "Done is neither deferred first nor"
			defer func() { recover() }()
			recovers(c)
			wg.Done()
		}()
	}
	wg.Wait()
}

func skips(n *node) {
	for _, c := range n.children {
		var wg sync.WaitGroup
		wg.Add(1)
		go func() { // want "this continue skips the wait"
			defer wg.Done()
			skips(c)
		}()
		if c == nil {
			continue
		}
		wg.Wait()
	}
}

func reassigned(n *node) {
	wg := &sync.WaitGroup{}
	for _, c := range n.children {
		wg.Go(func() { reassigned(c) }) // want "wg is assigned again"
	}
	wg.Wait()
	wg = nil
}

func lines(n *node, names ...string) {
	for _, c := range n.children {
		go lines( // want "the call spans several lines"
			c,
			names...,
		)
	}
}

func result(n *node) {
	for _, c := range n.children {
		go func() error { // want "the goroutine's function has a result"
			result(c)
			return nil
		}()
	}
}

func values(n *node) {
	work := func(f func()) { f() }
	for _, c := range n.children {
		helper(func() { values(c) })
	}
	_ = work
}

func helper(f func()) { go f() } // want "the function that this go statement starts isn't known"

func ignored(n *node) {
	var wg sync.WaitGroup
	for i := range n.children {
		wg.Add(1)
		go func(id int) { // want "without this argument nothing uses i"
			defer wg.Done()
			ignored(n)
		}(i)
	}
	wg.Wait()
}

func (n *node) serve() {}

// serves goes on after it has told that it is ready.
func serves(n *node) {
	for _, c := range n.children {
		ready := make(chan bool, 1)
		go func() { // want "the goroutine goes on after it has sent this"
			serves(c)
			ready <- true
			c.serve()
		}()
		<-ready
	}
}

func servesClosed(n *node) {
	for _, c := range n.children {
		ready := make(chan bool)
		go func() { // want "receives from a channel while it keeps its slot"
			servesClosed(c)
			close(ready)
			c.serve()
		}()
		<-ready
	}
}

// A gate lets so many through at a time.
type gate chan bool

func (g gate) Start() { g <- true }
func (g gate) Done()  { <-g }

// gated starts goroutines that let the next one through.
func gated(n *node, g gate) {
	for _, c := range n.children {
		g.Start()
		go func() { // want "this gives back what another function took"
			g.Done()
			c.serve()
		}()
		gated(c, g)
	}
}

// passedTwice sends twice for some children.
func passedTwice(n *node, done chan<- error) {
	walked := make(chan error, len(n.children))
	for _, c := range n.children {
		if c.size() == 0 {
			walked <- nil
		}
		go passedTwice(c, walked) // want "what receives this holds a slot itself"
	}
	for range n.children {
		<-walked
	}
	done <- nil
}

func (n *node) size() int { return len(n.children) }

func passes(n *node) {
	done := make(chan error)
	go passedTwice(n, done)
	<-done
	go passedEarly(n, done)
	<-done
}

// passedEarly sends before its children are done.
func passedEarly(n *node, done chan<- error) {
	done <- nil
	walked := make(chan error, len(n.children))
	for _, c := range n.children {
		go passedEarly(c, walked) // want "what receives this holds a slot itself"
	}
	for range n.children {
		<-walked
	}
}

func deferredMaybe(n *node, dropped bool) {
	var wg sync.WaitGroup
	defer func() {
		if dropped {
			return
		}
		wg.Wait()
	}()
	for _, c := range n.children {
		wg.Go(func() { deferredMaybe(c, dropped) }) // want "whether anything waits for the sync.WaitGroup after this isn't known"
	}
}

// fed starts goroutines for what somebody else sends.
func fed(nodes <-chan *node) {
	for n := range nodes {
		go func() { // want "what sends to this channel isn't seen here"
			n.serve()
		}()
	}
}

// feeds hands a channel to code that isn't seen.
func feeds(n *node, feed func(out chan<- string)) {
	for _, c := range n.children {
		out := make(chan string)
		go func() { // want "what happens to this channel in the function that gets it isn't known"
			feed(out)
		}()
		feeds(c, feed)
	}
}

var few = make(chan bool, 2)

// keeps has its slot until its children are done.
func keeps(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "the goroutine keeps this slot while it waits for others"
			defer wg.Done()
			few <- true
			defer func() { <-few }()
			keeps(c)
		}()
	}
	wg.Wait()
}

func keepsItself(n *node) {
	few <- true
	defer func() { <-few }()
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "the goroutine keeps this slot while it waits for others"
			defer wg.Done()
			keepsItself(c)
		}()
	}
	wg.Wait()
}

// dispatch hands out what its workers find. What only waits to be sent needs a
// list, and no limit. Where it would have to be isn't clear here.
func dispatch(root *node) {
	found, todo := make(chan []*node), make(chan *node)
	if root == nil {
		found = nil
	}
	for range 20 {
		go func() {
			for n := range todo {
				next := n.children
				go func() { found <- next }() // want "the goroutine only waits until it can send this"
			}
		}()
	}
	todo <- root
	for next := range found {
		for _, n := range next {
			todo <- n
		}
	}
}

// dispatchFound does its work where it sends.
func dispatchFound(root *node) {
	found, todo := make(chan int), make(chan *node)
	for range 20 {
		go func() {
			for n := range todo {
				go func() { found <- n.size() }() // want "which may be after another goroutine that waits for a slot"
			}
		}()
	}
	todo <- root
	for range found {
		for _, n := range root.children {
			todo <- n
		}
	}
}

// anyChild takes what comes first.
func anyChild(n *node) string {
	found := make(chan string, len(n.children))
	for _, c := range n.children {
		go func() { found <- anyChild(c) }() // want "to wait for the others may take longer"
	}
	return <-found
}

// most takes what comes first, but not alone.
func most(n *node) (names []string) {
	found := make(chan string, len(n.children))
	for _, c := range n.children {
		go func() { found <- most(c)[0] }() // want "to wait for the others may take longer"
	}
	for i := 0; i < 2; i++ {
		names = append(names, <-found)
	}
	return names
}

// eitherHalf is told by the first.
func eitherHalf(n *node, found chan string) {
	names := make(chan string, 2)
	go eitherHalf(n.children[0], names) // want "to wait for the others may take longer"
	go eitherHalf(n.children[1], names)
	found <- <-names
}

// atTimes is told by the first, at times.
func atTimes(n *node, found chan string) {
	names := make(chan string, 2)
	go atTimes(n.children[0], names) // want "before which there is no place to wait for them"
	go atTimes(n.children[1], names)
	name := <-names
	if name == "" {
		name = <-names
	}
	found <- name
}

// fails is told by the first that fails.
func fails(n *node, failed chan error) {
	errs := make(chan error, 2)
	go fails(n.children[0], errs) // want "to wait for the others may take longer"
	go fails(n.children[1], errs)
	if err := <-errs; err != nil {
		failed <- err
		return
	}
	failed <- <-errs
}

// aside waits for a goroutine that waits for tasks.
func aside(n *node) {
	names := make(chan string, len(n.children))
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "what it waits for here may be waiting for that slot"
			defer wg.Done()
			aside(c)
			names <- c.name
		}()
	}
	var printing sync.WaitGroup
	printing.Add(1)
	go func() {
		defer printing.Done()
		for range n.children {
			println(<-names)
		}
	}()
	printing.Wait()
	wg.Wait()
}

// keepsToken keeps a token while it waits.
func keepsToken(root *node) {
	tokens := make(chan int, 3)
	for range 3 {
		tokens <- 1
	}
	keepToken(root, tokens)
}

func keepToken(n *node, tokens chan int) {
	<-tokens // the slot
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { keepToken(c, tokens) }) // want "the goroutine keeps this slot while it waits for others"
	}
	wg.Wait()
	tokens <- 1
}

// passesToken takes a token that its goroutine gives back.
func passesToken(root *node) {
	tokens := make(chan int, 3)
	for range 3 {
		tokens <- 1
	}
	passToken(root, tokens)
}

func passToken(n *node, tokens chan int) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		<-tokens
		wg.Go(func() { // want "under a limit this receives from a channel while it keeps its slot"
			passToken(c, tokens)
			tokens <- 1
		})
	}
	wg.Wait()
}

// keepsSlot is the same with a channel that slots are sent to.
func keepsSlot(n *node, slots chan int) {
	slots <- 1 // the slot
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { keepsSlot(c, slots) }) // want "the goroutine keeps this slot while it waits for others"
	}
	wg.Wait()
	<-slots
}
