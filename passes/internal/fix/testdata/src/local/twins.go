package local

import "sync"

// twins starts two literals whose parameters have the same name: one list of
// statements can declare it only once.
func twins(n *node) {
	if n == nil {
		return
	}
	var wg sync.WaitGroup
	wg.Add(2)
	go func(c *node) { // want "bounded"
		defer wg.Done()
		twins(c)
	}(n.left)
	go func(c *node) { // want "bounded"
		defer wg.Done()
		func() { twins(c) }()
	}(n.right)
	wg.Wait()
}

func detachedTwins(n *node) {
	if n == nil {
		return
	}
	go func(c *node) { // want "bounded"
		detachedTwins(c)
	}(n.left)
	go func(c *node) { // want "bounded"
		detachedTwins(c)
	}(n.right)
	go func(d, c *node) { // want "bounded"
		detachedTwins(d)
		detachedTwins(c)
	}(n.left, n.right)
}

func calledTwins(n *node) {
	if n == nil {
		return
	}
	go calledTwins(n.left) // want "bounded"

	go calledTwins(n.right) // want "bounded"
}

func mixedTwins(c *node) {
	if c == nil {
		return
	}
	go func(d *node) { // want "bounded"
		mixedTwins(d)
	}(c.left)

	go mixedTwins(c.left) // want "bounded"

	go func(d *node) { // want "bounded"
		mixedTwins(d)
	}(c.right)

	go mixedTwins(c.right) // want "bounded"
}
