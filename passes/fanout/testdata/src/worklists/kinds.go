package worklists

// A loop over messages of several types, one of which starts goroutines.
type message any

type (
	visitAll []string
	found    struct{ url string }
	command  func() message
	batch    []command
)

type loop struct{ messages chan message }

// What comes of a batch is never a batch.
func (l *loop) run() {
	for m := range l.messages {
		switch m := m.(type) {
		case batch:
			go l.execute(m)
		case found:
			println(m.url)
		}
	}
}

func (l *loop) execute(b batch) {
	for _, c := range b {
		switch m := c().(type) {
		case batch:
		default:
			l.messages <- m
		}
	}
}

// A helper sends what is no batch.
func (l *loop) runSending() {
	for m := range l.messages {
		if b, ok := m.(batch); ok {
			go l.executeSending(b)
		}
	}
}

func (l *loop) executeSending(b batch) {
	for _, c := range b {
		m := c()
		if _, ok := m.(batch); ok {
			continue
		}
		l.send(m)
	}
}

func (l *loop) send(m message) {
	select {
	case l.messages <- m:
	}
}

// Batches come back.
func (l *loop) runAll() {
	for m := range l.messages {
		switch m := m.(type) {
		case batch:
			go l.executeAll(m) // want "^worklist-spawn"
		}
	}
}

func (l *loop) executeAll(b batch) {
	for _, c := range b {
		l.messages <- c()
	}
}

// Other types are sorted out, and this one is not.
func (l *loop) runOther() {
	for m := range l.messages {
		switch m := m.(type) {
		case batch:
			go l.executeOther(m) // want "^worklist-spawn"
		}
	}
}

func (l *loop) executeOther(b batch) {
	for _, c := range b {
		switch m := c().(type) {
		case found:
		default:
			l.messages <- m
		}
	}
}

// What the goroutine sends is of another type.
func (l *loop) runFound() {
	for m := range l.messages {
		switch m := m.(type) {
		case visitAll:
			go l.report(m)
		case found:
			println(m.url)
		}
	}
}

func (l *loop) report(urls visitAll) {
	for _, u := range urls {
		l.messages <- found{u}
	}
}

// It is of the type that starts goroutines.
func (l *loop) runVisits() {
	for m := range l.messages {
		switch m := m.(type) {
		case visitAll:
			go l.visit(m) // want "^worklist-spawn"
		case found:
			println(m.url)
		}
	}
}

func (l *loop) visit(urls visitAll) {
	for _, u := range urls {
		l.messages <- visitAll(links(u))
	}
}

// An interface takes in the type that is sent.
func (f found) URL() string { return f.url }

func (l *loop) runAny() {
	for m := range l.messages {
		if m, ok := m.(interface{ URL() string }); ok {
			go l.report(visitAll(links(m.URL()))) // want "^worklist-spawn"
		}
	}
}

// A constant tells the kind of a message.
type event struct {
	kind string
	urls []string
}

func serveEvents(events chan event) {
	for e := range events {
		switch e.kind {
		case "open":
			go readEvents(e.urls, events)
		case "data":
			println(len(e.urls))
		}
	}
}

func readEvents(urls []string, events chan<- event) {
	for _, u := range urls {
		events <- event{"data", links(u)}
	}
}

// The kind that is sent is the one that starts goroutines.
func serveOpening(events chan event) {
	for e := range events {
		if e.kind != "open" {
			continue
		}
		go readOpening(e.urls, events) // want "^worklist-spawn"
	}
}

func readOpening(urls []string, events chan<- event) {
	for _, u := range urls {
		events <- event{kind: "open", urls: links(u)}
	}
}

// The kind is whatever a variable says.
func serveVariable(events chan event, kind string) {
	for e := range events {
		if e.kind == "open" {
			go readVariable(kind, e.urls, events) // want "^worklist-spawn"
		}
	}
}

func readVariable(kind string, urls []string, events chan<- event) {
	for _, u := range urls {
		events <- event{kind, links(u)}
	}
}

// The kinds are numbers, the messages pointers, and two kinds start goroutines.
type signal struct {
	code int
	urls []string
}

const (
	data = iota
	open
	reopen
)

func serveSignals(signals chan *signal) {
	for s := range signals {
		switch s.code {
		case open, reopen:
			go func() {
				for _, u := range s.urls {
					signals <- &signal{urls: links(u)}
				}
			}()
		}
	}
}

func serveReopening(signals chan *signal) {
	for s := range signals {
		switch s.code {
		case open, reopen:
			go func() { // want "^worklist-spawn"
				for _, u := range s.urls {
					signals <- &signal{reopen, links(u)}
				}
			}()
		}
	}
}

// A helper looks at the type.
func (l *loop) runHandling() {
	for m := range l.messages {
		l.handle(m)
	}
}

func (l *loop) handle(m message) {
	if urls, ok := m.(visitAll); ok {
		go l.tell(urls)
	}
}

func (l *loop) tell(urls visitAll) {
	for _, u := range urls {
		l.messages <- newFound(u)
	}
}

func newFound(url string) message { return found{url} }

func (l *loop) runHandlingAll() {
	for m := range l.messages {
		l.handleAll(m)
	}
}

func (l *loop) handleAll(m message) {
	switch m := m.(type) {
	case found:
	case visitAll:
		go l.tellAll(m) // want "^worklist-spawn"
	}
}

func (l *loop) tellAll(urls visitAll) {
	for _, u := range urls {
		l.messages <- newVisit(u)
	}
}

func newVisit(url string) message {
	if url == "" {
		return found{url}
	}
	return visitAll(links(url))
}

// A filter comes between, and what is sent comes out of a reader that has
// nothing to tell now and then.
type filtered struct {
	messages chan message
	filter   func(message) message
}

func (l *filtered) run() {
	for m := range l.messages {
		if l.filter != nil {
			m = l.filter(m)
		}
		switch m := m.(type) {
		case batch:
			go l.execute(m)
		case visitAll:
			go l.read(m)
		}
	}
}

func (l *filtered) execute(b batch) {
	for _, c := range b {
		switch m := c().(type) {
		case batch, visitAll:
		default:
			l.messages <- m
		}
	}
}

func (l *filtered) read(urls visitAll) {
	for _, u := range urls {
		_, m := nextOf(u)
		l.messages <- m
	}
}

func nextOf(url string) (n int, m message) {
	if url == "" {
		return 0, nil
	}
	return len(url), found{url}
}

// One of the results is what starts the next.
func (l *filtered) runOn() {
	for m := range l.messages {
		if l.filter != nil {
			m = l.filter(m)
		}
		if urls, ok := m.(visitAll); ok {
			go l.readOn(urls) // want "^worklist-spawn"
		}
	}
}

func (l *filtered) readOn(urls visitAll) {
	for _, u := range urls {
		_, m := nextOfAll(u)
		l.messages <- m
	}
}

func nextOfAll(url string) (n int, m message) {
	if url == "" {
		return 0, visitAll{url}
	}
	return len(url), found{url}
}
