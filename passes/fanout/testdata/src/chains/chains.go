// Package chains has recursion that hands over to one successor.
package chains

import (
	"sync"
	"time"
)

type node struct {
	next, left, right *node
	children          []*node
}

func work() {}

// Restarted after a panic.
func supervise() {
	defer func() {
		if recover() != nil {
			go supervise() // want "^chain"
		}
	}()
	work()
}

// Restarted when the work ends.
func restart(stop chan struct{}) {
	work()
	select {
	case <-stop:
	default:
		go restart(stop) // want "^chain"
	}
}

// Scheduled anew by the timer that it runs on.
type poller struct {
	mu    sync.Mutex
	timer *time.Timer
}

func (p *poller) poll() {
	work()
	p.mu.Lock()
	defer p.mu.Unlock()
	p.timer = time.AfterFunc(time.Second, p.poll) // want "^chain"
}

// Handed over to the next.
func handOff(n *node) {
	work()
	if n.next != nil {
		go handOff(n.next) // want "^chain"
	}
}

// Handed over by a callback.
func (n *node) visit(done func(*node)) { done(n.next) }

func callback(n *node) {
	n.visit(func(next *node) {
		go callback(next) // want "^chain"
	})
}

// Exclusive branches.
func search(n *node, right bool) {
	if right {
		go search(n.right, right) // want "^chain"
	} else {
		go search(n.left, right) // want "^chain"
	}
}

// A goroutine on one branch, a call on the other.
func exclusive(n *node) {
	if n.left != nil {
		go exclusive(n.left) // want "^chain"
		return
	}
	if n.right != nil {
		exclusive(n.right)
	}
}

// A loop that ends with the spawn.
func firstMatch(n *node) {
	for _, c := range n.children {
		if c.next == nil {
			continue
		}
		go firstMatch(c) // want "^chain"
		return
	}
}

// A loop that ends with the spawn by break.
func firstBreak(n *node) {
	for _, c := range n.children {
		if c.next != nil {
			go firstBreak(c) // want "^chain"
			break
		}
	}
}

// Work that is retried until it is done, and then one successor.
func retried(n *node, send func(*node) error) {
	for range 3 {
		if err := send(n); err == nil {
			break
		}
	}
	if n.next != nil {
		go retried(n.next, send) // want "^chain"
	}
}

// A retry loop around the recursion: it goes on only when that failed.
func redirect(n *node) error {
	go work() // want "^(chain|leaf-spawn)"
	for range 3 {
		if err := redirect(n.next); err == nil {
			return nil
		}
	}
	return nil
}

// Two successors are no chain.
func both(n *node) {
	go both(n.left)  // want "^recursive-spawn"
	go both(n.right) // want "^recursive-spawn"
}

// A branch that does not end the activation.
func fallsThrough(n *node) {
	if n.left != nil {
		go fallsThrough(n.left) // want "^recursive-spawn"
	}
	if n.right != nil {
		fallsThrough(n.right)
	}
}

// On success and on failure, but never on both.
func eitherOutcome(n *node, send func(*node) error) {
	err := send(n)
	if err == nil {
		go eitherOutcome(n, send) // want "^chain"
	}
	println("sent")
	if err != nil {
		eitherOutcome(n, send)
	}
}

// Asked anew, both may hold.
func twoOutcomes(n *node, send func(*node) error) {
	if send(n) == nil {
		go twoOutcomes(n, send) // want "^recursive-spawn"
	}
	if send(n) != nil {
		twoOutcomes(n, send)
	}
}

// All runs functions side by side.
func all(functions ...func()) {
	var wg sync.WaitGroup
	for _, f := range functions {
		wg.Add(1)
		go func() {
			defer wg.Done()
			f()
		}()
	}
	wg.Wait()
}

// A list of functions is as many next steps.
func listed(n *node) {
	all( // want "^recursive-spawn"
		func() { listed(n.left) },
		func() { listed(n.right) },
	)
}

// Of these, one is run.
func chosen(n *node) {
	next := func() { chosen(n.left) }
	if n.left == nil {
		next = func() { chosen(n.right) }
	}
	all(next) // want "^chain"
}

// A list that grows is as many next steps as it has elements.
func gathered(n *node) {
	var next []func()
	for _, c := range n.children {
		next = append(next, func() { gathered(c) })
	}
	all(next...) // want "^recursive-spawn"
}

// A queue has one runner, which starts a successor for what came in meanwhile.
// Nobody else starts one while it runs, even from its tasks.
type queue struct {
	mu    sync.Mutex
	busy  chan struct{}
	tasks []func()
	done  func()
}

func (q *queue) enqueue(task func()) {
	q.mu.Lock()
	defer q.mu.Unlock()
	q.tasks = append(q.tasks, task)
	if q.busy == nil {
		q.busy = make(chan struct{})
		go q.run() // want "^bounded-once"
	}
}

func (q *queue) run() {
	defer func() {
		q.mu.Lock()
		defer q.mu.Unlock()
		if len(q.tasks) == 0 {
			q.busy = nil
			return
		}
		q.busy = make(chan struct{})
		go q.run() // want "^chain"
	}()
	for _, task := range q.taken() {
		task()
	}
	q.enqueue(q.done)
	q.enqueue(q.done)
}

func (q *queue) taken() []func() {
	taken := q.tasks
	q.tasks = nil
	return taken
}

// Here two successors are started.
func (q *queue) runTwice() {
	q.mu.Lock()
	defer q.mu.Unlock()
	go q.runTwice() // want "^recursive-spawn"
	if q.busy == nil {
		q.busy = make(chan struct{})
		go q.runTwice() // want "^bounded-once"
	}
	q.runTwice()
}

// A request that could not be made calls nobody back.
type client struct{ closed error }

func (c *client) send(back func(error)) error {
	if c.closed != nil {
		return c.closed
	}
	go back(nil)
	return nil
}

func (c *client) retry(n *node) {
	err := c.send(func(err error) { // want "^chain"
		if err != nil {
			c.retry(n)
		}
	})
	if err != nil {
		c.retry(n)
	}
}

// One that was made calls back, and the other goes on as well.
func (c *client) spread(n *node) {
	err := c.send(func(error) { c.spread(n.left) }) // want "^recursive-spawn"
	if err == nil {
		c.spread(n.right)
	}
}

func (c *client) spreadAnyway(n *node) {
	err := c.send(func(error) { c.spreadAnyway(n.left) }) // want "^recursive-spawn"
	if err != nil {
		println("not sent")
	}
	c.spreadAnyway(n.right)
}

// A request calls back when the answer comes, or when the time is up.
type request struct {
	back func(error)
	next *request
}

type wire struct{ pending []*request }

func (w *wire) ask(r *request) {
	w.queue(r)
	time.AfterFunc(time.Second, func() { // want "^chain"
		r.finish(nil)
	})
}

func (w *wire) queue(r *request) { go r.finish(nil) } // want "^chain"

func (r *request) finish(err error) { r.back(err) }

func (w *wire) again(r *request) {
	w.ask(&request{back: func(err error) { w.again(r) }})
}

// A call goes on by what it is handed, and only so.
func (w *wire) once(r *request) {
	w.deliver(r, func() { // want "^chain"
		w.once(r)
	})
}

func (w *wire) deliver(r *request, then func()) {
	if r.next == nil {
		time.AfterFunc(time.Second, then)
		return
	}
	w.forward(r, then)
}

func (w *wire) forward(r *request, then func()) { w.deliver(r.next, then) }

// Or by itself as well.
func (w *wire) twice(r *request) {
	w.spreadTo(r, func() { // want "^recursive-spawn"
		w.twice(r)
	})
}

func (w *wire) spreadTo(r *request, then func()) {
	go then()
	w.twice(r.next)
}

// What the timer does later is something else than what is done now.
func (w *wire) later(n *node) {
	w.sweep(n.left)
	time.AfterFunc(time.Second, func() { // want "^recursive-spawn"
		w.sweep(n.right)
	})
}

func (w *wire) sweep(n *node) {
	if n != nil {
		w.later(n)
	}
}

// A failure of somebody's own, which is returned or told of.
type failure struct{ again bool }

func (w *wire) try(then func(*failure)) *failure {
	if w.pending == nil {
		return &failure{again: true}
	}
	go then(nil)
	return nil
}

func (w *wire) insist(r *request) {
	failed := w.try(func(f *failure) { // want "^chain"
		if f != nil {
			w.insist(r)
		}
	})
	if failed != nil {
		w.insist(r)
	}
}

// What is returned here is the next one, and not a failure.
func (w *wire) first(r *request, then func()) *request {
	go then()
	return r.next
}

func (w *wire) proceed(r *request) {
	next := w.first(r, func() { // want "^recursive-spawn"
		w.proceed(r)
	})
	if next != nil {
		w.proceed(next)
	}
}
