// checks: unboundedspawn

package p

import (
	"program/probe"
	"sync"
)

func walk(n *probe.Node) <-chan *probe.Node {
	found := make(chan *probe.Node)
	var wg sync.WaitGroup
	for _, c := range n.Kids {
		wg.Go(func() {
			for n := range walk(c) {
				found <- n
			}
		})
	}
	go func() {
		probe.Work(n)
		found <- n
		wg.Wait()
		close(found)
	}()
	return found
}

func Run(root *probe.Node) {
	for range walk(root) {
	}
	probe.Settle()
}
