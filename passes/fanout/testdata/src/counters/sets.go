package counters

import "sync"

// A set that only takes so many bounds what is started for its elements.
type pages struct {
	mu    sync.Mutex
	seen  map[string]bool
	most  int
	total int
	links func(string) []string
}

func (p *pages) add(page string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen[page] || len(p.seen) >= p.most {
		return false
	}
	p.seen[page] = true
	return true
}

func (p *pages) visit(page string) {
	for _, l := range p.links(page) {
		if p.add(l) {
			go p.visit(l) // want "^bounded-try: the size of seen is compared with a limit"
		}
	}
}

// The set of all pages that there are does not.
func (p *pages) addAny(page string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.seen[page] {
		return false
	}
	p.seen[page] = true
	return true
}

func (p *pages) visitAny(page string) {
	for _, l := range p.links(page) {
		if p.addAny(l) {
			go p.visitAny(l) // want "^recursive-spawn: "
		}
	}
}

// Nor does one that is not added to.
func (p *pages) visitFew(page string) {
	for _, l := range p.links(page) {
		if len(p.seen) < p.most {
			go p.visitFew(l) // want "^recursive-spawn: "
		}
	}
}
