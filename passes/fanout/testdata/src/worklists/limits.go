package worklists

import "golang.org/x/sync/errgroup"

type action struct {
	name     string
	next     []*action
	finished chan struct{}
}

// The semaphore is a field of whoever runs the loop.
type runner struct{ slots chan struct{} }

func (r *runner) handle(a *action, queue chan *action) {
	links(a.name)
	<-r.slots
	for _, n := range a.next {
		queue <- n
	}
}

func (r *runner) run(queue chan *action) {
	for a := range queue {
		r.slots <- struct{}{}
		go r.handle(a, queue) // want "^bounded-semaphore: .*slots"
	}
}

func (r *runner) try(queue chan *action) {
	for a := range queue {
		select {
		case r.slots <- struct{}{}:
			go r.handle(a, queue) // want "^bounded-try: .*slots"
		default:
			links(a.name)
		}
	}
}

// The semaphore is a parameter.
func handle(a *action, queue chan *action, slots chan struct{}) {
	links(a.name)
	<-slots
	for _, n := range a.next {
		queue <- n
	}
}

func runUnder(queue chan *action, slots chan struct{}) {
	for a := range queue {
		slots <- struct{}{}
		go handle(a, queue, slots) // want "^bounded-semaphore: .*slots"
	}
}

// The slot that is given back belongs to another semaphore.
func runUnderOther(queue chan *action, slots, others chan struct{}) {
	for a := range queue {
		slots <- struct{}{}
		go handle(a, queue, others) // want "^worklist-spawn"
	}
}

// The semaphore is made for each item.
func runEach(queue chan *action) {
	for a := range queue {
		slots := make(chan struct{}, 4)
		for range a.next {
			slots <- struct{}{}
			go handle(a, queue, slots) // want "^per-level-bound: .*made anew"
		}
	}
}

// So is one that is made right before the item is received.
func runEachBefore(queue chan *action) {
	for {
		slots := make(chan struct{}, 4)
		a := <-queue
		for range a.next {
			slots <- struct{}{}
			go handle(a, queue, slots) // want "^per-level-bound: .*made anew"
		}
	}
}

// The semaphore is made before the loop, in a loop of its own.
func runRounds(queues chan chan *action) {
	for queue := range queues {
		slots := make(chan struct{}, 4)
		for a := range queue {
			slots <- struct{}{}
			go handle(a, queue, slots) // want "^bounded-semaphore"
		}
	}
}

// Every item brings a semaphore of its own.
func runOwn(queue chan *action) {
	for a := range queue {
		a.finished <- struct{}{}
		go func() { // want "^worklist-spawn"
			links(a.name)
			<-a.finished
			for _, n := range a.next {
				queue <- n
			}
		}()
	}
}

// The semaphore is a type of somebody's own, as a value in the runner.
type semaphore struct{ ch chan struct{} }

func (s *semaphore) acquire() { s.ch <- struct{}{} }
func (s *semaphore) release() { <-s.ch }

type limitedRunner struct{ limit semaphore }

func (r *limitedRunner) handle(a *action, queue chan *action) {
	links(a.name)
	r.limit.release()
	for _, n := range a.next {
		queue <- n
	}
}

func (r *limitedRunner) run(queue chan *action) {
	for a := range queue {
		r.limit.acquire()
		go r.handle(a, queue) // want "^bounded-semaphore"
	}
}

// It is handed on by its address.
func handleWith(a *action, queue chan *action, s *semaphore) {
	links(a.name)
	s.release()
	for _, n := range a.next {
		queue <- n
	}
}

func (r *limitedRunner) runWith(queue chan *action) {
	for a := range queue {
		r.limit.acquire()
		go handleWith(a, queue, &r.limit) // want "^bounded-semaphore"
	}
}

// The loop gives the slot back before it starts the goroutine.
func (r *runner) runReleased(queue chan *action) {
	for a := range queue {
		r.slots <- struct{}{}
		links(a.name)
		<-r.slots
		go r.spread(a, queue) // want "^worklist-spawn"
	}
}

func (r *runner) spread(a *action, queue chan *action) {
	for _, n := range a.next {
		queue <- n
	}
}

// The goroutine gives the slot back before it works.
func (r *runner) runEarly(queue chan *action) {
	for a := range queue {
		r.slots <- struct{}{}
		go r.handleEarly(a, queue) // want "^worklist-spawn"
	}
}

func (r *runner) handleEarly(a *action, queue chan *action) {
	<-r.slots
	links(a.name)
	for _, n := range a.next {
		queue <- n
	}
}

// The goroutine keeps its slot until the loop takes what it sends, and the
// loop waits for a slot.
func (r *runner) handleKeeping(a *action, queue chan *action) {
	defer func() { <-r.slots }()
	for _, n := range a.next {
		queue <- n
	}
}

func (r *runner) runKeeping(first *action) {
	queue := make(chan *action)
	go func() { queue <- first }()
	for a := range queue {
		r.slots <- struct{}{}
		go r.handleKeeping(a, queue) // want "^hold-wait"
	}
}

// The loop is a literal of a function that has the semaphore.
func runInside(queue chan *action) {
	slots := make(chan struct{}, 4)
	go func() {
		for a := range queue {
			slots <- struct{}{}
			go func() { // want "^bounded-semaphore: .*slots"
				links(a.name)
				<-slots
				for _, n := range a.next {
					queue <- n
				}
			}()
		}
	}()
}

// The goroutine gives the slot back where there is one, before it sends.
func handleOptional(a *action, queue chan *action, s *semaphore) {
	links(a.name)
	if s != nil {
		s.release()
	}
	for _, n := range a.next {
		queue <- n
	}
}

func (r *limitedRunner) runOptional(first *action) {
	queue := make(chan *action)
	go func() { queue <- first }()
	for a := range queue {
		r.limit.acquire()
		go handleOptional(a, queue, &r.limit) // want "^bounded-semaphore"
	}
}

// It gives the slot back where it gives up, and else after it has sent.
func (r *limitedRunner) runAfter(first *action) {
	queue := make(chan *action)
	go func() { queue <- first }()
	for a := range queue {
		r.limit.acquire()
		go func() { // want "^hold-wait"
			if len(a.next) == 0 {
				r.limit.release()
				return
			}
			for _, n := range a.next {
				queue <- n
			}
			r.limit.release()
		}()
	}
}

// The tasks of a limited group send to a queue with room.
func runGrouped(queue chan *action, g *errgroup.Group) {
	g.SetLimit(4)
	for a := range queue {
		g.Go(func() error { // want "^bounded-group"
			for _, n := range a.next {
				queue <- n
			}
			return nil
		})
	}
}

// The queue has no room, so that the tasks wait for the loop and the loop for
// a task to end.
func runGroupedTight(first *action) error {
	var g errgroup.Group
	g.SetLimit(4)
	queue := make(chan *action)
	go func() { queue <- first }()
	for a := range queue {
		g.Go(func() error { // want "^hold-wait: .*receives"
			for _, n := range a.next {
				queue <- n
			}
			return nil
		})
	}
	return g.Wait()
}

// The group is made for each item, and joined before the next.
func runGroupedEach(queue chan *action) error {
	for a := range queue {
		var g errgroup.Group
		g.SetLimit(4)
		for _, n := range a.next {
			g.Go(func() error { // want "^bounded-sequential"
				queue <- n
				return nil
			})
		}
		if err := g.Wait(); err != nil {
			return err
		}
	}
	return nil
}

// The loop takes the slot, and a helper starts the goroutine.
func (r *runner) runLaunched(queue chan *action) {
	for a := range queue {
		r.slots <- struct{}{}
		r.launch(a, queue)
	}
}

func (r *runner) launch(a *action, queue chan *action) {
	go r.handle(a, queue) // want "^bounded-semaphore: .*slots"
}

// The helper takes the slot itself.
func runStarting(queue chan *action, slots chan struct{}) {
	for a := range queue {
		startUnder(a, queue, slots)
	}
}

func startUnder(a *action, queue chan *action, slots chan struct{}) {
	slots <- struct{}{}
	go handle(a, queue, slots) // want "^bounded-semaphore: .*slots"
}

// The helper makes the semaphore anew.
func runStartingEach(queue chan *action) {
	for a := range queue {
		startEach(a, queue)
	}
}

func startEach(a *action, queue chan *action) {
	slots := make(chan struct{}, 4)
	for range 8 {
		slots <- struct{}{}
		go handle(a, queue, slots) // want "^per-level-bound"
	}
}

// Only the first round takes a slot.
func (r *runner) runSometimes(queue chan *action) {
	for a := range queue {
		if a.name == "" {
			r.slots <- struct{}{}
		}
		r.launchAnyway(a, queue)
	}
}

func (r *runner) launchAnyway(a *action, queue chan *action) {
	go r.handle(a, queue) // want "^worklist-spawn"
}
