package callbacks

import "testing"

func TestRetry(*testing.T) {
	c := new(client)
	c.OnError(func(url string) { c.fetch(url) })
	c.fetch("home")
}

// A double that only the test hands in: it does not make the program recurse.
type double struct{ w *waves }

func (d *double) next(t *tide) { d.w.flow(t) }

func useDouble() {
	w := new(waves)
	w.source = &double{w}
	w.flow(new(tide))
}
