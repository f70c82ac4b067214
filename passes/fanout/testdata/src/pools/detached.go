package pools

import (
	"context"

	"github.com/panjf2000/ants/v2"
	"golang.org/x/sync/errgroup"

	"workerlib"
)

// Workers that are told to end take their tasks in a select.
func dismissed(crew *workerlib.Crew, n *node) {
	for _, c := range n.children {
		crew.Submit(func() { dismissed(crew, c) }) // want "^hold-wait"
	}
}

func dismissedSteps(crew *workerlib.Crew, n *node) {
	if len(n.children) > 0 {
		go crew.Submit(func() { dismissedSteps(crew, n.children[0]) }) // want "^chain"
	}
}

// Who hands over on a goroutine of its own keeps no worker, but a goroutine for
// each task that there is no worker for.
func detachedCrew(crew *workerlib.Crew, n *node) {
	for _, c := range n.children {
		go crew.Submit(func() { detachedCrew(crew, c) }) // want "^late-acquire: .*Submit waits for a slot on a goroutine of its own"
	}
}

func detachedAnts(p *ants.Pool, n *node) {
	for _, c := range n.children {
		go p.Submit(func() { detachedAnts(p, c) }) // want "^late-acquire"
	}
}

func startDetachedAnts(root *node) {
	p, _ := ants.NewPool(8)
	detachedAnts(p, root)
}

func detachedGroup(g *errgroup.Group, n *node) {
	for _, c := range n.children {
		go g.Go(func() error { // want "^late-acquire"
			detachedGroup(g, c)
			return nil
		})
	}
}

func startDetachedGroup(root *node) error {
	g, _ := errgroup.WithContext(context.Background())
	g.SetLimit(8)
	detachedGroup(g, root)
	return g.Wait()
}

// A limit that nobody sets keeps nobody waiting.
func detachedUnlimited(g *errgroup.Group, n *node) {
	for _, c := range n.children {
		go g.Go(func() error { // want "^recursive-spawn"
			detachedUnlimited(g, c)
			return nil
		})
	}
}

func startDetachedUnlimited(root *node) error {
	var g errgroup.Group
	detachedUnlimited(&g, root)
	return g.Wait()
}

// Leaves pile up likewise where the recursion does not wait for a worker.
func detachedLeaves(crew *workerlib.Crew, n *node) {
	for _, c := range n.children {
		go crew.Submit(func() { work(c) }) // want "^late-acquire"
		detachedLeaves(crew, c)
	}
}

func attachedLeaves(crew *workerlib.Crew, n *node) {
	for _, c := range n.children {
		crew.Submit(func() { work(c) }) // want "^bounded-semaphore"
		attachedLeaves(crew, c)
	}
}
