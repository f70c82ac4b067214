// checks: unboundedspawn

package p

import (
	"program/probe"
	"time"
)

func poll(n *probe.Node) {
	probe.Work(n)
	if len(n.Kids) > 0 {
		probe.Armed()
		time.AfterFunc(0, func() {
			probe.Fired()
			poll(n.Kids[0])
		})
	}
}

func Run(root *probe.Node) {
	poll(root)
	probe.Settle()
}
