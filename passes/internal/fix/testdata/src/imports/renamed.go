package imports

import (
	rt "runtime"
	sy "sync"

	limit "github.com/fanoutcheck/fanoutcheck/runtime/lifo"
)

var _ = rt.NumCPU
var _ *limit.Limiter

// renamed visits n.
func renamed(n *node) {
	var wg sy.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			renamed(c)
		}()
	}
	wg.Wait()
}
