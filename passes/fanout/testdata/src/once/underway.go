package once

import "sync"

// A set of what is under way lets one at a time through for each key, and the
// recursion does nothing but start over with its own.
type peers struct {
	mu    sync.Mutex
	busy  map[string]bool
	dials sync.Map
}

type address struct{ id string }

func connect(string) error { return nil }

func (p *peers) reconnect(a *address) {
	p.mu.Lock()
	if _, busy := p.busy[a.id]; busy {
		p.mu.Unlock()
		return
	}
	p.busy[a.id] = true
	p.mu.Unlock()
	defer p.leave(a.id)
	for range 5 {
		p.dial(a)
	}
}

func (p *peers) leave(id string) {
	p.mu.Lock()
	delete(p.busy, id)
	p.mu.Unlock()
}

func (p *peers) dial(a *address) {
	if connect(a.id) != nil {
		go p.reconnect(a) // want "^bounded-once: who finds the same in busy turns back"
	}
}

// A helper says whether one is the first.
func (p *peers) enter(id string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.busy[id] {
		return false
	}
	p.busy[id] = true
	return true
}

func (p *peers) renew(id string) {
	if !p.enter(id) {
		return
	}
	defer p.leave(id)
	for range 5 {
		if connect(id) != nil {
			go p.renew(id) // want "^bounded-once: who finds the same in busy turns back"
		}
	}
}

// The neighbour goes on to other keys: what was visited is no limit.
func (p *peers) discover(id string) {
	if !p.enter(id) {
		return
	}
	defer p.leave(id)
	for _, next := range known(id) {
		go p.discover(next) // want "^recursive-spawn"
	}
}

func known(id string) []string { return []string{id} }

// Some steps go on to others.
func (p *peers) gossip(id string) {
	if !p.enter(id) {
		return
	}
	defer p.leave(id)
	for range 5 {
		go p.gossip(id) // want "^recursive-spawn"
	}
	for _, next := range known(id) {
		p.gossip(next)
	}
}

// The set is asked, and nobody puts the key in.
func (p *peers) poll(id string) {
	if p.busy[id] {
		return
	}
	for range 5 {
		go p.poll(id) // want "^recursive-spawn"
	}
}

// A set of another package's, which is told what is under way, and then again.
func (p *peers) redial(a *address) {
	if _, busy := p.dials.Load(a.id); busy {
		return
	}
	p.dials.Store(a.id, a)
	defer p.dials.Delete(a.id)
	for range 5 {
		go p.redial(a) // want "^bounded-once: who finds the same in dials turns back"
	}
}

// It is told too late.
func (p *peers) redialed(a *address) {
	if _, busy := p.dials.Load(a.id); busy {
		return
	}
	defer p.dials.Delete(a.id)
	for range 5 {
		go p.redialed(a) // want "^recursive-spawn"
	}
	p.dials.Store(a.id, a)
}

// Each has a set of its own.
func (a *address) apart() {
	busy := make(map[string]bool)
	if busy[a.id] {
		return
	}
	busy[a.id] = true
	for range 5 {
		go a.apart() // want "^recursive-spawn"
	}
}
