package slotlib

// Tickets hands out its slots by a channel, so that callers can select.
type Tickets struct{ free chan struct{} }

func NewTickets(most int) *Tickets {
	t := &Tickets{free: make(chan struct{}, most)}
	for range most {
		t.free <- struct{}{}
	}
	return t
}

func (t *Tickets) Wait() <-chan struct{} { return t.free }
func (t *Tickets) Signal()               { t.free <- struct{}{} }

// Bell is rung by somebody, and keeps nothing.
type Bell struct{ rung chan struct{} }

func (b *Bell) Wait() <-chan struct{} { return b.rung }
func (b *Bell) Hang()                 { close(b.rung) }
