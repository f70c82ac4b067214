package chains

import (
	"errors"
	"time"
)

type dialer struct{ address string }

type connection struct{ failed chan error }

func (*connection) serve() {}

// The recursion is a loop: it tries again with what it had. What each round
// starts is out of scope, as in any other loop.
func (d *dialer) dial(version int) (*connection, error) {
	c := &connection{failed: make(chan error, 1)}
	go c.serve() // want "^chain"
	if err := <-c.failed; err != nil {
		if err == errGone {
			return nil, err
		}
		return d.dial(version - 1)
	}
	return c, nil
}

var errGone = errors.New("gone")

type link struct{ next *link }

func (*link) watch() {}

// The next one is another node of the data.
func watchAll(l *link) {
	if l == nil {
		return
	}
	go l.watch() // want "^leaf-spawn"
	watchAll(l.next)
}

// So is the one that a search comes upon.
type branch struct {
	at   int
	twig []*branch
}

func (b *branch) find(at int) (*branch, bool) {
	for _, t := range b.twig {
		if t.at >= at {
			return t, t.at == at
		}
	}
	return nil, false
}

func (*branch) watch() {}

func (b *branch) watchTo(at int) {
	if next, _ := b.find(at); next != nil {
		next.watchTo(at)
	}
	go b.watch() // want "^leaf-spawn"
}

// It tries two ways.
func (d *dialer) dialBoth(version int) *connection {
	c := &connection{}
	go c.serve() // want "^leaf-spawn"
	if first := d.dialBoth(version - 1); first != nil {
		return first
	}
	return d.dialBoth(version - 2)
}

// What never ends is there after every try.
type session struct {
	address string
	dial    func(string) (chan string, error)
}

func (l *session) connect() {
	lines, err := l.dial(l.address)
	if err != nil {
		l.connect()
		return
	}
	go func() { // want "^leaf-spawn"
		for range time.Tick(time.Second) {
			println("still there")
		}
	}()
	for line := range lines {
		println(line)
	}
	l.connect()
}

// This one ends with what it watches.
func (l *session) connectWatched() {
	lines, err := l.dial(l.address)
	if err != nil {
		l.connectWatched()
		return
	}
	closed := make(chan struct{})
	go func() { // want "^chain"
		ticks := time.NewTicker(time.Second)
		defer ticks.Stop()
		for {
			select {
			case <-ticks.C:
				println("still there")
			case <-closed:
				return
			}
		}
	}()
	for line := range lines {
		println(line)
	}
	close(closed)
	l.connectWatched()
}
