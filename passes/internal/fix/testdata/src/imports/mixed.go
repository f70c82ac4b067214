package imports

import (
	"fmt"
	"golang.org/x/sync/errgroup"
	"sync"
)

var _ errgroup.Group
var _ = fmt.Sprint

// mixed visits n.
func mixed(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			mixed(c)
		}()
	}
	wg.Wait()
}
