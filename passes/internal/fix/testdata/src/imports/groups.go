package imports

import (
	"fmt"
	"sync"

	// The error group.
	"golang.org/x/sync/errgroup"
)

var _ errgroup.Group
var _ = fmt.Sprint

// groups visits n.
func groups(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			groups(c)
		}()
	}
	wg.Wait()
}
