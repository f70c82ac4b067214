// checks: unboundedspawn

package p

import (
	"context"
	"program/probe"
)

func walk(ctx context.Context, n *probe.Node) {
	go func() {
		<-ctx.Done()
	}()
	probe.Work(n)
	for _, c := range n.Kids {
		walk(ctx, c)
	}
}

func Run(root *probe.Node) {
	ctx, cancel := context.WithCancel(context.Background())
	walk(ctx, root)
	probe.Settle()
	cancel()
}
