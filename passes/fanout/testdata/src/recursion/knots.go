package recursion

import "path/filepath"

// The parts of a service call each other, and whoever goes far enough comes back
// to where he started. What happens to a connection starts the next.
type hub struct {
	known []string
	root  *topic
}

type topic struct{ below []*topic }

func (h *hub) connect(address string) {
	go h.lost(address) // want "^indirect"
	h.s01()
}

func (h *hub) lost(address string) {
	for _, other := range h.known {
		if other != address {
			go h.connect(other) // want "^indirect"
		}
	}
	h.s01()
}

// A tree that is walked there is one all the same: by one function,
func (h *hub) drop(t *topic) {
	for _, b := range t.below {
		go h.drop(b) // want "^recursive-spawn"
	}
	h.s01()
}

// by two that hand on a part of what they have,
func (h *hub) spread(t *topic) {
	for _, b := range t.below {
		go h.deliver(b) // want "^recursive-spawn"
	}
	h.s01()
}

func (h *hub) deliver(t *topic) { h.spread(t) }

// or what they find there,
func (h *hub) search(t *topic) {
	for i := range t.below {
		go h.visit(h.next(t, i)) // want "^recursive-spawn"
	}
	h.s01()
}

func (h *hub) visit(t *topic) { h.search(t) }

func (*hub) next(t *topic, i int) *topic { return t.below[i] }

// or that has a name which begins with theirs.
func (h *hub) scan(dir string) {
	for _, name := range h.known {
		go h.enter(filepath.Join(dir, name)) // want "^recursive-spawn"
	}
	h.s01()
}

func (h *hub) enter(dir string) { h.scan(dir) }

func (h *hub) s01() { h.s02() }
func (h *hub) s02() { h.s03() }
func (h *hub) s03() { h.s04() }
func (h *hub) s04() { h.s05() }
func (h *hub) s05() { h.s06() }
func (h *hub) s06() { h.s07() }
func (h *hub) s07() { h.s08() }
func (h *hub) s08() { h.s09() }
func (h *hub) s09() { h.s10() }
func (h *hub) s10() { h.s11() }
func (h *hub) s11() { h.s12() }
func (h *hub) s12() { h.s13() }
func (h *hub) s13() { h.s14() }
func (h *hub) s14() { h.s15() }
func (h *hub) s15() { h.s16() }
func (h *hub) s16() { h.s17() }
func (h *hub) s17() { h.s18() }
func (h *hub) s18() { h.s19() }
func (h *hub) s19() { h.s20() }
func (h *hub) s20() { h.s21() }
func (h *hub) s21() { h.s22() }
func (h *hub) s22() { h.s23() }
func (h *hub) s23() { h.s24() }
func (h *hub) s24() { h.s25() }
func (h *hub) s25() { h.s26() }
func (h *hub) s26() { h.s27() }
func (h *hub) s27() { h.s28() }
func (h *hub) s28() { h.s29() }
func (h *hub) s29() { h.s30() }
func (h *hub) s30() { h.s31() }
func (h *hub) s31() { h.s32() }
func (h *hub) s32() { h.s33() }
func (h *hub) s33() { h.s34() }
func (h *hub) s34() { h.s35() }
func (h *hub) s35() { h.s36() }
func (h *hub) s36() { h.s37() }
func (h *hub) s37() { h.s38() }
func (h *hub) s38() { h.s39() }
func (h *hub) s39() { h.s40() }
func (h *hub) s40() { h.s41() }
func (h *hub) s41() { h.s42() }

func (h *hub) s42() {
	h.connect("")
	h.drop(h.root)
	h.deliver(h.root)
	h.visit(h.root)
	h.enter("")
}
