package shadow

import "sync"

type tree struct{ left, right *tree }

// The limiters of methods with one name need several.
type reader struct{ runLimiter int }
type writer struct{ visitLimiter int }

func (r *reader) visit(t *tree) {
	var wg sync.WaitGroup
	wg.Go(func() { r.visit(t.left) }) // want "bounded"
	wg.Go(func() { r.visit(t.right) })
	wg.Wait()
}

func (w writer) visit(t *tree) {
	var wg sync.WaitGroup
	wg.Go(func() { w.visit(t.left) }) // want "bounded"
	wg.Go(func() { w.visit(t.right) })
	wg.Wait()
}

func Visit(t *tree) {
	var wg sync.WaitGroup
	wg.Go(func() { Visit(t.left) }) // want "bounded"
	wg.Go(func() { Visit(t.right) })
	wg.Wait()
}

func HTTPGet(t *tree) {
	wg := &sync.WaitGroup{}
	wg.Go(func() { HTTPGet(t.left) }) // want "bounded"
	wg.Go(func() { HTTPGet(t.right) })
	wg.Wait()
}

func taken(t *tree) {
	takenLimiter := 1
	var wg sync.WaitGroup
	wg.Go(func() { taken(t.left) }) // want "bounded"
	wg.Go(func() { taken(t.right) })
	wg.Wait()
	println(takenLimiter)
}
