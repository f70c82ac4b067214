package kept

import (
	"context"
	"errors"
	"sync"

	"golang.org/x/sync/errgroup"
)

type node struct {
	name     string
	children []*node
}

// embedded is a wait group itself.
type embedded struct {
	sync.WaitGroup
	mu   sync.Mutex
	seen map[string]bool
}

func (e *embedded) walk(n *node) {
	defer e.Done()
	e.mu.Lock()
	e.seen[n.name] = true
	e.mu.Unlock()
	for _, c := range n.children {
		e.Add(1)
		go e.walk(c) // want "bounded"
	}
}

func seen(n *node) map[string]bool {
	e := &embedded{
		seen: make(map[string]bool),
	}
	e.Add(1)
	go e.walk(n)
	e.Wait()
	return e.seen
}

// named names the field that it embeds.
type named struct {
	*node
	sync.WaitGroup // of all goroutines
}

func (w *named) walk() {
	for _, c := range w.children {
		child := &named{node: c}
		child.WaitGroup.Add(1)
		go func() { // want "bounded"
			defer child.WaitGroup.Done()
			child.walk()
		}()
		child.WaitGroup.Wait()
	}
}

// recovering tells panics as errors.
type recovering struct{ errgroup.Group }

// GoSafe is exported, and still nobody else can call it.
func (g *recovering) GoSafe(f func() error) {
	g.Group.Go(func() (err error) { // want "bounded"
		defer func() {
			if recover() != nil {
				err = errors.ErrUnsupported
			}
		}()
		return f()
	})
}

func safe(n *node) error {
	g := recovering{}
	g.SetLimit(4)
	for _, c := range n.children {
		g.GoSafe(func() error { return safe(c) })
	}
	return g.Wait()
}

// crawler is given the group of who makes it.
type crawler struct {
	group *errgroup.Group
	names chan<- string
}

func (w *crawler) visit(ctx context.Context, n *node) error {
	for _, c := range n.children {
		w.group.Go(func() error { return w.visit(ctx, c) }) // want "bounded"
	}
	return ctx.Err()
}

func crawl(ctx context.Context, n *node) error {
	group, ctx := errgroup.WithContext(ctx)
	w := &crawler{group: group}
	group.Go(func() error { return w.visit(ctx, n) })
	return group.Wait()
}

// walker makes its group as it is made.
type walker struct {
	root *node
	wg   *sync.WaitGroup
}

func (w *walker) run() {
	w.walk(w.root)
	w.wg.Wait()
}

func (w *walker) walk(n *node) {
	wg := w.wg
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			w.walk(c)
		}()
	}
}

func newWalker(root *node) *walker {
	return &walker{
		root: root,
		wg:   &sync.WaitGroup{},
	}
}

// late gets its group after it was made.
type late struct {
	group *errgroup.Group
	ctx   context.Context
}

func (l *late) run(ctx context.Context, n *node) error {
	l.group, l.ctx = errgroup.WithContext(ctx)
	l.walk(n)
	return l.group.Wait()
}

func (l *late) walk(n *node) {
	for _, c := range n.children {
		l.group.Go(func() error { // want "bounded"
			l.walk(c)
			return l.ctx.Err()
		})
	}
}

// zero is declared without a value.
type zero struct{ wg sync.WaitGroup }

func (z *zero) walk(n *node) {
	for _, c := range n.children {
		z.wg.Go(func() { z.walk(c) }) // want "bounded"
	}
}

func fromZero(n *node) {
	var z zero
	z.walk(n)
	z.wg.Wait()
}

// lent passes the address of its own group on.
type lent struct{ wg *sync.WaitGroup }

func (l lent) walk(n *node) {
	for _, c := range n.children {
		l.wg.Go(func() { l.walk(c) }) // want "bounded"
	}
}

func lend(n *node) {
	var wg sync.WaitGroup
	l := lent{wg: &wg}
	l.walk(n)
	wg.Wait()
}
