// Package calls calls functions that no name of a function stands for.
package calls

import "example.com/shapes/slots"

type Handlers map[string]func(string)

// Handle calls what a map of functions holds.
func (h Handlers) Handle(others Handlers, name string) {
	for at, handle := range others {
		if at == name {
			handle(name)
		}
	}
}

// First calls an element.
func First(all [2]func()) { all[0]() }

type Pool struct {
	limit   *slots.Slots
	release func()
	name    string
}

func (p *Pool) Prepare() { p.release = func() { p.limit.Close() } }

func (p *Pool) Name() string { return p.name }

func (p *Pool) Finish() { p.release() }

var limit = slots.New(4)

var open = func() { limit.Open() }

func Open() { open() }

func Start(run func()) { go run() }
