package slots

import (
	"sync"

	"golang.org/x/sync/errgroup"
)

// A depth caps how many goroutines there are. It does not give back the slots
// that those above keep.
func holdsAbove(n *node, depth int, sem chan struct{}) {
	if depth <= 0 {
		return
	}
	for _, k := range n.children {
		sem <- struct{}{}
		go func() { // want "^hold-wait: the goroutine keeps its slot of sem"
			defer func() { <-sem }()
			holdsAbove(k, depth-1, sem)
		}()
	}
}

// The slot is for the work alone.
func holdsNothing(n *node, depth int, sem chan struct{}) {
	if depth <= 0 {
		return
	}
	sem <- struct{}{}
	println(n.name)
	<-sem
	for _, k := range n.children {
		go holdsNothing(k, depth-1, sem) // want "^bounded-depth"
	}
}

// Who does not get one goes on without.
func holdsOrNot(n *node, depth int, sem chan struct{}) {
	if depth <= 0 {
		return
	}
	for _, k := range n.children {
		select {
		case sem <- struct{}{}:
			go func() { // want "^bounded-depth"
				defer func() { <-sem }()
				holdsOrNot(k, depth-1, sem)
			}()
		default:
			holdsOrNot(k, depth-1, sem)
		}
	}
}

// The first level alone takes slots.
func holdsOnTop(n *node, depth int, sem chan struct{}) {
	for _, k := range n.children {
		if depth > 0 {
			holdsOnTop(k, depth+1, sem)
			continue
		}
		sem <- struct{}{}
		go func() { // want "^bounded-depth"
			defer func() { <-sem }()
			holdsOnTop(k, depth+1, sem)
		}()
	}
}

// So it is with a size below which the work is sequential.
func sortHolding(list []int, sem chan struct{}) {
	if len(list) < 1024 {
		return
	}
	half := len(list) / 2
	var wg sync.WaitGroup
	wg.Add(1)
	sem <- struct{}{}
	go func() { // want "^hold-wait"
		defer wg.Done()
		defer func() { <-sem }()
		sortHolding(list[:half], sem)
	}()
	sortHolding(list[half:], sem)
	wg.Wait()
}

// A leaf needs a slot of the limit that the tasks keep which start it: whoever
// waits for it then keeps his own.
type executor struct{ sem chan struct{} }

func (e *executor) submit(f func()) {
	e.sem <- struct{}{}
	go func() {
		defer func() { <-e.sem }()
		f()
	}()
}

func (e *executor) execute(n *node) {
	done := make(chan struct{})
	e.submit(func() { // want "^hold-wait"
		println(n.name)
		close(done)
	})
	<-done
	for _, k := range n.children {
		e.submit(func() { e.execute(k) }) // want "^hold-wait"
	}
}

// There is a limit of its own for leaves.
type twoLimits struct{ tasks, leaves executor }

func (t *twoLimits) execute(n *node) {
	done := make(chan struct{})
	t.leaves.submit(func() { // want "^bounded-sequential"
		println(n.name)
		close(done)
	})
	<-done
	for _, k := range n.children {
		t.tasks.submit(func() { t.execute(k) }) // want "^hold-wait"
	}
}

// The tasks that start leaves have no slot.
func (e *executor) list(n *node) {
	for _, k := range n.children {
		e.submit(func() { println(k.name) }) // want "^bounded-semaphore"
		e.list(k)
	}
}

type groupExecutor struct{ g *errgroup.Group }

func newGroupExecutor() *groupExecutor {
	g := new(errgroup.Group)
	g.SetLimit(8)
	return &groupExecutor{g}
}

func (x *groupExecutor) execute(n *node) {
	done := make(chan struct{})
	x.g.Go(func() error { // want "^hold-wait"
		println(n.name)
		close(done)
		return nil
	})
	<-done
	for _, k := range n.children {
		x.g.Go(func() error { // want "^hold-wait"
			x.execute(k)
			return nil
		})
	}
}
