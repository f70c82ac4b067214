// Package worklists has cycles that close through a channel.
package worklists

func links(url string) []string { return []string{url} }

// The crawler: the loop starts a goroutine for every link, and each sends
// more links to the loop.
func crawl(start []string) {
	work := make(chan []string)
	go func() { work <- start }()
	seen := make(map[string]bool)
	for list := range work {
		for _, url := range list {
			if !seen[url] {
				seen[url] = true
				go func() { // want "^worklist-spawn"
					work <- links(url)
				}()
			}
		}
	}
}

// A visitor that sends every child by itself.
type tree struct {
	pending  chan *tree
	children []*tree
}

func (t *tree) run() {
	for next := range t.pending {
		go t.expand(next) // want "^worklist-spawn"
	}
}

func (t *tree) expand(n *tree) {
	for _, c := range n.children {
		t.pending <- c
	}
}

// The same, in a select beside a stop signal.
func (t *tree) runUntil(stop chan struct{}) {
	for {
		select {
		case next := <-t.pending:
			go t.expand(next) // want "^worklist-spawn"
		case <-stop:
			return
		}
	}
}

// A slot taken in the goroutine limits the fetches, not the goroutines.
var tokens = make(chan struct{}, 20)

func fetch(url string) []string {
	tokens <- struct{}{}
	defer func() { <-tokens }()
	return links(url)
}

func crawlLate(start []string) {
	work := make(chan []string)
	go func() { work <- start }()
	for list := range work {
		for _, url := range list {
			go func() { // want "^late-acquire: .*tokens"
				work <- fetch(url)
			}()
		}
	}
}

// The failed job is sent back: one for one.
func retry(jobs chan string, run func(string) error) {
	for job := range jobs {
		go func() {
			if err := run(job); err != nil {
				jobs <- job
			}
		}()
	}
}

// A pool of tokens: what is received is what allows the goroutine.
func tokenPool(urls []string) {
	free := make(chan int, 4)
	for i := range 4 {
		free <- i
	}
	for _, url := range urls {
		worker := <-free
		go func() {
			links(url)
			free <- worker
		}()
	}
}

// A reply to another channel closes no cycle.
func serve(requests <-chan string, replies chan<- []string) {
	for url := range requests {
		go func() { replies <- links(url) }()
	}
}

// A fixed number of workers read the queue, and fill it.
func workers(start *tree) {
	queue := make(chan *tree, 1024)
	queue <- start
	for range 8 {
		go func() {
			for n := range queue {
				for _, c := range n.children {
					queue <- c
				}
			}
		}()
	}
}

// The loop waits for a slot, and those who have one wait for the loop.
func stuck(root *sheet) {
	slots := make(chan struct{}, 2)
	work := make(chan *sheet)
	go func() { work <- root }()
	for p := range work {
		slots <- struct{}{}
		go func() { // want "^hold-wait"
			defer func() { <-slots }()
			for _, l := range p.links {
				work <- l
			}
		}()
	}
}

// The slot is given back before the items are handed over.
func moving(root *sheet) {
	slots := make(chan struct{}, 2)
	work := make(chan *sheet)
	go func() { work <- root }()
	for p := range work {
		slots <- struct{}{}
		go func() { // want "^bounded-semaphore"
			fetch(p.url)
			<-slots
			for _, l := range p.links {
				work <- l
			}
		}()
	}
}

type sheet struct {
	url   string
	links []*sheet
}
