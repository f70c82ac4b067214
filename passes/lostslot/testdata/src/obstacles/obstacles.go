// Package obstacles has slots that are lost, and no fix that is proven.
package obstacles

import "sync"

type node struct {
	broken, empty bool
	children      []*node
}

func (n *node) scan() error { return nil }

var slots = make(chan bool, 8)

// computed scans with a slot.
func computed(n *node, wg *sync.WaitGroup) error {
	slots <- true
	if n.broken {
		return n.scan() // want `^the function can return here and keep its slot of slots$`
	}
	children := n.children
	<-slots
	for _, c := range children {
		wg.Go(func() { _ = computed(c, wg) })
	}
	return nil
}

// branched starts its goroutine in a branch.
func branched(n *node, wg *sync.WaitGroup) {
	for _, c := range n.children {
		select { // want `^the slot of slots taken here is not given back on a way that does not start the goroutine$`
		case slots <- true:
			if !c.broken {
				wg.Go(func() {
					defer func() { <-slots }()
					branched(c, wg)
				})
			}
		default:
			branched(c, wg)
		}
	}
}

// between goes on after it gave its slot back.
func between(n *node, wg *sync.WaitGroup) {
	for _, c := range n.children {
		select {
		case slots <- true:
			wg.Go(func() {
				defer func() { <-slots }()
				between(c, wg)
				<-slots // want `^the slot of slots is given back here and once more when the function returns$`
				_ = c.scan()
			})
		default:
			between(c, wg)
		}
	}
}

// perhaps gives its slot back in a branch.
func perhaps(n *node, wg *sync.WaitGroup) {
	slots <- true
	if n.broken {
		if n.empty {
			<-slots
		}
		return // want `^the function can return here and keep its slot of slots$`
	}
	children := n.children
	<-slots
	for _, c := range children {
		wg.Go(func() { perhaps(c, wg) })
	}
}
