package callbacks

type node struct {
	name     string
	children []*node
}

// A helper that calls what it is given.
func (n *node) each(f func(*node)) {
	for _, c := range n.children {
		f(c)
	}
}

func called(n *node) {
	n.each(func(c *node) {
		go called(c) // want "^recursive-spawn"
	})
}

// A helper that starts a goroutine: the report stands on the call.
func async(f func()) {
	go f()
}

func spawned(n *node) {
	for _, c := range n.children {
		async(func() { spawned(c) }) // want "^recursive-spawn"
	}
}

// Two layers of helpers.
func (n *node) eachAsync(f func(*node)) {
	n.each(func(c *node) {
		async(func() { f(c) })
	})
}

func layers(n *node) {
	n.eachAsync(layers) // want "^recursive-spawn"
}

// A helper that stores the function, and something else that runs it.
type later struct{ tasks []func() }

func (l *later) add(f func()) { l.tasks = append(l.tasks, f) }

func stored(l *later, n *node) {
	l.add(func() { println(n.name) })
	for _, c := range n.children {
		go stored(l, c) // want "^recursive-spawn"
	}
}

// A helper that ignores the function.
func ignore(f func()) {}

func ignoring(n *node) {
	ignore(func() {
		go ignoring(n)
	})
}

// A variadic helper.
func all(tasks ...func()) {
	for _, task := range tasks {
		go task()
	}
}

func variadic(n *node) {
	if len(n.children) == 2 {
		all(func() { variadic(n.children[0]) }, func() { variadic(n.children[1]) }) // want "^recursive-spawn"
	}
}
