// Helpers that start goroutines for others.
package joins

import (
	"context"
	"sync"
)

// sideBySide runs functions and waits for them.
func sideBySide(functions ...func()) {
	var wg sync.WaitGroup
	wg.Add(len(functions))
	for _, f := range functions {
		go func() {
			f()
			wg.Done()
		}()
	}
	wg.Wait()
}

// unawaited runs them and does not wait.
func unawaited(functions ...func()) {
	for _, f := range functions {
		go f()
	}
}

// Both leaves are gone before the recursion goes on.
func loaded(a, b *node) {
	for i := range a.children {
		var x, y *node
		sideBySide( // want "^bounded-sequential"
			func() { x = a.children[i] },
			func() { y = b.children[i] },
		)
		loaded(x, y)
	}
}

func loading(a, b *node) {
	for i := range a.children {
		unawaited( // want "^leaf-spawn"
			func() { println(a.children[i].name) },
			func() { println(b.children[i].name) },
		)
		loading(a.children[i], b.children[i])
	}
}

// Both recurse.
func besideEachOther(n *node) {
	sideBySide( // want "^recursive-spawn"
		func() { besideEachOther(n.children[0]) },
		func() { besideEachOther(n.children[1]) },
	)
}

// headAndRest has the first run on a goroutine, and the rest by another helper.
func headAndRest(handle func(*node), nodes []*node) {
	done := make(chan struct{})
	go func() {
		handle(nodes[0])
		close(done)
	}()
	eachBeside(handle, nodes[1:])
	<-done
}

func eachBeside(handle func(*node), nodes []*node) {
	var wg sync.WaitGroup
	for _, n := range nodes {
		wg.Go(func() { handle(n) })
	}
	wg.Wait()
}

func inGroups(n *node) {
	if len(n.children) > 0 {
		headAndRest(inGroups, n.children) // want "^recursive-spawn"
	}
}

// headOnly waits for the first and lets the rest be.
func headOnly(handle func(*node), nodes []*node) {
	done := make(chan struct{})
	go func() {
		handle(nodes[0])
		close(done)
	}()
	println(len(nodes))
	<-done
}

func alongHeads(n *node) {
	if len(n.children) > 0 {
		headOnly(alongHeads, n.children) // want "^bounded-sequential: headOnly waits"
	}
}

// askOne starts a function that it is given and waits for what it says, unless
// everything is called off.
func askOne(ctx context.Context, ask func(context.Context, chan<- string)) string {
	said := make(chan string, 1)
	go ask(ctx, said)
	select {
	case name := <-said:
		return name
	case <-ctx.Done():
		return ""
	}
}

func (n *node) asked() func(context.Context, chan<- string) {
	return func(_ context.Context, said chan<- string) { said <- n.name }
}

func named(ctx context.Context, n *node) {
	println(askOne(ctx, n.asked())) // want "^bounded-sequential: askOne waits"
	for _, c := range n.children {
		named(ctx, c)
	}
}

// What is answered is only that the work has begun.
func (n *node) begun() func(context.Context, chan<- string) {
	return func(_ context.Context, said chan<- string) {
		said <- n.name
		n.goOn()
	}
}

func (n *node) goOn() {}

func beginAll(ctx context.Context, n *node) {
	println(askOne(ctx, n.begun())) // want "^leaf-spawn"
	for _, c := range n.children {
		beginAll(ctx, c)
	}
}

// askInVain returns on one of its ways before the answer is there.
func askInVain(ctx context.Context, ask func(context.Context, chan<- string)) string {
	said := make(chan string, 1)
	go ask(ctx, said)
	if ctx.Err() == nil {
		return ""
	}
	return <-said
}

func unnamed(ctx context.Context, n *node) {
	println(askInVain(ctx, n.asked())) // want "^leaf-spawn"
	for _, c := range n.children {
		unnamed(ctx, c)
	}
}
