package several

import "sync"

func add(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { add(c) })
	}
	wg.Wait()
}

func remove(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { remove(c) })
	}
	wg.Wait()
}
