// checks: perlevelbound unboundedspawn

package p

import (
	"program/probe"
	"sync"
)

func walk(n *probe.Node) {
	probe.Work(n)
	queue := make(chan *probe.Node)
	go func() {
		defer close(queue)
		for _, c := range n.Kids {
			queue <- c
		}
	}()
	var wg sync.WaitGroup
	for range 2 {
		wg.Go(func() {
			for c := range queue {
				walk(c)
			}
		})
	}
	wg.Wait()
}

func Run(root *probe.Node) {
	walk(root)
	probe.Settle()
}
