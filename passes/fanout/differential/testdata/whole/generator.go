// checks: unboundedspawn

package p

import (
	"program/probe"
)

func walk(n *probe.Node) <-chan *probe.Node {
	found := make(chan *probe.Node)
	go func() {
		defer close(found)
		probe.Work(n)
		found <- n
		for _, c := range n.Kids {
			for below := range walk(c) {
				found <- below
			}
		}
	}()
	return found
}

func Run(root *probe.Node) {
	for range walk(root) {
	}
	probe.Settle()
}
