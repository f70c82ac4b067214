// Package lifogroups has recursion under the limiter that the fixes insert.
package lifogroups

import (
	"context"
	"sync"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifo"
)

type node struct{ children []*node }

var limiter = lifo.NewLimiter(8)

// What a fix leaves behind.
func walk(n *node) {
	tasks := limiter.NewGroup()
	for _, c := range n.children {
		tasks.Go(func() { walk(c) }) // want "^bounded-lifo: .*limiter"
	}
	tasks.Wait()
}

func walkErrors(ctx context.Context, n *node) error {
	tasks, ctx := limiter.WithContext(ctx)
	for _, c := range n.children {
		tasks.Go(func() error { return walkErrors(ctx, c) }) // want "^bounded-lifo: .*limiter"
	}
	return tasks.Wait()
}

// The limiter of a field and of a parameter.
type walker struct{ limiter *lifo.Limiter }

func newWalker() *walker { return &walker{lifo.NewLimiter(8)} }

func (w *walker) walk(n *node) error {
	tasks := w.limiter.NewErrorGroup()
	for _, c := range n.children {
		tasks.Go(func() error { return w.walk(c) }) // want "^bounded-lifo: .*limiter"
	}
	return tasks.Wait()
}

func passed(l *lifo.Limiter, n *node) {
	tasks := l.NewGroup()
	for _, c := range n.children {
		tasks.Go(func() { passed(l, c) }) // want "^bounded-lifo"
	}
	tasks.Wait()
}

// A group with a context or one without, of the same limiter.
func either(ctx context.Context, n *node, failFast bool) error {
	tasks := limiter.NewErrorGroup()
	if failFast {
		tasks, ctx = limiter.WithContext(ctx)
	}
	for _, c := range n.children {
		tasks.Go(func() error { return either(ctx, c, failFast) }) // want "^bounded-lifo: .*limiter"
	}
	return tasks.Wait()
}

// One of the two belongs to this activation alone.
func neither(n *node, big bool) error {
	tasks := limiter.NewErrorGroup()
	if big {
		tasks = lifo.NewLimiter(8).NewErrorGroup()
	}
	for _, c := range n.children {
		tasks.Go(func() error { return neither(c, big) }) // want "^per-level-bound: "
	}
	return tasks.Wait()
}

// each is a helper that limits what it starts.
func each(n *node, visit func(*node)) {
	tasks := limiter.NewGroup()
	for _, c := range n.children {
		tasks.Go(func() { visit(c) })
	}
	tasks.Wait()
}

func callsEach(n *node) {
	each(n, callsEach) // want "^bounded-pool: "
}

// eachAnew does so anew in every call.
func eachAnew(n *node, visit func(*node)) {
	tasks := lifo.NewLimiter(8).NewGroup()
	for _, c := range n.children {
		tasks.Go(func() { visit(c) })
	}
	tasks.Wait()
}

func callsEachAnew(n *node) {
	eachAnew(n, callsEachAnew) // want "^per-level-bound: eachAnew makes its limit anew"
}

// The group is made by each activation, and a helper adds to it.
func helped(n *node) {
	tasks := limiter.NewGroup()
	for _, c := range n.children {
		helps(c, tasks)
	}
	tasks.Wait()
}

func helps(n *node, tasks *lifo.Group) {
	tasks.Go(func() { helped(n) }) // want "^bounded-lifo: .*limiter"
}

// So is the limiter.
func helpedAnew(n *node) {
	tasks := lifo.NewLimiter(8).NewGroup()
	for _, c := range n.children {
		helpsAnew(c, tasks)
	}
	tasks.Wait()
}

func helpsAnew(n *node, tasks *lifo.Group) {
	tasks.Go(func() { helpedAnew(n) }) // want "^per-level-bound: "
}

// Nothing joins the tasks.
func detached(n *node) {
	for _, c := range n.children {
		limiter.Go(func() { detached(c) }) // want "^bounded-lifo: .*limiter"
	}
}

// A foreign wait group, waited for inside Block.
func blocked(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		limiter.Go(func() { // want "^bounded-lifo: .*limiter"
			defer wg.Done()
			blocked(c)
		})
	}
	limiter.Block(wg.Wait)
}

// The same wait outside Block keeps the slot.
func held(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		limiter.Go(func() { // want "^hold-wait"
			defer wg.Done()
			held(c)
		})
	}
	wg.Wait()
}

// The results are received outside Block.
func received(n *node) int {
	sizes := make(chan int)
	for _, c := range n.children {
		limiter.Go(func() { sizes <- received(c) }) // want "^hold-wait"
	}
	total := 1
	for range n.children {
		total += <-sizes
	}
	return total
}

// And inside.
func receivedInside(n *node) int {
	sizes := make(chan int)
	for _, c := range n.children {
		limiter.Go(func() { sizes <- receivedInside(c) }) // want "^bounded-lifo: .*limiter"
	}
	total := 1
	limiter.Block(func() {
		for range n.children {
			total += <-sizes
		}
	})
	return total
}

// A limiter of every activation.
func fresh(n *node) {
	own := lifo.NewLimiter(8)
	tasks := own.NewGroup()
	for _, c := range n.children {
		tasks.Go(func() { fresh(c) }) // want "^per-level-bound"
	}
	tasks.Wait()
}

// A limiter that lets everything in.
var wide = lifo.NewLimiter(1 << 20)

func unlimited(n *node) {
	tasks := wide.NewGroup()
	for _, c := range n.children {
		tasks.Go(func() { unlimited(c) }) // want "^recursive-spawn"
	}
	tasks.Wait()
}

// The goroutine hands the work to the limiter, and ends.
func handingOn(n *node) {
	for _, c := range n.children {
		go func() { // want "^bounded-sequential: the goroutine starts another one and ends at once"
			limiter.Go(func() { handingOn(c) }) // want "^bounded-lifo"
		}()
	}
}

// The wait around a literal keeps the slot of the task that the literal is of.
func visited(n *node) {
	tasks := limiter.NewGroup()
	var wg sync.WaitGroup
	visit(n, func(c *node) {
		wg.Add(1)
		tasks.Go(func() { // want "^hold-wait"
			defer wg.Done()
			visited(c)
		})
	})
	wg.Wait()
}

func visitedLending(n *node) {
	tasks := limiter.NewGroup()
	visit(n, func(c *node) {
		tasks.Go(func() { visitedLending(c) }) // want "^bounded-lifo"
	})
	tasks.Wait()
}

func visit(n *node, f func(*node)) {
	for _, c := range n.children {
		f(c)
	}
}

// A struct keeps the group.
type holder struct{ tasks *lifo.Group }

func (h *holder) start(f func()) {
	h.tasks.Go(f)
}

func holding(n *node) {
	h := &holder{tasks: limiter.NewGroup()}
	for _, c := range n.children {
		h.start(func() { holding(c) }) // want "^bounded-pool"
	}
	h.tasks.Wait()
}

// It embeds the group, which it is given.
type embedder struct{ *lifo.ErrorGroup }

func embedded(n *node) error {
	tasks := limiter.NewErrorGroup()
	e := embedder{ErrorGroup: tasks}
	for _, c := range n.children {
		e.Go(func() error { return embedded(c) }) // want "^bounded-lifo: .*limiter"
	}
	return e.Wait()
}

// The group that it keeps is one of a limiter for each activation.
type freshHolder struct{ tasks *lifo.Group }

func freshHeld(n *node) {
	h := &freshHolder{tasks: lifo.NewLimiter(8).NewGroup()}
	for _, c := range n.children {
		h.tasks.Go(func() { freshHeld(c) }) // want "^per-level-bound"
	}
	h.tasks.Wait()
}

// A helper hands what it is given to the group that it is given.
func startIn(tasks *lifo.Group, f func()) { tasks.Go(f) }

func startedIn(n *node) {
	tasks := limiter.NewGroup()
	for _, c := range n.children {
		startIn(tasks, func() { startedIn(c) }) // want "^bounded-pool"
	}
	tasks.Wait()
}

// The literal around it makes no difference.
func (e *embedder) startLiteral(f func()) {
	e.ErrorGroup.Go(func() error {
		f()
		return nil
	})
}

func startedLiteral(n *node) error {
	e := embedder{limiter.NewErrorGroup()}
	for _, c := range n.children {
		e.startLiteral(func() { _ = startedLiteral(c) }) // want "^bounded-pool"
	}
	return e.Wait()
}

// A helper starts some on its own.
func (e *embedder) startEither(limited bool, f func()) {
	if !limited {
		go f()
		return
	}
	e.Go(func() error { f(); return nil })
}

func startedEither(n *node) error {
	e := embedder{limiter.NewErrorGroup()}
	for i, c := range n.children {
		e.startEither(i > 0, func() { _ = startedEither(c) }) // want "^recursive-spawn"
	}
	return e.Wait()
}
