// Package drains takes all slots at once, by a loop without a variable.
package drains

type Pool struct{ slots chan bool }

func (p *Pool) Grow(n int) {
	p.slots = make(chan bool, n)
	for range n {
		p.slots <- true
	}
}

func (p *Pool) Get() {
	<-p.slots
}

func (p *Pool) Close() {
	p.empty()
}

func (p *Pool) empty() {
	close(p.slots)
	for range p.slots {
	}
}
