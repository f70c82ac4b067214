// checks: unboundedspawn

package p

import (
	"program/probe"
)

func walk(n *probe.Node) {
	if len(n.Kids) > 0 {
		go walk(n.Kids[0])
	}
	probe.Work(n)
}

func Run(root *probe.Node) {
	walk(root)
	probe.Settle()
}
