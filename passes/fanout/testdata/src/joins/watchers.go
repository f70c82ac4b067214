package joins

import "context"

// A watcher that ends when its activation returns: there are as many as the
// recursion is deep.
func watched(ctx context.Context, n *node) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { // want "^bounded-sequential: .*ends when it returns"
		<-ctx.Done()
	}()
	for _, c := range n.children {
		watched(ctx, c)
	}
}

func stopped(n *node) {
	stop := make(chan struct{})
	defer close(stop)
	go func() { // want "^bounded-sequential: .*ends when it returns"
		<-stop
	}()
	for _, c := range n.children {
		stopped(c)
	}
}

// One that waits for somebody else's context lives on.
func watchedAbove(ctx context.Context, n *node) {
	go func() { // want "^leaf-spawn"
		<-ctx.Done()
	}()
	for _, c := range n.children {
		watchedAbove(ctx, c)
	}
}

// In a concurrent recursion there are as many as activations.
func watchedMany(ctx context.Context, n *node) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	go func() { // want "^leaf-spawn"
		<-ctx.Done()
	}()
	for _, c := range n.children {
		go watchedMany(ctx, c) // want "^recursive-spawn"
	}
}
