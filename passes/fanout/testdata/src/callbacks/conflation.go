package callbacks

import (
	"strings"
	"sync"
)

// Two functions that use the same helper do not call each other: what one
// closure calls is not what the other calls.

type server struct {
	mu    sync.Mutex
	once  sync.Once
	conns int
	memo  map[string]string
}

func (s *server) withLock(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	f()
}

func (s *server) start() {
	s.withLock(func() {
		go s.serve()
	})
}

func (s *server) serve() {
	s.withLock(func() { s.conns++ })
}

// A cache that loads what it does not have.
func (s *server) get(key string, load func(string) string) string {
	if v, ok := s.memo[key]; ok {
		return v
	}
	return load(key)
}

func (s *server) page(url string) string {
	return s.get(url, func(url string) string {
		go s.host(url)
		return s.host(url)
	})
}

func (s *server) host(url string) string {
	return s.get(url, strings.ToLower)
}

// The same, through a once.
func (s *server) open() {
	s.once.Do(func() {
		go s.read()
	})
}

func (s *server) read() {
	var once sync.Once
	once.Do(func() { s.conns-- })
}

// A helper that spawns, called from what it spawned: other tasks.
func (s *server) background(f func()) {
	go f()
}

func (s *server) accept() {
	s.background(func() { s.handle() })
}

func (s *server) handle() {
	s.background(func() { s.conns++ })
}
