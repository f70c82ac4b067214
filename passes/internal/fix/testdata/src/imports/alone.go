package imports

import (
	"sync"
)

// alone visits n.
func alone(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			alone(c)
		}()
	}
	wg.Wait()
}
