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

// What a function starts works under a context that it cancels when it returns.
func asked(ctx context.Context, all []source) string {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var first answer
	for _, one := range all {
		go one.ask(ctx, &first) // want "^bounded-sequential: .*a context that its starter cancels here"
	}
	return first.wait()
}

type source interface {
	ask(ctx context.Context, first *answer)
}

// One that waits for its turn does so under the context.
type queued struct{ turn chan struct{} }

func (q *queued) ask(ctx context.Context, first *answer) {
	select {
	case q.turn <- struct{}{}:
		println(first)
	case <-ctx.Done():
	}
}

type answer struct{ given chan string }

func (a *answer) wait() string { return <-a.given }

func askAll(ctx context.Context, n *node, all []source) {
	println(asked(ctx, all))
	for _, c := range n.children {
		askAll(ctx, c, all)
	}
}

// So does a literal, which waits for nothing else.
func askedFor(ctx context.Context, n *node, all []source) string {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	var first answer
	for _, one := range all {
		go func() { // want "^bounded-sequential: .*a context that its starter cancels here"
			println(n.name)
			one.ask(ctx, &first)
		}()
	}
	return first.wait()
}

func askAllFor(ctx context.Context, n *node, all []source) {
	println(askedFor(ctx, n, all))
	for _, c := range n.children {
		askAllFor(ctx, c, all)
	}
}

// This one has to be heard, whatever becomes of the context.
func askedAloud(ctx context.Context, all []source) string {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	heard := make(chan answer)
	for _, one := range all {
		go func() { // want "^leaf-spawn"
			var own answer
			one.ask(ctx, &own)
			heard <- own
		}()
	}
	first := <-heard
	return first.wait()
}

func askAllAloud(ctx context.Context, n *node, all []source) {
	println(askedAloud(ctx, all))
	for _, c := range n.children {
		askAllAloud(ctx, c, all)
	}
}

// And this one has another context.
func askedAbove(ctx context.Context, all []source) string {
	_, cancel := context.WithCancel(ctx)
	defer cancel()
	var first answer
	for _, one := range all {
		go one.ask(ctx, &first) // want "^leaf-spawn"
	}
	return first.wait()
}

func askAllAbove(ctx context.Context, n *node, all []source) {
	println(askedAbove(ctx, all))
	for _, c := range n.children {
		askAllAbove(ctx, c, all)
	}
}
