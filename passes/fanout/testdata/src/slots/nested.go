package slots

import (
	"golang.org/x/sync/errgroup"
)

// A task that adds to its own limited group waits for room that tasks like it
// take, with no recursion at all.
func nested(nodes []*node) error {
	var g errgroup.Group
	g.SetLimit(5)
	for _, n := range nodes {
		g.Go(func() error {
			g.Go(func() error { return n.save() }) // want "^hold-wait"
			return nil
		})
	}
	return g.Wait()
}

func (n *node) save() error { return nil }

// By way of a call.
func nestedDeeper(nodes []*node) error {
	var g errgroup.Group
	g.SetLimit(5)
	for _, n := range nodes {
		g.Go(func() error {
			later(&g, n)
			return nil
		})
	}
	return g.Wait()
}

func later(g *errgroup.Group, n *node) {
	g.Go(func() error { return n.save() }) // want "^hold-wait"
}

// A type of the package that embeds the group.
type recovering struct{ errgroup.Group }

func (r *recovering) start(f func()) {
	r.Go(func() error { // want "^hold-wait"
		defer func() { recover() }()
		f()
		return nil
	})
}

func nestedEmbedded(nodes []*node) error {
	var g recovering
	g.SetLimit(5)
	for _, n := range nodes {
		g.start(func() {
			g.start(func() { n.save() }) // want "^hold-wait"
		})
	}
	return g.Wait()
}

// Not of the group's own tasks, or not blocking, or no limit.
func besides(nodes []*node) error {
	var g, other, unlimited errgroup.Group
	g.SetLimit(5)
	other.SetLimit(5)
	for _, n := range nodes {
		g.Go(func() error {
			other.Go(func() error { return n.save() })
			g.TryGo(func() error { return n.save() })
			return nil
		})
		unlimited.Go(func() error {
			unlimited.Go(func() error { return n.save() })
			g.Go(func() error { return n.save() })
			return nil
		})
	}
	return g.Wait()
}

// A goroutine that the task starts holds no slot of the group.
func aside(nodes []*node) error {
	var g errgroup.Group
	g.SetLimit(5)
	for _, n := range nodes {
		g.Go(func() error {
			go g.Go(func() error { return n.save() })
			return nil
		})
	}
	return g.Wait()
}

// A group that is embedded in the walker, and limited where the walker is made.
type walker struct{ *errgroup.Group }

func newWalker() *walker {
	g := new(errgroup.Group)
	g.SetLimit(8)
	return &walker{g}
}

func (w *walker) walk(n *node) {
	for _, c := range n.children {
		w.Go(func() error { // want "^hold-wait: .*blocks its callers"
			w.walk(c)
			return nil
		})
	}
}

type unlimitedWalker struct{ *errgroup.Group }

func newUnlimitedWalker() *unlimitedWalker { return &unlimitedWalker{new(errgroup.Group)} }

func (w *unlimitedWalker) walk(n *node) {
	for _, c := range n.children {
		w.Go(func() error { // want "^recursive-spawn: "
			w.walk(c)
			return nil
		})
	}
}

// One task feeds the others, and the limit has room for it.
func fed(nodes []*node, limit int) error {
	var g errgroup.Group
	g.SetLimit(limit + 1)
	g.Go(func() error {
		for _, n := range nodes {
			g.Go(func() error { return n.save() })
		}
		return nil
	})
	return g.Wait()
}

func fedConstant(nodes []*node) error {
	var g errgroup.Group
	g.SetLimit(4)
	g.Go(func() error {
		for _, n := range nodes {
			g.Go(func() error { return n.save() })
		}
		return nil
	})
	return g.Wait()
}

// It may take all the room there is.
func fedAlone(nodes []*node, limit int) error {
	var g errgroup.Group
	g.SetLimit(limit)
	g.Go(func() error {
		for _, n := range nodes {
			g.Go(func() error { return n.save() }) // want "^hold-wait"
		}
		return nil
	})
	return g.Wait()
}

// Two of them do.
func fedTwice(left, right []*node) error {
	var g errgroup.Group
	g.SetLimit(2)
	g.Go(func() error {
		for _, n := range left {
			g.Go(func() error { return n.save() }) // want "^hold-wait"
		}
		return nil
	})
	g.Go(func() error {
		for _, n := range right {
			g.Go(func() error { return n.save() }) // want "^hold-wait"
		}
		return nil
	})
	return g.Wait()
}

// What it feeds is many, and feeds as well.
func fedOn(nodes []*node) error {
	var g errgroup.Group
	g.SetLimit(4)
	g.Go(func() error {
		for _, n := range nodes {
			g.Go(func() error {
				g.Go(func() error { return n.save() }) // want "^hold-wait"
				return nil
			})
		}
		return nil
	})
	return g.Wait()
}
