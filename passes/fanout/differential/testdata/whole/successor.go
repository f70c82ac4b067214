// checks: unboundedspawn

package p

import (
	"program/probe"
)

func walk(n *probe.Node) {
	probe.Work(n)
	if len(n.Kids) > 0 {
		go walk(n.Kids[0])
	}
}

func Run(root *probe.Node) {
	walk(root)
	probe.Settle()
}
