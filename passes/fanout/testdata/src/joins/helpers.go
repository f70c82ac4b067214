// Helpers that start goroutines for others.
package joins

import "sync"

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
