package walk

import "sync"

type node struct{ children []*node }

var slots = make(chan struct{}, 8)

func walk(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		slots <- struct{}{}
		wg.Go(func() { // want `^walk waits for a slot, or for goroutines that need one, while its own goroutine keeps one of the same limit: once all slots are kept that way, nothing moves$`
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
