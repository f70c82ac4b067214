package several

import . "sync"

func open(n *node) {
	var wg WaitGroup
	for _, c := range n.children {
		wg.Go(func() { open(c) })
	}
	wg.Wait()
}

func closed(n *node) {
	var wg WaitGroup
	for _, c := range n.children {
		wg.Go(func() { closed(c) })
	}
	wg.Wait()
}
