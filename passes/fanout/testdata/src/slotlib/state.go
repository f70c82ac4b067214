package slotlib

import "sync"

// State says whether something runs.
type State struct {
	mu sync.Mutex
	on bool
}

func (s *State) On() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.on
}

func (s *State) Set(on bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.on = on
}

// Todo is a list of what is left to be done.
type Todo struct {
	mu   sync.Mutex
	left []string
}

func (t *Todo) Empty() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.left) == 0
}

func (t *Todo) Next() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	next := t.left[0]
	t.left = t.left[1:]
	return next
}
