package imports

import "sync" // joins

type node struct{ children []*node }

// single visits n.
func single(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			single(c)
		}()
	}
	wg.Wait()
}
