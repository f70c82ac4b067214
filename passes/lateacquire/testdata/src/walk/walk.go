package walk

import "sync"

type node struct{ children []*node }

var slots = make(chan struct{}, 20)

func walk(n *node, wg *sync.WaitGroup) {
	defer wg.Done()
	for _, c := range list(n) {
		wg.Add(1)
		go walk(c, wg) // want `^walk starts goroutines in a loop that take their slot only once they run, so that those without one pile up: try to take it before the goroutine starts, and do the work in place where there is none$`
	}
}

func list(n *node) []*node {
	slots <- struct{}{}
	defer func() { <-slots }()
	return n.children
}

// A slot that is taken before the goroutine starts.
func early(n *node) {
	for _, c := range n.children {
		slots <- struct{}{}
		go func() {
			names := c.children
			<-slots
			for _, next := range names {
				early(next)
			}
		}()
	}
}
