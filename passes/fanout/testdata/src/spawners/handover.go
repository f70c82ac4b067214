package spawners

import (
	"sync"

	"workerlib"
)

// The tasks are kept and run by the workers of a pool of another package.

func runners(n *node) {
	r := workerlib.NewRunner(4)
	for _, c := range n.children {
		r.Add(func() { runners(c) }) // want "^per-level-bound: .*Add limits the goroutines of an object that every activation makes anew"
	}
	r.Start()
	r.Wait()
}

// In a helper.
func inRunner(children []*node, f func(*node)) {
	r := workerlib.NewRunner(4)
	for _, c := range children {
		r.Add(func() { f(c) })
	}
	r.Start()
	r.Wait()
}

func runnersByHelper(n *node) {
	inRunner(n.children, runnersByHelper) // want "^per-level-bound: .*inRunner makes its limit anew"
}

// One for the whole recursion does not start more than it may.
func oneRunner(r *workerlib.Runner, n *node) {
	for _, c := range n.children {
		r.Add(func() { oneRunner(r, c) }) // want "^bounded-pool: "
	}
}

func workersEach(n *node) {
	w := workerlib.NewWorkers(4)
	for _, c := range n.children {
		w.Submit(func() { workersEach(c) }) // want "^per-level-bound: "
	}
}

// Once every worker waits for another to take its task, nothing moves.
func workersShared(w *workerlib.Workers, n *node) {
	for _, c := range n.children {
		w.Submit(func() { workersShared(w, c) }) // want "^hold-wait: .*Submit waits for a slot"
	}
}

func workersCounted(wg *sync.WaitGroup, w *workerlib.Workers, n *node) {
	for _, c := range n.children {
		w.Counted(wg, func() { workersCounted(wg, w, c) }) // want "^hold-wait: .*Counted waits for a slot"
	}
}

func workersOffered(w *workerlib.Workers, n *node) {
	for _, c := range n.children {
		if !w.Offer(func() { workersOffered(w, c) }) { // want "^bounded-pool: "
			workersOffered(w, c)
		}
	}
}

// A callback of events is no task.
func subscribed(n *node) {
	events := workerlib.NewEvents()
	events.OnEvent(func(string) {
		for _, c := range n.children {
			subscribed(c)
		}
	})
}

// What is merged by a key runs on a goroutine, and its caller waits.
func merging(m *workerlib.Merger, n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { // want "^recursive-spawn: "
			m.Do("name", func() { merging(m, c) }) // want "^bounded-sequential: "
		})
	}
	wg.Wait()
}

func mergingInTurn(m *workerlib.Merger, n *node) {
	for _, c := range n.children {
		m.Do("name", func() { mergingInTurn(m, c) }) // want "^bounded-sequential: "
	}
}

// One goroutine for each activation, which goes on with the recursion.
func timers(n *node) {
	workerlib.NewTimer(func() { // want "^recursive-spawn: "
		for _, c := range n.children {
			timers(c)
		}
	})
}
