// checks: unboundedspawn

package p

import (
	"program/probe"
)

func expand(n *probe.Node) []*probe.Node {
	probe.Work(n)
	return n.Kids
}

func Run(root *probe.Node) {
	work := make(chan []*probe.Node)
	go func() { work <- []*probe.Node{root} }()
	for pending := 1; pending > 0; pending-- {
		for _, n := range <-work {
			pending++
			go func() { work <- expand(n) }()
		}
	}
	probe.Settle()
}
