package walk

import "sync"

type node struct{ children []*node }

var slots = make(chan struct{}, 8)

func walk(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		slots <- struct{}{}
		wg.Go(func() { // want `^walk can block while its own goroutine holds a slot of the same limit: once every slot is held that way, nothing moves$`
			defer func() { <-slots }()
			walk(c)
		})
	}
	wg.Wait()
}

// The slot is given back before the goroutine can need another.
func released(n *node) {
	for _, c := range n.children {
		slots <- struct{}{}
		go func() {
			println(len(c.children))
			<-slots
			released(c)
		}()
	}
}
