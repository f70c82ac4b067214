package depth

// A check is made for each node, with what is left of the depth.
type check func(found chan<- bool)

func checker(n *node, rest int) check {
	if rest <= 0 {
		return func(found chan<- bool) { found <- false }
	}
	return func(found chan<- bool) {
		below := make(chan bool, len(n.children))
		for _, c := range n.children {
			go checker(c, rest-1)(below) // want "^bounded-depth"
		}
		for range n.children {
			if <-below {
				found <- true
				return
			}
		}
		found <- false
	}
}

// The literal itself can look at it.
func looking(n *node, rest int) check {
	return func(found chan<- bool) {
		if rest <= 0 {
			found <- false
			return
		}
		below := make(chan bool, len(n.children))
		for _, c := range n.children {
			go looking(c, rest-1)(below) // want "^bounded-depth"
		}
		for range n.children {
			<-below
		}
		found <- true
	}
}

// What nobody counts down ends nothing.
func standing(n *node, rest int) check {
	if rest <= 0 {
		return func(found chan<- bool) { found <- false }
	}
	return func(found chan<- bool) {
		below := make(chan bool, len(n.children))
		for _, c := range n.children {
			go standing(c, rest)(below) // want "^recursive-spawn"
		}
		for range n.children {
			<-below
		}
		found <- true
	}
}

// A request that is made by a helper for each child.
type request struct {
	n    *node
	meta *meta
}

type meta struct{ depth int }

func (r *request) child(n *node) *request {
	return &request{n, &meta{r.meta.depth + 1}}
}

func requested(r *request) {
	if r.meta.depth >= 25 {
		return
	}
	for _, c := range r.n.children {
		go requested(r.child(c)) // want "^bounded-depth"
	}
}

// One whose children start at the same depth again has no end.
type plain struct {
	n     *node
	depth int
}

func (p *plain) again(n *node) *plain { return &plain{n, p.depth} }

func repeated(p *plain) {
	if p.depth >= 25 {
		return
	}
	for _, c := range p.n.children {
		go repeated(p.again(c)) // want "^recursive-spawn"
	}
}
