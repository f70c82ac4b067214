package shadow

import (
	runtime "fmt"
	"sync"
)

var _ = runtime.Sprint

// shadowed visits n.
func shadowed(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			shadowed(c)
		}()
	}
	wg.Wait()
}

func lifo() {}

type node struct{ children []*node }
