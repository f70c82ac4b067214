package imports

import (
	. "runtime"
	"sync"
)

var _ = NumCPU

// dotted visits n.
func dotted(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			dotted(c)
		}()
	}
	wg.Wait()
}
