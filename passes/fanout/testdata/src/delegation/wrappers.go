// Package delegation has interfaces whose implementations call each other
// without being a recursion over data: no line may be reported.
package delegation

import (
	"io"
	"io/fs"
	"sync"
)

// A decorator hands a call down to what it wraps.
type Store interface{ Get(key string) string }

type cached struct {
	next Store
	mu   sync.Mutex
	hits map[string]string
}

func NewCached(next Store) Store { return &cached{next: next, hits: map[string]string{}} }

func (c *cached) Get(key string) string {
	go c.prefetch(key)
	return c.next.Get(key)
}

func (c *cached) prefetch(key string) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.hits, key)
}

// The foreign interface may be anything; it is not assumed to come back.
type meter struct {
	in    io.Reader
	total chan int
}

func NewMeter(in io.Reader) io.Reader { return &meter{in: in, total: make(chan int)} }

func (m *meter) Read(p []byte) (int, error) {
	n, err := m.in.Read(p)
	go func() { m.total <- n }()
	return n, err
}

// A file system that wraps a file system.
type tracked struct{ fs.FS }

func (t tracked) Open(name string) (fs.File, error) {
	f, err := t.FS.Open(name)
	if err == nil {
		go f.Stat()
	}
	return f, err
}

// An unexported field whose assignments are all visible: only what is
// assigned is called.
type backend interface{ list() []string }

type disk struct{}

func (disk) list() []string { return nil }

type remote struct{ local backend }

func newRemote() *remote { return &remote{local: disk{}} }

func (r *remote) list() []string {
	done := make(chan []string)
	go func() { done <- r.local.list() }()
	return <-done
}

// A controller runs its parts, and has the same method as they have.
type part interface{ Run(stop chan struct{}) }

type controller struct{ parts []part }

func newController() *controller {
	return &controller{parts: []part{&informer{}, &resync{}}}
}

func (c *controller) Run(stop chan struct{}) {
	for _, p := range c.parts {
		go p.Run(stop)
	}
	<-stop
}

type informer struct{}

func (*informer) Run(stop chan struct{}) { <-stop }

type resync struct{}

func (*resync) Run(stop chan struct{}) { <-stop }
