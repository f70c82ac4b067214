package counters

// What fetches the next batch starts at one value of a shared counter.
type numbers struct{ next, last int }

const ahead = 8

func (s *numbers) fetch() { s.last += 64 }

func (s *numbers) take() int {
	n := s.next
	s.next++
	if s.last-s.next == ahead {
		go s.fetch() // want "^bounded-once: .*has one certain value"
	}
	return n
}

func numbered(n *node, s *numbers) {
	s.take()
	for _, c := range n.children {
		numbered(c, s)
	}
}

// One for each node says nothing of the others.
type step struct {
	pending int
	after   []*step
}

func run(s *step) {
	for _, next := range s.after {
		next.pending--
		if next.pending == 0 {
			go run(next) // want "^recursive-spawn"
		}
	}
}
