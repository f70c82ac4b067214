// checks: unboundedspawn

package p

import (
	"program/probe"
	"sync"
)

func Run(root *probe.Node) {
	work := make(chan *probe.Node)
	var pending sync.WaitGroup
	pending.Add(1)
	go func() { work <- root }()
	go func() {
		pending.Wait()
		close(work)
	}()
	for n := range work {
		go func() {
			probe.Work(n)
			for _, c := range n.Kids {
				pending.Add(1)
				work <- c
			}
			pending.Done()
		}()
	}
	probe.Settle()
}
