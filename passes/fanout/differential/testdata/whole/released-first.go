// checks: unboundedspawn lateacquire

package p

import (
	"program/probe"
	"sync"
)

var slots = make(chan struct{}, 2)

func walk(wg *sync.WaitGroup, n *probe.Node) {
	for _, c := range n.Kids {
		slots <- struct{}{}
		wg.Add(1)
		go func() {
			defer wg.Done()
			probe.Work(c)
			<-slots
			walk(wg, c)
		}()
	}
}

func Run(root *probe.Node) {
	var wg sync.WaitGroup
	walk(&wg, root)
	probe.Settle()
	wg.Wait()
}
