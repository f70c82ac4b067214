// checks: unboundedspawn

package p

import (
	"program/probe"
)

func walk(n *probe.Node) int {
	probe.Work(n)
	sizes := make(chan int)
	total := make(chan int)
	go func() {
		sum := 1
		for size := range sizes {
			sum += size
		}
		total <- sum
	}()
	for _, c := range n.Kids {
		sizes <- walk(c)
	}
	close(sizes)
	return <-total
}

func Run(root *probe.Node) {
	walk(root)
	probe.Settle()
}
