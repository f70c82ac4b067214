package recursion

import "sync"

// A method hands values of its own type to a helper, which knows them as an
// interface or a type parameter only, and calls the method.

type tester interface{ test() }

type testers struct{ wg sync.WaitGroup }

func (t *testers) child(c tester) {
	t.wg.Go(func() { c.test() }) // want "^recursive-spawn"
}

type suite struct{ parts []*suite }

func (s *suite) test() {
	var all testers
	for _, part := range s.parts {
		all.child(part)
	}
	all.wg.Wait()
}

type loader interface{ load() }

func loadNow(l loader) { l.load() }

type bundle struct{ parts []*bundle }

func (b *bundle) load() {
	var wg sync.WaitGroup
	for _, part := range b.parts {
		wg.Go(func() { loadNow(part) }) // want "^recursive-spawn"
	}
	wg.Wait()
}

func loadTyped[T loader](l T) { l.load() }

type typedBundle struct{ parts []*typedBundle }

func (b *typedBundle) load() {
	var wg sync.WaitGroup
	for _, part := range b.parts {
		wg.Go(func() { loadTyped(part) }) // want "^recursive-spawn"
	}
	wg.Wait()
}

// The visitor hands on itself, and what it is to visit next.

type passer interface{ visit(n *node) }

func visitChildren(v passer, n *node) {
	for _, child := range n.children {
		go v.visit(child) // want "^recursive-spawn"
	}
}

type printing struct{}

func (p *printing) visit(n *node) { visitChildren(p, n) }

// What is handed over can be of another type: of a decorator's inner service,
// nothing says that it decorates again. And a service that starts itself again
// when it fails is never more than one.

type server interface{ serve() }

func serveAside(s server) { go s.serve() } // want "^chain"

type tracing struct{ next server }

func (t *tracing) serve() { serveAside(t.next) }

type plain struct{}

func (plain) serve() {}

var serving server = &tracing{plain{}}

type restarted struct{ failed bool }

func (r *restarted) serve() {
	if r.failed {
		serveAside(r)
	}
}
