package recursion

import "sync"

// An interface that nobody outside can name or implement: there is in it what
// the package puts in. The queue happens to have the method too.
type request interface {
	run(q *queue)
}

type queue struct{ requests []request }

type single struct{ name string }

func (s single) run(q *queue) { q.requests = append(q.requests, single{s.name + "/"}) }

type several struct{ names []string }

func (s *several) run(*queue) {}

func (q *queue) run(*queue) {
	for len(q.requests) > 0 {
		requests := q.requests
		q.requests = nil
		var wg sync.WaitGroup
		for _, r := range requests {
			wg.Go(func() { r.run(q) })
		}
		wg.Wait()
	}
}

func fetch(names []string) {
	q := &queue{requests: []request{single{"a"}, &several{names}}}
	q.run(nil)
}

// Here a composite is put in by a variable of the package.
type step interface {
	perform()
}

type batch struct{ steps []step }

func (b *batch) perform() {
	for _, s := range b.steps {
		go s.perform() // want "^recursive-spawn"
	}
}

type printStep struct{}

func (printStep) perform() { println() }

var steps = []step{printStep{}, &batch{[]step{printStep{}}}}

func all(more []step) {
	b := batch{append(steps, more...)}
	b.perform()
}

// Here it comes out of another interface.
type shape interface {
	draw()
}

type drawing struct{ shapes []shape }

func (d *drawing) draw() {
	for _, s := range d.shapes {
		go s.draw() // want "^recursive-spawn"
	}
}

func (d *drawing) add(v any) {
	if s, ok := v.(shape); ok {
		d.shapes = append(d.shapes, s)
	}
}

// Others may implement this one.
type Stage interface {
	Run()
}

type assembly struct{ list []Stage }

func (s *assembly) Run() {
	for _, one := range s.list {
		go one.Run() // want "^recursive-spawn"
	}
}
