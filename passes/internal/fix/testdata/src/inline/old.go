//go:build go1.21

package inline

import "sync"

// In files of this version all rounds of a loop share the loop's variables.

func sharedVariable(n *node) {
	var wg sync.WaitGroup
	for i, c := range n.children {
		wg.Add(1)
		go func(c *node) { // want "inline"
			defer wg.Done()
			sharedVariable(c)
		}(c)
		_ = i
	}
	wg.Wait()
}

func sharedArgument(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go sharedCallee(c, &wg) // want "inline"
	}
	wg.Wait()
}

func sharedCallee(n *node, wg *sync.WaitGroup) {
	sharedArgument(n)
	wg.Done()
}
