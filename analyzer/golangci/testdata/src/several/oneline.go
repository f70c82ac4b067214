package several

import ("sync"; "fmt")

func first(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { first(c) })
	}
	wg.Wait()
}

func second(n *node) {
	fmt.Println(n)
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { second(c) })
	}
	wg.Wait()
}
