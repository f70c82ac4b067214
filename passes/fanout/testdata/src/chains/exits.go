package chains

import "runtime"

// A worker whose task takes its goroutine along lets another one go on.
type grants struct{ tasks []func() bool }

func (g *grants) work() {
	for len(g.tasks) > 0 {
		g.next()
	}
}

func (g *grants) next() {
	done := false
	defer func() {
		if !done {
			go g.work() // want "^chain: .*ends itself"
			runtime.Goexit()
		}
	}()
	task := g.tasks[0]
	g.tasks = g.tasks[1:]
	done = task()
}

// This one goes on itself if it is told to.
type sharers struct {
	tasks []func() bool
	leave bool
}

func (s *sharers) work() {
	for len(s.tasks) > 0 {
		s.next()
	}
}

func (s *sharers) next() {
	task := s.tasks[0]
	s.tasks = s.tasks[1:]
	if task() {
		return
	}
	go s.work() // want "^recursive-spawn"
	if s.leave {
		runtime.Goexit()
	}
}

// Several successors are no chain.
type crowds struct{ tasks []func() int }

func (c *crowds) work() {
	for len(c.tasks) > 0 {
		c.next()
	}
}

func (c *crowds) next() {
	task := c.tasks[0]
	c.tasks = c.tasks[1:]
	if more := task(); more > 0 {
		for range more {
			go c.work() // want "^recursive-spawn"
		}
		runtime.Goexit()
	}
}
