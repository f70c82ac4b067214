package worklists

import (
	"context"
	"sync"
)

// The goroutine is a named function that is given the channel.
func crawlNamed(start string) {
	queue := make(chan string, 1000)
	queue <- start
	for next := range queue {
		go visit(next, queue) // want "^worklist-spawn"
	}
}

func visit(url string, queue chan<- string) {
	for _, l := range links(url) {
		queue <- l
	}
}

// The page that failed is sent back, and nothing else is.
func fetchAgain(start string) {
	queue := make(chan string, 1000)
	queue <- start
	for next := range queue {
		go visitAgain(next, queue)
	}
}

func visitAgain(url string, queue chan<- string) {
	if len(links(url)) == 0 {
		queue <- url
	}
}

// A crawler that keeps the channel, and hands it on as well.
type crawler struct {
	queue chan string
	found chan string
}

func (c *crawler) run(start string) {
	var wg sync.WaitGroup
	done := make(chan bool)
	seen := make(map[string]bool)
	wg.Add(1)
	go c.visit(start, c.queue, &wg)
	go func() {
		wg.Wait()
		done <- true
	}()
	for {
		select {
		case l := <-c.queue:
			if !seen[l] {
				seen[l] = true
				wg.Add(1)
				go c.visit(l, c.queue, &wg) // want "^worklist-spawn"
			}
		case <-done:
			return
		}
	}
}

func (c *crawler) visit(url string, queue chan string, wg *sync.WaitGroup) {
	defer wg.Done()
	for _, l := range links(url) {
		queue <- l
	}
}

// What is found goes to a channel that the loop only prints.
func (c *crawler) collect() {
	for {
		select {
		case l := <-c.queue:
			go c.report(l, c.found)
		case l := <-c.found:
			println(l)
		}
	}
}

func (c *crawler) report(url string, found chan<- string) {
	for _, l := range links(url) {
		found <- l
	}
}

// The number of pages is limited, and there is a goroutine for each of them at
// most.
func crawlSome(start string, most int) {
	queue := make(chan string, 1000)
	visited := make(map[string]bool)
	queue <- start
	for len(visited) < most {
		next := <-queue
		if !visited[next] {
			visited[next] = true
			go visitInto(next, &queue) // want "^bounded-try: the size of a map"
		}
	}
}

// The set only keeps pages from being read twice.
func crawlOnce(start string) {
	queue := make(chan string, 1000)
	visited := make(map[string]bool)
	queue <- start
	for len(visited) >= 0 {
		next := <-queue
		if !visited[next] {
			visited[next] = true
			go visitInto(next, &queue) // want "^worklist-spawn"
		}
	}
}

func visitInto(url string, queue *chan string) {
	for _, l := range links(url) {
		*queue <- l
	}
}

// A helper sends one item, and is called for each of them.
func crawlByHelper(ctx context.Context, start string) {
	queue := make(chan string, 1000)
	enqueue(ctx, queue, start)
	for next := range queue {
		go func(url string) { // want "^worklist-spawn"
			for _, l := range links(url) {
				enqueue(ctx, queue, l)
			}
		}(next)
	}
}

// One successor for each item is a chain.
func followByHelper(ctx context.Context, start string) {
	queue := make(chan string, 1000)
	enqueue(ctx, queue, start)
	for next := range queue {
		go func(url string) {
			enqueue(ctx, queue, links(url)[0])
		}(next)
	}
}

func enqueue(ctx context.Context, queue chan<- string, url string) {
	select {
	case queue <- url:
	case <-ctx.Done():
	}
}

// The loop calls what starts the goroutine.
func crawlStarted(start string) {
	queue := make(chan string, 1000)
	queue <- start
	for next := range queue {
		launch(next, queue)
	}
}

func launch(url string, queue chan string) {
	go visit(url, queue) // want "^worklist-spawn"
}

// The channel travels in a struct.
type job struct {
	url   string
	queue chan<- string
}

func crawlJobs(start string) {
	queue := make(chan string, 1000)
	queue <- start
	for next := range queue {
		go runJob(job{next, queue}) // want "^worklist-spawn"
	}
}

// The struct carries another channel.
func listJobs(start string, out chan string) {
	queue := make(chan string, 1000)
	queue <- start
	for next := range queue {
		go runJob(job{next, out})
	}
}

func runJob(j job) {
	for _, l := range links(j.url) {
		j.queue <- l
	}
}

// The goroutines send to a filter, and that sends to the loop.
func crawlFiltered(start string) {
	found, queue := make(chan string), make(chan string)
	go filter(found, queue)
	queue <- start
	for next := range queue {
		go visit(next, found) // want "^worklist-spawn"
	}
}

// The filter sends to somebody else.
func listFiltered(start string, out chan string) {
	found, queue := make(chan string), make(chan string)
	go filter(found, out)
	queue <- start
	for next := range queue {
		go visit(next, found)
	}
}

func filter(found <-chan string, queue chan<- string) {
	seen := make(map[string]bool)
	for l := range found {
		if !seen[l] {
			seen[l] = true
			queue <- l
		}
	}
}

// A stage sends to the next one only.
func stage(in <-chan string, out chan<- string) {
	for url := range in {
		go visit(url, out)
	}
}

func pipeline(in chan string) chan string {
	for range 3 {
		out := make(chan string)
		go stage(in, out)
		in = out
	}
	return in
}

// So does a stage that knows the next one.
type linked struct {
	in   chan string
	next *linked
}

func (s *linked) run() {
	for url := range s.in {
		go s.forward(url)
	}
}

func (s *linked) forward(url string) {
	for _, l := range links(url) {
		s.next.in <- l
	}
}

// All stages in turn: which of them the loop is at has no end of names.
func (s *linked) following() *linked { return s.next }

func drain(s *linked) {
	for ; s != nil; s = s.following() {
		for url := range s.in {
			go visit(url, s.following().in)
		}
	}
}

// A stage that sends to itself.
type looping struct{ in chan string }

func (s *looping) run() {
	for url := range s.in {
		go s.forward(url) // want "^worklist-spawn"
	}
}

func (s *looping) forward(url string) {
	for _, l := range links(url) {
		s.in <- l
	}
}

// Replies go to whoever asked.
type request struct {
	url   string
	reply chan string
}

func answer(requests <-chan request) {
	for r := range requests {
		go visit(r.url, r.reply)
	}
}

// The sieve: each prime starts a filter, which sends to a channel of its own.
func sieve(numbers chan int) {
	for range 10 {
		prime := <-numbers
		rest := make(chan int)
		go sift(numbers, rest, prime)
		numbers = rest
	}
}

func sift(in <-chan int, out chan<- int, prime int) {
	for n := range in {
		if n%prime != 0 {
			out <- n
		}
	}
}
