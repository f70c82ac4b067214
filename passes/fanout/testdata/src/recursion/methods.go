package recursion

type walker struct{ seen int }

// A method of a pointer.
func (w *walker) walk(n *node) {
	for _, c := range n.children {
		go w.walk(c) // want "^recursive-spawn"
	}
}

// A method of the data.
func (n *node) visit() {
	for _, c := range n.children {
		go c.visit() // want "^recursive-spawn"
	}
}

// A method value.
func (w *walker) value(n *node) {
	again := w.value
	for _, c := range n.children {
		go again(c) // want "^recursive-spawn"
	}
}

// A method expression.
func (w *walker) expression(n *node) {
	for _, c := range n.children {
		go (*walker).expression(w, c) // want "^recursive-spawn"
	}
}

// A promoted method: the outer type comes back to the embedded one's.
type inner struct{}

func (i *inner) descend(o *outer, n *node) {
	for _, c := range n.children {
		go o.descend(o, c) // want "^recursive-spawn"
	}
}

type outer struct{ inner }

// An embedded pointer, and a method that hides the promoted one.
type base struct{}

func (b *base) scan(n *node) { println(n.name) }

type derived struct{ *base }

func (d derived) scan(n *node) {
	go d.base.scan(n) // want "^leaf-spawn"
	for _, c := range n.children {
		d.scan(c)
	}
}

// Calling the hidden method once is no recursion.
type hiding struct{ *base }

func (h hiding) scan(n *node) {
	go h.base.scan(n)
}

// Generic functions.
type tree[T any] interface{ kids() []T }

func generic[T tree[T]](n T) {
	for _, c := range n.kids() {
		go generic(c) // want "^recursive-spawn"
	}
}

// Generic types, whose methods make other instances.
type forest[K comparable] struct{ roots map[K]*forest[K] }

func (f *forest[K]) walk() {
	for _, root := range f.roots {
		go root.walk() // want "^recursive-spawn"
	}
}

// A generic helper that is handed the recursion.
func parallel[T any](items []T, f func(T)) {
	for _, item := range items {
		go f(item)
	}
}

func throughGeneric(n *node) {
	parallel(n.children, throughGeneric) // want "^recursive-spawn"
}

// The way round is long, and every step of it is certain.
type encoder struct{}

func (e *encoder) tree(n *node)     { e.object(n) }
func (e *encoder) object(n *node)   { e.fields(n) }
func (e *encoder) field(n *node)    { e.resolve(n) }
func (e *encoder) resolve(n *node)  { e.complete(n) }
func (e *encoder) complete(n *node) { e.tree(n) }

func (e *encoder) fields(n *node) {
	for _, c := range n.children {
		go func() { e.field(c) }() // want "^recursive-spawn"
	}
}

// Here it leads through another object, and there are other ways.
type decoder struct{ other *decoder }

func (d *decoder) tree(n *node)    { d.object(n) }
func (d *decoder) object(n *node)  { d.fields(n) }
func (d *decoder) field(n *node)   { d.resolve(n) }
func (d *decoder) resolve(n *node) { d.other.complete(n) }

func (d *decoder) complete(n *node) {
	if len(n.children) == 0 {
		d.field(n)
	}
	d.tree(n)
}

func (d *decoder) fields(n *node) {
	for _, c := range n.children {
		go func() { d.field(c) }() // want "^indirect"
	}
}
