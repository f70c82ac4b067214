package recursion

import "golang.org/x/sync/errgroup"

// A visitor hands itself to what knows the kind of a node, and is asked to
// visit what that finds.
type item struct {
	kind  string
	parts []*item
}

type Visiting interface {
	Visit(n *item) error
}

type Default interface {
	VisitParts(n *item, v Visiting) error
}

type Kind interface {
	Default
	Supports() string
}

type kindVisitor struct {
	kinds    []Kind
	fallback Default
}

type Option func(*kindVisitor)

func WithFallback(d Default) Option {
	return func(v *kindVisitor) { v.fallback = d }
}

func NewKindVisitor(options ...Option) *kindVisitor {
	v := &kindVisitor{kinds: []Kind{&boxed{}}, fallback: &anyKind{}}
	for _, option := range options {
		option(v)
	}
	return v
}

func (v *kindVisitor) Visit(n *item) error {
	known := make(map[string]Kind)
	for _, kind := range v.kinds {
		known[kind.Supports()] = kind
	}
	if kind, ok := known[n.kind]; ok {
		return kind.VisitParts(n, v)
	}
	return v.fallback.VisitParts(n, v)
}

type anyKind struct{}

func (*anyKind) VisitParts(n *item, v Visiting) error {
	var g errgroup.Group
	for _, part := range n.parts {
		g.Go(func() error { return v.Visit(part) }) // want "^recursive-spawn"
	}
	return g.Wait()
}

type boxed struct{}

func (*boxed) Supports() string { return "boxed" }

func (b *boxed) VisitParts(n *item, v Visiting) error {
	var g errgroup.Group
	g.Go(func() error { // want "^recursive-spawn"
		for _, part := range n.parts {
			g.Go(func() error { return v.Visit(part) }) // want "^recursive-spawn"
			g.Go(func() error { return b.note(part) })  // want "^leaf-spawn"
		}
		return nil
	})
	return g.Wait()
}

func (b *boxed) note(*item) error { return nil }

// What is told of an object, and does not ask it to go on.
type Watched interface{ Name() string }

type Watcher interface{ Closed(w Watched) }

type conn struct{ watcher Watcher }

func (c *conn) Name() string { return "conn" }

func (c *conn) Close() { c.watcher.Closed(c) }

type logger struct{}

func (*logger) Closed(w Watched) {
	go println(w.Name())
}

// It asks the object to go on once, and that ends.
type Server interface{ Serve() }

type Restarter interface{ Stopped(s Server) }

type served struct{ restarter Restarter }

func (s *served) Serve() { s.restarter.Stopped(s) }

type always struct{}

func (*always) Stopped(s Server) {
	go s.Serve() // want "^chain"
}

// Somebody else is handed on.
type forward struct{ next Visiting }

func (f *forward) Visit(n *item) error { return f.next.Visit(n) }

type severalVisitors struct{ list []Visiting }

func (s *severalVisitors) each(n *item, other Visiting) {
	for _, v := range s.list {
		go v.Visit(n)
	}
	other.Visit(n)
}
