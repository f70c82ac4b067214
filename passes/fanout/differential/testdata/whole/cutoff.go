// checks: unboundedspawn
// quiet: cutoff

package p

import (
	"program/probe"
	"sync"
)

const threshold = 16

func sort(data []int) {
	if len(data) <= threshold {
		probe.Sum(data)
		return
	}
	var wg sync.WaitGroup
	wg.Go(func() { sort(data[:len(data)/2]) })
	sort(data[len(data)/2:])
	wg.Wait()
}

func Run(root *probe.Node) {
	sort(make([]int, 16*len(probe.Data(root))))
	probe.Settle()
}
