package delegation

import "slices"

// The body of a loop over a function runs for each of its values.
type tree struct{ children []*tree }

type entry interface{ walk() }

type dir struct{ t *tree }

type link struct{ target dir }

func open(t *tree) entry {
	if len(t.children) == 1 {
		return link{dir{t}}
	}
	return dir{t}
}

func watch() {}

func (l link) walk() { l.target.walk() }

func (d dir) walk() {
	for c := range slices.Values(d.t.children) {
		go watch() // want "^leaf-spawn"
		open(c).walk()
	}
}
