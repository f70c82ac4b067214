package local

import "sync"

// early has a way on which nobody would ever wait to the end.
func early(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			if c == nil {
				return
			}
			early(c)
			wg.Done()
		}()
	}
	wg.Wait()
}

// several has two ends.
func several(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			if c == nil {
				wg.Done()
				return
			}
			several(c)
			wg.Done() // the usual one
		}()
	}
	wg.Wait()
}

// last waits for who looks at the results once all are there.
func last(n *node) {
	names := make(chan string, len(n.children))
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			last(c)
			names <- c.name
		}()
	}
	var printing sync.WaitGroup
	printing.Add(1)
	go func() {
		defer printing.Done()
		for range n.children {
			println(<-names)
		}
	}()
	wg.Wait()
	printing.Wait()
}
