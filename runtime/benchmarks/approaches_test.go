package benchmarks

import (
	"context"
	"sync"

	"github.com/alitto/pond/v2"
	"github.com/panjf2000/ants/v2"
	"github.com/sourcegraph/conc/pool"
	"golang.org/x/sync/errgroup"
	"golang.org/x/sync/semaphore"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifo"
)

// limit is what every bounded approach is given.
const limit = 8

// A node of a tree is a task. It does its work and returns its children.
type node func() []node

// An approach visits all nodes of a tree. Where the library allows it, a node's
// task joins those of its children.
type approach struct {
	name string
	walk func(root node)
}

var approaches = []approach{
	{"sequential", sequential},
	{"go", unbounded},
	{"fifo-slot-in-child", fifo},
	{"errgroup-per-level", perLevel},
	{"conc-per-level", concPerLevel},
	{"try-else-inline", inline},
	{"ants-else-inline", antsInline},
	{"pond-unjoined", pondUnjoined},
	{"lifo", groupPerNode},
	{"lifo-shared-group", sharedGroup},
	{"lifo-unjoined", unjoined},
}

func sequential(n node) {
	for _, child := range n() {
		sequential(child)
	}
}

func unbounded(n node) {
	var children sync.WaitGroup
	for _, child := range n() {
		children.Go(func() { unbounded(child) })
	}
	children.Wait()
}

// fifo takes a slot in the child, for its work only: it does not deadlock.
func fifo(root node) {
	slots := semaphore.NewWeighted(limit)
	var visit func(n node)
	visit = func(n node) {
		if slots.Acquire(context.Background(), 1) != nil {
			return
		}
		below := n()
		slots.Release(1)
		var children sync.WaitGroup
		for _, child := range below {
			children.Go(func() { visit(child) })
		}
		children.Wait()
	}
	visit(root)
}

func perLevel(n node) {
	var children errgroup.Group
	children.SetLimit(limit)
	for _, child := range n() {
		children.Go(func() error {
			perLevel(child)
			return nil
		})
	}
	_ = children.Wait()
}

func concPerLevel(n node) {
	below := n()
	if len(below) == 0 {
		return
	}
	children := pool.New().WithMaxGoroutines(limit)
	for _, child := range below {
		children.Go(func() { concPerLevel(child) })
	}
	children.Wait()
}

func inline(root node) {
	slots := semaphore.NewWeighted(limit - 1)
	var visit func(n node)
	visit = func(n node) {
		var children sync.WaitGroup
		for _, child := range n() {
			if !slots.TryAcquire(1) {
				visit(child)
				continue
			}
			children.Go(func() {
				defer slots.Release(1)
				visit(child)
			})
		}
		children.Wait()
	}
	visit(root)
}

func antsInline(root node) {
	workers, err := ants.NewPool(limit-1, ants.WithNonblocking(true))
	if err != nil {
		panic(err)
	}
	defer workers.Release()
	var visit func(n node)
	visit = func(n node) {
		var children sync.WaitGroup
		for _, child := range n() {
			children.Add(1)
			task := func() {
				defer children.Done()
				visit(child)
			}
			if workers.Submit(task) != nil {
				task()
			}
		}
		children.Wait()
	}
	visit(root)
}

// pondUnjoined joins only the whole: nested joins on one pond deadlock.
func pondUnjoined(root node) {
	workers := pond.NewPool(limit)
	var unfinished sync.WaitGroup
	var visit func(n node)
	visit = func(n node) {
		defer unfinished.Done()
		below := n()
		unfinished.Add(len(below))
		for _, child := range below {
			_ = workers.Go(func() { visit(child) })
		}
	}
	unfinished.Add(1)
	_ = workers.Go(func() { visit(root) })
	unfinished.Wait()
	workers.StopAndWait()
}

func groupPerNode(root node) { groupPerNodeUnder(lifo.NewLimiter(limit), root) }

func groupPerNodeUnder(limiter *lifo.Limiter, root node) {
	var visit func(n node)
	visit = func(n node) {
		children := limiter.NewGroup()
		for _, child := range n() {
			children.Go(func() { visit(child) })
		}
		children.Wait()
	}
	visit(root)
}

func sharedGroup(root node) {
	all := lifo.NewLimiter(limit).NewGroup()
	var visit func(n node)
	visit = func(n node) {
		for _, child := range n() {
			all.Go(func() { visit(child) })
		}
	}
	visit(root)
	all.Wait()
}

func unjoined(root node) {
	limiter := lifo.NewLimiter(limit)
	var unfinished sync.WaitGroup
	var visit func(n node)
	visit = func(n node) {
		defer unfinished.Done()
		below := n()
		unfinished.Add(len(below))
		for _, child := range below {
			limiter.Go(func() { visit(child) })
		}
	}
	unfinished.Add(1)
	limiter.Go(func() { visit(root) })
	unfinished.Wait()
}
