package depth

// A page is handed on by value.
type page struct {
	links []string
	depth int
	shown *shown
}

type shown struct{ pages int }

// What is compared is one more than what there is.
func visitPages(p page, most int) {
	if p.depth+1 > most {
		return
	}
	for _, l := range p.links {
		next := page{links: related(l), depth: p.depth + 1}
		go visitPages(next, most) // want "^bounded-depth"
	}
}

func visitLinks(links []string, depth, most int) {
	if depth+1 > most {
		return
	}
	for _, l := range links {
		go visitLinks(related(l), depth+1, most) // want "^bounded-depth"
	}
}

// The next page is no deeper: a field of a copy counts for nobody else.
func visitSame(p page, most int) {
	if p.depth >= most {
		return
	}
	for _, l := range p.links {
		go visitSame(page{links: related(l), depth: p.depth}, most) // want "^recursive-spawn"
	}
}

func visitSameAsMethod(p page, most int) { p.visitSame(most) }

func (p page) visitSame(most int) {
	if p.depth+1 > most {
		return
	}
	for _, l := range p.links {
		next := page{links: related(l), depth: p.depth}
		go next.visitSame(most) // want "^recursive-spawn"
	}
}

// The copies lead to one counter.
func visitShown(p page, most int) {
	for _, l := range p.links {
		next := page{links: related(l), shown: p.shown}
		if p.shown.pages >= most {
			visitShown(next, most)
			continue
		}
		p.shown.pages++
		go func() { // want "^bounded-try"
			visitShown(next, most)
			p.shown.pages--
		}()
	}
}
