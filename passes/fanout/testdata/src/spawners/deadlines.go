package spawners

import (
	"context"
	"time"
)

// A call with a deadline: it waits for its goroutine, as long as it can.
func withDeadline(ctx context.Context, f func(context.Context) error) error {
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	done := make(chan error, 1)
	go func() { done <- f(ctx) }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return ctx.Err()
	}
}

func timed(ctx context.Context, n *node) error {
	for _, c := range n.children {
		if err := withDeadline(ctx, func(ctx context.Context) error { return timed(ctx, c) }); err != nil { // want "^bounded-sequential: withDeadline waits"
			return err
		}
	}
	return nil
}

// Two at a time are a fan-out, though they are waited for.
func bothOf(f, g func()) {
	done := make(chan struct{}, 2)
	go func() { f(); done <- struct{}{} }()
	go func() { g(); done <- struct{}{} }()
	<-done
	<-done
}

func halves(n *node) {
	if len(n.children) < 2 {
		return
	}
	bothOf(func() { halves(n.children[0]) }, func() { halves(n.children[1]) }) // want "^recursive-spawn"
}
