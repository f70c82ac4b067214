// checks: unboundedspawn

package p

import "program/probe"

// visit waits for its goroutines, after goroutines that are no part of the
// recursion.
func visit(n *probe.Node) int {
	total := len(names(n.Kids))
	totals := make(chan int)
	for _, c := range n.Kids {
		go func() { totals <- visit(c) }()
	}
	probe.Work(n)
	for range n.Kids {
		total += <-totals
	}
	return total
}

func names(nodes []*probe.Node) (found []int) {
	sizes := make(chan int)
	for _, n := range nodes {
		go func() { sizes <- len(n.Kids) }()
	}
	for range nodes {
		found = append(found, <-sizes)
	}
	return found
}

func Run(root *probe.Node) {
	visit(root)
	probe.Settle()
}
