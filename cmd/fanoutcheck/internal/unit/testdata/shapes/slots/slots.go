// Package slots has semaphores for the other packages.
package slots

type Slots struct{ free chan bool }

func New(n int) *Slots { return &Slots{make(chan bool, n)} }

func (s *Slots) Open()          { s.free <- true }
func (s *Slots) Close()         { <-s.free }
func (s *Slots) String() string { return "slots" }
