package recursion

import "sync"

// Everything is behind an interface, also the list of those that do the work,
// and one of these works on what is nested.
type operators interface {
	collect(n *node)
	operators() []operatorOf
}

type operatorOf interface{ deleteAll() }

type manager interface{ deleteNested() }

type collection struct{ all []operatorOf }

func (c *collection) collect(n *node) {
	c.all = append(c.all, &buckets{n.name}, &stacks{n.children})
}

func (c *collection) operators() []operatorOf { return c.all }

type managed struct{ of operators }

func newManaged(of operators) *managed { return &managed{of} }

func (m *managed) deleteNested() {
	var wg sync.WaitGroup
	for _, one := range m.of.operators() {
		wg.Go(func() { one.deleteAll() }) // want "^recursive-spawn"
	}
	wg.Wait()
}

type buckets struct{ name string }

func (b *buckets) deleteAll() { println(b.name) }

type stacks struct{ nodes []*node }

func (s *stacks) deleteAll() {
	for _, n := range s.nodes {
		of := new(collection)
		of.collect(n)
		s.delete(newManaged(of))
	}
}

func (s *stacks) delete(nested manager) { nested.deleteNested() }

// This list has none that works on what is nested.
type names interface{ names() []printer }

type printer interface{ printAll() }

type listed struct{ all []printer }

func (l *listed) add(n *node) { l.all = append(l.all, &title{n.name}) }

func (l *listed) names() []printer { return l.all }

type title struct{ name string }

func (t *title) printAll() { println(t.name) }

type chapters struct{ of names }

func (c *chapters) printAll() {
	for _, one := range c.of.names() {
		go one.printAll()
	}
}

func printChapters(n *node) {
	l := new(listed)
	l.add(n)
	(&chapters{l}).printAll()
}
