// checks: perlevelbound

package p

import (
	"context"
	"errors"

	"golang.org/x/sync/errgroup"

	"program/probe"
)

// visit gives up at the last child of odd nodes, with goroutines running,
// and cancels them.
func visit(ctx context.Context, n *probe.Node) error {
	mine, cancel := context.WithCancel(ctx)
	defer cancel()
	g, groupCtx := errgroup.WithContext(mine)
	g.SetLimit(3)
	for i, c := range n.Kids {
		switch {
		case i > 1 && n.Odd:
			return errors.New("odd")
		case c == nil:
			continue
		}
		g.Go(func() error {
			_ = visit(groupCtx, c)
			return nil
		})
	}
	probe.Work(n)
	return g.Wait()
}

func Run(root *probe.Node) {
	_ = visit(context.Background(), root)
	probe.Settle()
}
