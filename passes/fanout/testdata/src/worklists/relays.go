package worklists

// Workers are given both channels, and hand back on a goroutine of their own.
func handBack(unseen <-chan string, found chan<- []string) {
	for u := range unseen {
		list := links(u)
		go func() { found <- list }() // want "^worklist-spawn"
	}
}

func crawlWorkers(first []string) {
	unseen, found := make(chan string), make(chan []string)
	for range 20 {
		go handBack(unseen, found)
	}
	go func() { found <- first }()
	seen := make(map[string]bool)
	for list := range found {
		for _, u := range list {
			if !seen[u] {
				seen[u] = true
				unseen <- u
			}
		}
	}
}

// What the workers find is only printed.
func handOver(unseen <-chan string, found chan<- []string) {
	for u := range unseen {
		list := links(u)
		go func() { found <- list }()
	}
}

func crawlPages(pages []string) {
	unseen, found := make(chan string), make(chan []string)
	go handOver(unseen, found)
	go func() {
		for list := range found {
			for _, u := range list {
				println(u)
			}
		}
	}()
	for _, page := range pages {
		unseen <- page
	}
}

// Two pairs of channels: each worker hands back to the other's loop, which
// prints.
func handAcross(unseen <-chan string, found chan<- []string) {
	for u := range unseen {
		list := links(u)
		go func() { found <- list }()
	}
}

func crawlAcross() {
	unseen, found := make(chan string), make(chan []string)
	printed := make(chan []string)
	go handAcross(unseen, printed)
	go func() {
		for list := range printed {
			println(len(list))
		}
	}()
	for list := range found {
		for _, u := range list {
			unseen <- u
		}
	}
}

// The loop between passes on in a helper.
type pages struct {
	wanted chan string
	found  chan []string
}

func (p *pages) fetch() {
	for u := range p.wanted {
		go func(list []string) { // want "^worklist-spawn"
			p.found <- list
		}(links(u))
	}
}

func (p *pages) want(u string) { p.wanted <- u }

func (p *pages) sort() {
	for list := range p.found {
		for _, u := range list {
			p.want(u)
		}
	}
}

// It passes on one for one: that is a second try.
type tries struct {
	wanted chan string
	failed chan string
}

func (t *tries) fetch() {
	for u := range t.wanted {
		go func() {
			if len(links(u)) == 0 {
				t.failed <- u
			}
		}()
	}
}

func (t *tries) again(u string) { t.wanted <- u }

func (t *tries) retry() {
	for u := range t.failed {
		t.again(u)
	}
}

// One loop for tasks and results, and goroutines for both.
type flows struct{ tasks, results chan string }

func (f *flows) run() {
	for {
		select {
		case task := <-f.tasks:
			go func() { f.results <- task + "/" }() // want "^worklist-spawn"
		case result := <-f.results:
			go func() { // want "^worklist-spawn"
				for _, u := range links(result) {
					f.tasks <- u
				}
			}()
		}
	}
}

// Results lead to nothing more.
func (f *flows) runOnce() {
	for {
		select {
		case task := <-f.tasks:
			go func() { f.results <- task + "/" }()
		case result := <-f.results:
			go func() {
				for _, u := range links(result) {
					println(u)
				}
			}()
		}
	}
}

// Each task gives one result, and each result one task.
type rounds struct{ tasks, results chan string }

func (r *rounds) run() {
	for {
		select {
		case task := <-r.tasks:
			go func() { r.results <- task + "/" }()
		case result := <-r.results:
			go func() { r.tasks <- result + "?" }()
		}
	}
}

// Stages of a pipeline: what the second one starts is told to the first, which
// is a loop of its own.
type stages struct {
	in  chan string
	out chan []string
}

func (s *stages) first() {
	for u := range s.in {
		go func() { s.out <- links(u) }()
	}
}

func (s *stages) second() {
	for list := range s.out {
		go store(list)
	}
}

func store(list []string) { println(len(list)) }

// The loop that passes on looks at the depth.

func crawlToDepth(first []string, most int) {
	found, unseen := make(chan sheets), make(chan hop)
	go func() { found <- sheets{first, 0} }()
	for range 20 {
		go func() {
			for h := range unseen {
				urls := links(h.url)
				go func(depth int) { found <- sheets{urls, depth + 1} }(h.depth) // want "^bounded-depth"
			}
		}()
	}
	for b := range found {
		for _, u := range b.urls {
			if b.depth < most {
				unseen <- hop{u, b.depth}
			}
		}
	}
}

// Each page gets a worker of its own, which starts again at the top.
func crawlInRounds(first []string, most int) {
	found, unseen := make(chan sheets), make(chan hop)
	go func() { found <- sheets{first, 0} }()
	for b := range found {
		for _, u := range b.urls {
			go func() { // want "^worklist-spawn"
				for h := range unseen {
					urls := links(h.url)
					go func(depth int) { found <- sheets{urls, depth + 1} }(h.depth) // want "^worklist-spawn"
				}
				for _, l := range links(u) {
					found <- sheets{[]string{l}, 0}
				}
			}()
			if b.depth < most {
				unseen <- hop{u, b.depth}
			}
		}
	}
}

// It passes on what is too deep as well, at the depth that it has.
func crawlPastDepth(first []string, most int) {
	found, unseen := make(chan sheets), make(chan hop)
	go func() { found <- sheets{first, 0} }()
	for range 20 {
		go func() {
			for h := range unseen {
				urls := links(h.url)
				go func(depth int) { found <- sheets{urls, depth + 1} }(h.depth) // want "^worklist-spawn"
			}
		}()
	}
	for b := range found {
		for _, u := range b.urls {
			if b.depth >= most {
				println(u)
			}
			unseen <- hop{u, b.depth}
		}
	}
}
