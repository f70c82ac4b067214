// checks: perlevelbound

package p

import (
	"program/probe"
	"sync"
)

func walk(n *probe.Node) {
	probe.Work(n)
	queue := make(chan *probe.Node, len(n.Kids))
	var wg sync.WaitGroup
	for i := 0; i < 2; i++ {
		wg.Add(1)
		go func() {
			defer wg.Done()
			for c := range queue {
				walk(c)
			}
		}()
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
