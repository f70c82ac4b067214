package depth

// A flag or a number in a node of the data says nothing about the next node.
type flagged struct {
	visited    bool
	background bool
	level      int
	tries      int
	next       *flagged
	children   []*flagged
}

func visit(*flagged) {}

// Checked and set in a helper.
func startOnce(n *flagged) {
	if n.visited {
		return
	}
	n.visited = true
	go visit(n) // want "^leaf-spawn"
}

func everyNode(n *flagged) {
	startOnce(n)
	for _, c := range n.children {
		everyNode(c)
	}
}

// In a method, which another one calls.
func (n *flagged) mark() bool {
	if n.visited {
		return false
	}
	n.visited = true
	return true
}

func (n *flagged) everyMarked() {
	if n.mark() {
		go visit(n) // want "^leaf-spawn"
	}
	for _, c := range n.children {
		c.everyMarked()
	}
}

// Switched off in a copy of this node only.
func inBackground(n *flagged) {
	if n.background {
		copied := *n
		copied.background = false
		go inBackground(&copied) // want "^recursive-spawn"
		return
	}
	for _, c := range n.children {
		inBackground(c)
	}
}

// The next node comes out of a field, and through another function.
func linked(n *flagged) {
	if n.background {
		copied := *n
		copied.background = false
		go linkedAll(&copied) // want "^recursive-spawn"
		return
	}
	linkedAll(n)
}

func linkedAll(n *flagged) {
	linked(n.next)
	for _, c := range n.children {
		linkedAll(c)
	}
}

// Every node counts for itself.
func tried(n *flagged) {
	for _, c := range n.children {
		if n.tries < deepest {
			n.tries++
			go tried(c) // want "^recursive-spawn"
		}
	}
}

// The neighbour tells its children how deep they are.
func levelled(n *flagged) {
	if n.level >= deepest {
		return
	}
	for _, c := range n.children {
		c.level = n.level + 1
		go levelled(c) // want "^bounded-depth"
	}
}

// The flag belongs to what goes on, be the nodes as they may.
type run struct {
	background bool
	depth      int
}

func (r *run) node(n *flagged) {
	if r.background {
		copied := *r
		copied.background = false
		go copied.node(n) // want "^bounded-depth: background is switched off"
		return
	}
	for _, c := range n.children {
		r.node(c)
	}
}

// The copy is switched off by a method of its own.
func (r *run) foreground() { r.background = false }

func (r *run) quietly(n *flagged) {
	for _, c := range n.children {
		copied := *r
		copied.foreground()
		if r.background {
			go copied.quietly(c) // want "^bounded-depth: background is switched off"
			continue
		}
		copied.quietly(c)
	}
}

// Each step goes on with a copy, and counts in it.
func (r *run) deeper(n *flagged) {
	r.depth++
	if r.depth > deepest {
		return
	}
	for _, c := range n.children {
		copied := *r
		go copied.deeper(c) // want "^bounded-(depth|try)"
	}
}

// How deep a node lies was noted down when the tree was made.
type placed struct {
	at          int
	left, right *placed
}

func newPlaced(at int) *placed { return &placed{at: at} }

func grow(items []int, at int) *placed {
	n := newPlaced(at)
	if half := len(items) / 2; half > 0 {
		n.left, n.right = grow(items[:half], at+1), grow(items[half:], at+1)
	}
	return n
}

func shallow(n *placed) {
	if n == nil {
		return
	}
	if n.at < deepest {
		go shallow(n.left) // want "^bounded-depth"
	} else {
		shallow(n.left)
	}
	shallow(n.right)
}

// From there on down there is no end.
func deep(n *placed) {
	if n == nil {
		return
	}
	if n.at > deepest {
		go deep(n.left) // want "^recursive-spawn"
	} else {
		deep(n.left)
	}
	deep(n.right)
}

// A number of the node that says nothing about where it is.
type weighed struct {
	weight      int
	left, right *weighed
}

func newWeighed(weight int) *weighed { return &weighed{weight: weight} }

func weigh(items []int) *weighed {
	n := newWeighed(items[0])
	n.left, n.right = weigh(items[1:2]), weigh(items[2:])
	return n
}

func light(n *weighed) {
	if n.weight < deepest {
		go light(n.left) // want "^recursive-spawn"
		light(n.right)
	}
}
