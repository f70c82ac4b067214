// checks: unboundedspawn

package p

import (
	"context"
	"program/probe"
)

func walk(ctx context.Context, n *probe.Node) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() {
		<-ctx.Done()
	}()
	probe.Work(n)
	for _, c := range n.Kids {
		walk(ctx, c)
	}
}

func Run(root *probe.Node) {
	walk(context.Background(), root)
	probe.Settle()
}
