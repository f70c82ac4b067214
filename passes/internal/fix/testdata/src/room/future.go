package room

// An upload is told when its goroutine is done.
type upload struct {
	name   string
	failed chan error
	parts  []*upload
}

func newUpload() *upload {
	return &upload{name: "upload", failed: make(chan error, 1)}
}

func (u *upload) wait() error {
	for _, part := range u.parts {
		if err := part.wait(); err != nil {
			return err
		}
	}
	return <-u.failed
}

func check(n *node) error { return nil }

// send uses up a future before it goes on with another.
func send(n *node) *upload {
	u := newUpload()
	if err := check(n); err != nil {
		u.failed <- err
		return u
	}
	for _, c := range n.children {
		u.parts = append(u.parts, send(c))
	}
	if n.size > 0 {
		u.failed <- nil
		err := u.wait()
		u = newUpload()
		if err != nil {
			u.failed <- err
			return u
		}
	}
	go func() { // want "bounded"
		err := check(n)
		u.failed <- err
	}()
	return u
}

// sendAll has a future of its own.
func sendAll(nodes []*node) *upload {
	u := newUpload()
	for _, n := range nodes {
		u.parts = append(u.parts, send(n))
	}
	u.failed <- nil
	return u
}

// A download gets room.
type download struct{ failed chan error }

func (d *download) wait() error { return <-d.failed }

func receive(n *node) *download {
	d := &download{failed: make(chan error)}
	for _, c := range n.children {
		_ = receive(c).wait()
	}
	go func() { // want "bounded"
		d.failed <- check(n)
	}()
	return d
}

// A copying may be told twice.
type copying struct{ failed chan error }

func (c *copying) wait() error { return <-c.failed }

func copyAll(n *node, last *copying) *copying {
	d := &copying{failed: make(chan error, 1)}
	if n.size > 0 {
		d.failed <- nil
	}
	for _, c := range n.children {
		last = copyAll(c, last)
	}
	go func() { // want "what the goroutine sends is received here"
		d.failed <- last.wait()
	}()
	return d
}
