package chains

import "errors"

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

// It tries two ways.
func (d *dialer) dialBoth(version int) *connection {
	c := &connection{}
	go c.serve() // want "^leaf-spawn"
	if first := d.dialBoth(version - 1); first != nil {
		return first
	}
	return d.dialBoth(version - 2)
}
