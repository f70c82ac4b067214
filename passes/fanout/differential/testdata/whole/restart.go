// checks: unboundedspawn

package p

import (
	"program/probe"
	"sync/atomic"
)

var rounds atomic.Int64

func supervise(n *probe.Node) {
	defer func() {
		if recover() != nil {
			go supervise(n)
		}
	}()
	probe.Work(n)
	if rounds.Add(-1) > 0 {
		panic("again")
	}
}

func Run(root *probe.Node) {
	for n := root; len(n.Kids) > 0; n = n.Kids[0] {
		rounds.Add(1)
	}
	supervise(root)
	probe.Settle()
}
