// checks: perlevelbound

package p

import (
	"program/probe"
	"sync"
)

func walk(n *probe.Node) {
	probe.Work(n)
	queue := make(chan *probe.Node)
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for c := range queue {
				walk(c)
			}
		})
	}
	for _, c := range n.Kids {
		queue <- c
	}
	close(queue)
	wg.Wait()
}

func Run(root *probe.Node) {
	walk(root)
	probe.Settle()
}
