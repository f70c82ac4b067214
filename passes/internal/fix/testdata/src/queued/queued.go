// Package queued has goroutines that only wait until they can send.
package queued

import "context"

type node struct {
	name     string
	children []*node
}

// crawl has workers that hand back what they have found.
func crawl(root *node, wanted func(*node) bool) {
	found := make(chan []*node) // what to look at
	fresh := make(chan *node)
	go func() { found <- []*node{root} }()
	for range 20 {
		go func() {
			for n := range fresh {
				children := n.children
				go func() { found <- children }() // want "bounded"
			}
		}()
	}
	for nodes := range found {
		for _, n := range nodes {
			if wanted(n) {
				fresh <- n
			}
		}
	}
}

// each sends in turn, at two places.
func each(root *node, foundLimiter int) (names []string) {
	var found = make(chan *node, foundLimiter)
	fresh := make(chan *node, foundLimiter)
	for range foundLimiter {
		go func() {
			for n := range fresh {
				go func(nodes []*node) { // want "bounded"
					for _, c := range nodes {
						found <- c
					}
				}(n.children)
				if n.name == "" {
					go func() { found <- nil }() // want "bounded"
				}
			}
		}()
	}
	fresh <- root
	for n := range found {
		if n == nil {
			return names
		}
		names = append(names, n.name)
		fresh <- n
	}
	return names
}

// looks leaves when nobody seems to send.
func looks(root *node) {
	found := make(chan []*node)
	fresh := make(chan *node)
	for range 20 {
		go func() {
			for n := range fresh {
				go func() { found <- n.children }() // want "instead of limiting that"
			}
		}()
	}
	fresh <- root
	for {
		select {
		case nodes := <-found:
			for _, n := range nodes {
				fresh <- n
			}
		default:
			return
		}
	}
}

// unless gives up with its context.
func unless(ctx context.Context, root *node) {
	found := make(chan []*node)
	fresh := make(chan *node)
	for range 20 {
		go func() {
			for n := range fresh {
				go func() { // want "what the goroutine sends is received here"
					select {
					case found <- n.children:
					case <-ctx.Done():
					}
				}()
			}
		}()
	}
	fresh <- root
	for nodes := range found {
		for _, n := range nodes {
			fresh <- n
		}
	}
}

// deep makes a channel for every node.
func deep(n *node) {
	found, fresh := make(chan *node), make(chan *node)
	go func() {
		for n := range fresh {
			go func() { found <- n }() // want "instead of limiting that"
		}
	}()
	go func() {
		for n := range found {
			deep(n)
		}
	}()
	for _, c := range n.children {
		fresh <- c
	}
}

// headed declares its channel in the head of a loop.
func headed(root *node) {
	for found := make(chan []*node); root != nil; root = nil {
		fresh := make(chan *node)
		go func() {
			for n := range fresh {
				go func() { found <- n.children }() // want "instead of limiting that"
			}
		}()
		fresh <- root
		for nodes := range found {
			for _, n := range nodes {
				fresh <- n
			}
		}
	}
}

// asked tells how much is there.
func asked(root *node) {
	found := make(chan []*node, 10)
	fresh := make(chan *node)
	for range 20 {
		go func() {
			for n := range fresh {
				go func() { found <- n.children }() // want "instead of limiting that"
			}
		}()
	}
	fresh <- root
	for nodes := range found {
		println(len(found))
		for _, n := range nodes {
			fresh <- n
		}
	}
}

// Told sends to whom it doesn't know.
func Told(fresh chan *node, found chan []*node) {
	for n := range fresh {
		go func() { found <- n.children }() // want "who receives this isn't known"
	}
}
