package editor

import "sync"

// Node is a node of a tree.
type Node struct{ Children []*Node }

func walk(n *Node) {
	var wg sync.WaitGroup
	for _, child := range n.Children {
		wg.Add(1)
		/* 𝄞 */ go func() {
			defer wg.Done()
			walk(child)
		}()
	}
	wg.Wait()
}

func visit(n *Node, see func(*Node)) {
	see(n)
	for _, child := range n.Children {
		go visit(child, see)
	}
}

func tick() { go tick() }
