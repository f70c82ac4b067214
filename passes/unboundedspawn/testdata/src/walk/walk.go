package walk

import "sync"

type node struct {
	name     string
	children []*node
}

func walk(n *node, names chan<- string) {
	names <- n.name
	visit(n, names)
}

func visit(n *node, names chan<- string) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { // want `^visit starts a goroutine in every round of a loop and each runs walk again: nothing limits how many are alive$`
			walk(c, names)
		})
	}
	wg.Wait()
}

func audited(n *node) {
	go visitOnce(n) // want `^every call of audited starts goroutines that may still run when the recursion goes on: nothing limits how many are alive$`
	for _, c := range n.children {
		audited(c)
	}
}

func visitOnce(n *node) { println(n.name) }

func crawl(start string, links func(string) []string) {
	found := make(chan string, 1)
	found <- start
	for page := range found {
		go func() { // want `^crawl starts a goroutine for every item it receives and each sends more items back: nothing limits how many are alive$`
			for _, link := range links(page) {
				found <- link
			}
		}()
	}
}

var slots = make(chan struct{}, 8)

// Other checks report these, or none does.
func quiet(n *node) {
	for _, c := range n.children {
		select {
		case slots <- struct{}{}:
			go func() {
				defer func() { <-slots }()
				quiet(c)
			}()
		default:
			quiet(c)
		}
	}
}

func late(n *node) {
	for _, c := range n.children {
		go func() {
			slots <- struct{}{}
			defer func() { <-slots }()
			late(c)
		}()
	}
}
