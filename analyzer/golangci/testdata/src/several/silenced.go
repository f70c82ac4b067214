package several

import "sync"

func list(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { list(c) })
	}
	wg.Wait()
}

func count(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { count(c) }) //nolint:fanoutcheck // counts small trees
	}
	wg.Wait()
}
