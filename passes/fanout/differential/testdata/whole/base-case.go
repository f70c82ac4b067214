// checks: unboundedspawn

package p

import (
	"program/probe"
	"sync"
)

func sort(data []int) {
	if len(data) <= 1 {
		probe.Sum(data)
		return
	}
	var wg sync.WaitGroup
	wg.Go(func() { sort(data[:len(data)/2]) })
	sort(data[len(data)/2:])
	wg.Wait()
}

func Run(root *probe.Node) {
	sort(probe.Data(root))
	probe.Settle()
}
