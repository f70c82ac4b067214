package callbacks

type rewrite struct {
	kind string
	kids []*rewrite
}

// A query plan of closures: each operand is a closure that is put into a
// slice, and the reducer of the operator, which sits in the closure as well,
// starts one goroutine for each.
type operand func(out chan<- int)

type reducer func(operands []operand) int

func plan(r *rewrite) operand {
	switch r.kind {
	case "union":
		return combine(r, anyOf) // nothing is started here
	case "intersection":
		return combine(r, allOf)
	}
	return func(out chan<- int) { out <- 1 }
}

func combine(r *rewrite, reduce reducer) operand {
	var operands []operand
	for _, k := range r.kids {
		operands = append(operands, plan(k))
	}
	return func(out chan<- int) { out <- reduce(operands) }
}

func anyOf(operands []operand) int { return setOperation(operands) }

func allOf(operands []operand) int { return setOperation(operands) }

func setOperation(operands []operand) int {
	var outs []chan int
	for _, o := range operands {
		out := make(chan int, 1)
		outs = append(outs, out)
		go o(out) // want "^recursive-spawn"
	}
	total := 0
	for _, out := range outs {
		total += <-out
	}
	return total
}

// The same shape, flat: no operand is made of operands.
type check func() bool

type verdict func(checks ...check) bool

func checks(names []string, decide verdict) check {
	var all []check
	for _, name := range names {
		all = append(all, func() bool { return name != "" })
	}
	return func() bool { return decide(all...) }
}

func anyCheck(names []string) bool { return checks(names, some)() }

func some(checks ...check) bool {
	found := make(chan bool, len(checks))
	for _, c := range checks {
		go func() { found <- c() }()
	}
	for range checks {
		if <-found {
			return true
		}
	}
	return false
}

// Operands that are variadic, and are run by a helper of the reducer.
type handler func() int

type combiner func(handlers ...handler) int

func handle(r *rewrite) handler {
	handlers := make([]handler, 0, len(r.kids))
	for _, k := range r.kids {
		handlers = append(handlers, handle(k))
	}
	return reduced(sumOf, handlers...)
}

func reduced(c combiner, handlers ...handler) handler {
	return func() int { return c(handlers...) }
}

func sumOf(handlers ...handler) int {
	sums := make(chan int, len(handlers))
	for _, h := range handlers {
		go func() { // want "^recursive-spawn"
			sums <- guarded(h)
		}()
	}
	sum := 0
	for range handlers {
		sum += <-sums
	}
	return sum
}

func guarded(h handler) int {
	defer func() { _ = recover() }()
	return h()
}

// Tasks are put into a slice of the runner, whose goroutines take them.
type taskRunner struct{ tasks []func() }

func (t *taskRunner) add(task func()) { t.tasks = append(t.tasks, task) }

func (t *taskRunner) start() {
	for range t.tasks {
		go t.run() // want "^recursive-spawn"
	}
}

func (t *taskRunner) run() {
	for len(t.tasks) > 0 {
		task := t.tasks[0]
		t.tasks = t.tasks[1:]
		task()
	}
}

func resolveAll[T any](kids []T, resolve func(T) int) {
	t := new(taskRunner)
	for _, k := range kids {
		t.add(func() { resolve(k) })
	}
	t.start()
}

func resolveNode(r *rewrite) int {
	resolveAll(r.kids, resolveNode)
	return 0
}

// The runner of another recursion is given nothing that comes back.
type printRunner struct{ tasks []func() }

func (t *printRunner) start() {
	for _, task := range t.tasks {
		go task() // want "^leaf-spawn"
	}
}

func printAll(r *rewrite) {
	t := &printRunner{tasks: []func(){func() { println(r.kind) }}}
	t.start()
	for _, k := range r.kids {
		printAll(k)
	}
}

// A decorator of functions: what one decorated function calls, another does
// not.
func locked(f func()) func() {
	return func() {
		defer println("done")
		f()
	}
}

func refresh() { go locked(reload)() }

func reload() { println("reload") }

func restart() { locked(refresh)() }

// Decorated functions that are kept: only what was kept is called.
type hooks struct{ before, after []func() }

func newHooks() *hooks {
	h := new(hooks)
	h.before = append(h.before, locked(reload))
	h.after = []func(){locked(func() { h.fire() })}
	return h
}

func (h *hooks) fire() {
	for _, f := range h.before {
		go f()
	}
}

func (h *hooks) end() {
	for _, f := range h.after {
		f()
	}
}

// Options configure what makes them. They are no recursion, however many of
// them there are, unless one makes the same thing again.
type option func(*service)

type service struct {
	name string
	peer *service
}

func newService(options ...option) *service {
	s := new(service)
	for _, o := range options {
		o(s)
	}
	go s.serve()
	return s
}

func (s *service) serve() { println(s.name) }

func named(name string) option { return func(s *service) { s.name = name } }

func pair() *service {
	peer := newService(named("b"))
	return newService(named("a"), func(s *service) { s.peer = peer })
}

// A map of functions that is made by a function.
func table() map[string]func(*rewrite) {
	return map[string]func(*rewrite){"union": onUnion, "leaf": onLeaf}
}

func onUnion(r *rewrite) {
	for _, k := range r.kids {
		go table()[k.kind](k) // want "^recursive-spawn"
	}
}

func onLeaf(r *rewrite) { println(r.kind) }
