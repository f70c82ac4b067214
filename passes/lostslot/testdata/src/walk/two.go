package walk

// The slot of one goroutine is given back by it, and those of others later on
// are none of its business.
func two(n *node, ready func(*node) bool) {
	done := make(chan struct{})
	slots <- struct{}{}
	go func() {
		defer func() { <-slots }()
		close(done)
	}()
	<-done
	for _, c := range n.children {
		if !ready(c) {
			return
		}
		slots <- struct{}{}
		go func() {
			defer func() { <-slots }()
			two(c, ready)
		}()
	}
}
