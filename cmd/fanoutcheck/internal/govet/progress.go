package govet

import (
	"bytes"
	"fmt"
	"io"
	"sync"
	"time"
)

// A progress tells on a terminal how far a long run is: in one line, which is
// written again every second and erased at the end.
type progress struct {
	terminal io.Writer
	began    time.Time
	end      chan struct{}
	ended    sync.WaitGroup

	mu       sync.Mutex
	analysed int
	line     []byte // the beginning of the one that is read
}

// Whoever waits for less than that need not be told for what.
const (
	patienceOfPeople = 3 * time.Second
	betweenLines     = time.Second
)

// watch tells of a run that begins now. A nil terminal is told nothing.
func watch(terminal io.Writer) *progress {
	p := &progress{terminal: terminal, began: time.Now(), end: make(chan struct{})}
	if terminal != nil {
		p.ended.Go(p.tell)
	}
	return p
}

// stop erases what was told.
func (p *progress) stop() {
	close(p.end)
	p.ended.Wait()
}

func (p *progress) tell() {
	const again = "\r\x1b[K" // the line that the cursor is in, from its beginning
	wait, told := patienceOfPeople, ""
	for {
		select {
		case <-p.end:
			io.WriteString(p.terminal, told)
			return
		case <-time.After(wait):
			fmt.Fprintf(p.terminal, "%sfanoutcheck: %s, %.0f s", again, p, time.Since(p.began).Seconds())
			wait, told = betweenLines, again
		}
	}
}

func (p *progress) String() string {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch p.analysed {
	case 0:
		return "the go command loads and compiles packages"
	case 1:
		return "1 package analysed"
	}
	return fmt.Sprintf("%d packages analysed", p.analysed)
}

// Write counts the packages in the output of go vet: there is a document for
// each, also for those of the module that are only imported.
func (p *progress) Write(output []byte) (int, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for line := range bytes.Lines(output) {
		p.line = append(p.line, line...)
		if !bytes.HasSuffix(line, []byte("\n")) {
			break
		}
		if end := string(p.line); end == "}\n" || end == "{}\n" {
			p.analysed++
		}
		p.line = p.line[:0]
	}
	return len(output), nil
}
