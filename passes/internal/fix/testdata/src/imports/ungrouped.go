package imports

import "fmt"
import "sync"

var _ = fmt.Sprint

// ungrouped visits n.
func ungrouped(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			ungrouped(c)
		}()
	}
	wg.Wait()
}
