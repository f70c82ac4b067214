// checks: unboundedspawn

package p

import (
	"program/probe"
)

func walk(n *probe.Node) {
	probe.Work(n)
	if len(n.Kids) == 0 {
		return
	}
	if n.Odd {
		go walk(n.Kids[0])
	} else {
		walk(n.Kids[len(n.Kids)-1])
	}
}

func Run(root *probe.Node) {
	walk(root)
	probe.Settle()
}
