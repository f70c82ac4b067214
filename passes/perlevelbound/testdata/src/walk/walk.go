package walk

import "sync"

type node struct{ children []*node }

func walk(n *node) {
	slots := make(chan struct{}, 8)
	var wg sync.WaitGroup
	for _, c := range n.children {
		slots <- struct{}{}
		wg.Go(func() { // want `^walk starts goroutines in a loop under a limit that every activation makes anew, so limits multiply with depth; one limit has to be shared by the whole recursion$`
			defer func() { <-slots }()
			walk(c)
		})
	}
	wg.Wait()
}

// The limit of one activation that is shared by the recursion.
func shared(root *node) {
	slots := make(chan struct{}, 8)
	var descend func(*node)
	descend = func(n *node) {
		for _, c := range n.children {
			select {
			case slots <- struct{}{}:
				go func() {
					defer func() { <-slots }()
					descend(c)
				}()
			default:
				descend(c)
			}
		}
	}
	descend(root)
}
