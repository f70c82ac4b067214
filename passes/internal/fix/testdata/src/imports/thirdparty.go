package imports

import (
	"golang.org/x/sync/errgroup"

	. "sync"
)

var _ errgroup.Group

// thirdparty visits n.
func thirdparty(n *node) {
	var wg WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			thirdparty(c)
		}()
	}
	wg.Wait()
}
