package pools

import (
	"context"

	"poolmaker"

	"golang.org/x/sync/errgroup"
)

// A pool of somebody's own keeps a group, which its constructor limits.
type tasks struct{ g *errgroup.Group }

func newTasks(ctx context.Context, n int) *tasks {
	g, _ := errgroup.WithContext(ctx)
	g.SetLimit(n)
	return &tasks{g}
}

func (t *tasks) Go(f func() error) { t.g.Go(func() error { return f() }) }
func (t *tasks) Wait() error       { return t.g.Wait() }

func ownPerLevel(ctx context.Context, n *node) error {
	t := newTasks(ctx, 4)
	for _, c := range n.children {
		t.Go(func() error { return ownPerLevel(ctx, c) }) // want "^per-level-bound"
	}
	return t.Wait()
}

func ownShared(t *tasks, n *node) {
	for _, c := range n.children {
		t.Go(func() error { // want "^hold-wait"
			ownShared(t, c)
			return nil
		})
	}
}

func ownLeaves(t *tasks, n *node) {
	for _, c := range n.children {
		t.Go(func() error { // want "^bounded-semaphore"
			work(c)
			return nil
		})
		ownLeaves(t, c)
	}
}

// The group is part of the pool.
type embedded struct {
	name string
	g    errgroup.Group
}

func newEmbedded(n int) *embedded {
	e := &embedded{name: "tasks"}
	e.g.SetLimit(n)
	return e
}

func (e *embedded) Go(f func() error) { e.g.Go(f) }

func embeddedPerLevel(n *node) {
	e := newEmbedded(4)
	for _, c := range n.children {
		e.Go(func() error { // want "^per-level-bound"
			embeddedPerLevel(c)
			return nil
		})
	}
	e.g.Wait()
}

// Not all of these are limited.
type mixed struct{ g *errgroup.Group }

func newMixed(n int) *mixed {
	g := new(errgroup.Group)
	g.SetLimit(n)
	return &mixed{g}
}

func newUnlimited() *mixed { return &mixed{new(errgroup.Group)} }

func (m *mixed) Go(f func() error) { m.g.Go(f) }

func mixedShared(m *mixed, n *node) {
	for _, c := range n.children {
		m.Go(func() error { // want "^recursive-spawn"
			mixedShared(m, c)
			return nil
		})
	}
}

// A pool of another package.
func importedOwn(n *node) error {
	t := poolmaker.NewTasks(4)
	for _, c := range n.children {
		t.Go(func() error { return importedOwn(c) }) // want "^per-level-bound"
	}
	return t.Wait()
}

func importedOwnShared(t *poolmaker.Tasks, n *node) {
	for _, c := range n.children {
		t.Go(func() error { // want "^hold-wait"
			importedOwnShared(t, c)
			return nil
		})
	}
}

// A queue, and a worker more while there are few.
func crewed(p *poolmaker.Crew, n *node) {
	for _, c := range n.children {
		p.Submit(func() { crewed(p, c) }) // want "^bounded-pool"
	}
}

func crewedPerLevel(n *node) {
	p := poolmaker.NewCrew(4)
	for _, c := range n.children {
		p.Submit(func() { crewedPerLevel(c) }) // want "^per-level-bound"
	}
}

func rushed(p *poolmaker.Eager, n *node) {
	for _, c := range n.children {
		p.Submit(func() { rushed(p, c) }) // want "^recursive-spawn"
	}
}
