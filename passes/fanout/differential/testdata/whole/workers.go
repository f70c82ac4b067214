// checks: unboundedspawn

package p

import (
	"program/probe"
	"sync"
)

func Run(root *probe.Node) {
	queue := make(chan *probe.Node, 1<<16)
	var pending sync.WaitGroup
	pending.Add(1)
	queue <- root
	for range 2 {
		go func() {
			for n := range queue {
				probe.Work(n)
				for _, c := range n.Kids {
					pending.Add(1)
					queue <- c
				}
				pending.Done()
			}
		}()
	}
	pending.Wait()
	close(queue)
	probe.Settle()
}
