package slots

import "sync"

// What a channel was filled with is lent out: who has a connection has a slot.

type connection struct{ number int }

func (c *connection) find(n *node) []*node { return n.children }

type connections struct {
	free chan *connection
}

func dial(n int) *connections {
	s := &connections{free: make(chan *connection, n)}
	for i := range n {
		s.free <- &connection{i}
	}
	return s
}

func (s *connections) get() *connection  { return <-s.free }
func (s *connections) put(c *connection) { s.free <- c }

func (s *connections) leaves(n *node) {
	for _, c := range n.children {
		s.leaves(c)
	}
	conn := s.get()
	go func() { // want "^bounded-semaphore"
		defer s.put(conn)
		conn.find(n)
	}()
}

func (s *connections) tries(nodes []*node) {
	var wg sync.WaitGroup
	for _, n := range nodes {
		select {
		case conn := <-s.free:
			wg.Add(1)
			go func() { // want "^bounded-try"
				defer wg.Done()
				s.tries(conn.find(n))
				s.free <- conn
			}()
		default:
			s.tries(n.children)
		}
	}
	wg.Wait()
}

func (s *connections) keeps(nodes []*node) {
	for _, n := range nodes {
		conn := <-s.free
		go func() { // want "^hold-wait"
			defer s.put(conn)
			s.keeps(conn.find(n))
		}()
	}
}

func (s *connections) late(n *node, wg *sync.WaitGroup) {
	defer wg.Done()
	conn := <-s.free
	found := conn.find(n)
	s.free <- conn
	for _, c := range found {
		wg.Add(1)
		go s.late(c, wg) // want "^late-acquire"
	}
}

// Of work that is put back when it failed there is always more.
type jobs struct {
	open chan *node
}

func jobsFor(roots []*node) *jobs {
	j := &jobs{open: make(chan *node, 1000)}
	for _, n := range roots {
		j.open <- n
	}
	return j
}

func (j *jobs) run(try func(*node) error) {
	for n := range j.open {
		go func() { // want "^worklist-spawn"
			if try(n) != nil {
				j.open <- n
				return
			}
			for _, c := range n.children {
				j.open <- c
			}
		}()
	}
}
