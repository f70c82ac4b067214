package worklists

import "sync"

// A pool of workers, whose reads start senders to the queue.
type finder struct {
	found   chan string
	pending sync.WaitGroup
}

func (f *finder) start(url string) {
	for range 8 {
		go f.work()
	}
	f.enqueue([]string{url})
	f.pending.Wait()
}

func (f *finder) work() {
	for url := range f.found {
		f.read(url)
		f.pending.Done()
	}
}

func (f *finder) read(url string) {
	var next []string
	for _, l := range links(url) {
		next = append(next, l)
	}
	f.enqueue(next)
}

func (f *finder) enqueue(urls []string) {
	f.pending.Add(len(urls))
	go func() { // want "^worklist-spawn: .*enqueue starts a goroutine for what .*work receives"
		for _, u := range urls {
			f.found <- u
		}
	}()
}

// The same in functions, with one goroutine for each item.
func poolWorker(queue chan string) {
	for {
		select {
		case url := <-queue:
			readInto(url, queue)
		}
	}
}

func readInto(url string, queue chan string) {
	for _, l := range links(url) {
		pushLater(l, queue)
	}
}

func pushLater(url string, queue chan string) {
	go func() { queue <- url }() // want "^worklist-spawn"
}

// The item goes back as it is, once: a retry.
type retrier struct{ jobs chan string }

func (r *retrier) work() {
	for job := range r.jobs {
		r.attempt(job)
	}
}

func (r *retrier) attempt(job string) {
	if len(links(job)) == 0 {
		r.again(job)
	}
}

func (r *retrier) again(job string) {
	go func() { r.jobs <- job }()
}

// What is sent does not come of the item: a clock that an item starts.
type clocked struct{ events chan string }

func (c *clocked) work() {
	for e := range c.events {
		c.on(e)
	}
}

func (c *clocked) on(event string) {
	if event == "start" {
		c.tick()
	}
}

func (c *clocked) tick() {
	go func() {
		for range 100 {
			c.events <- "tick"
		}
	}()
}

// The senders send to somebody else.
type splitter struct{ in, out chan string }

func (s *splitter) work() {
	for url := range s.in {
		s.read(url)
	}
}

func (s *splitter) read(url string) { s.emit(links(url)) }

func (s *splitter) emit(urls []string) {
	go func() {
		for _, u := range urls {
			s.out <- u
		}
	}()
}

// Workers read from a filter, and a helper starts one sender for each link.
func poolFiltered(start string) {
	found, queue := make(chan string), make(chan string)
	go func() { found <- start }()
	go filter(found, queue)
	for range 5 {
		go func() {
			for url := range queue {
				readFound(url, found)
			}
		}()
	}
}

func readFound(url string, found chan string) {
	for _, l := range links(url) {
		go func() { found <- l }() // want "^worklist-spawn"
	}
}
