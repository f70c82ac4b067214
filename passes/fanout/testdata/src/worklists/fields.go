package worklists

import "errors"

// The type of what a message carries tells its kind.
type parcel struct {
	content any
	done    chan error
}

type announcement struct{ id string }

type update struct{ id string }

type exchange struct {
	parcels chan *parcel
	early   map[string][]*parcel
}

func (x *exchange) run() {
	for p := range x.parcels {
		switch content := p.content.(type) {
		case *announcement:
			x.announced(content)
		case *update:
			x.early[content.id] = append(x.early[content.id], p)
		}
	}
}

// What came too early comes again, and starts nothing.
func (x *exchange) announced(a *announcement) {
	for _, p := range x.early[a.id] {
		go func(p *parcel) {
			switch p.content.(type) {
			case *update:
				x.parcels <- p
			default:
				println("something else came early")
			}
		}(p)
	}
}

// A message that is made says what it carries.
func (x *exchange) runMade() {
	for p := range x.parcels {
		if a, ok := p.content.(*announcement); ok {
			go x.answer(links(a.id))
		}
	}
}

func (x *exchange) answer(urls []string) {
	for _, u := range urls {
		x.parcels <- &parcel{content: &update{u}}
	}
}

// Here announcements lead to announcements.
type market struct{ parcels chan *parcel }

func (m *market) run() {
	for p := range m.parcels {
		if a, ok := p.content.(*announcement); ok {
			go m.answer(links(a.id)) // want "^worklist-spawn"
		}
	}
}

func (m *market) answer(urls []string) {
	for _, u := range urls {
		m.parcels <- &parcel{content: &announcement{u}}
	}
}

// And here what comes again is whatever else there was.
type post struct {
	parcels chan *parcel
	early   []*parcel
}

func (o *post) run() {
	for p := range o.parcels {
		if _, ok := p.content.(*announcement); ok {
			for _, p := range o.early {
				go func() { // want "^worklist-spawn"
					if _, ok := p.content.(*update); !ok {
						o.parcels <- p
					}
				}()
			}
		}
	}
}

// The one session that was asked for comes back, once one of the peers agrees.
type negotiator struct {
	wanted   chan struct{}
	sessions chan string
	pending  int
}

var errUsed = errors.New("used")

func (n *negotiator) run() {
	for {
		select {
		case <-n.wanted:
			n.pending++
		case s := <-n.sessions:
			n.pending--
			println(s)
			if n.pending > 0 {
				go n.negotiate(s)
			}
		}
	}
}

func (n *negotiator) negotiate(peer string) {
	for {
		err := n.try(peer)
		if err == nil {
			return
		} else if errors.Is(err, errUsed) {
			continue
		}
		peer += "'"
	}
}

func (n *negotiator) try(peer string) error {
	if peer == "" {
		return errUsed
	}
	n.sessions <- peer
	return nil
}

// This one goes on after a success.
type gatherer struct{ sessions chan string }

func (g *gatherer) run() {
	for s := range g.sessions {
		go g.gather(links(s)) // want "^worklist-spawn"
	}
}

func (g *gatherer) gather(peers []string) {
	for _, peer := range peers {
		if err := g.try(peer); err != nil {
			return
		}
	}
}

func (g *gatherer) try(peer string) error {
	if peer == "" {
		return errUsed
	}
	g.sessions <- peer
	return nil
}
