package recursion

import "sync"

// A tree of an interface of the package: a helper is given the children.
type pipeline interface{ open() error }

type operator struct{ inputs []pipeline }

func newOperator(in ...pipeline) *operator { return &operator{inputs: in} }

func openAll(in []pipeline) {
	var wg sync.WaitGroup
	for _, p := range in {
		wg.Go(func() { p.open() }) // want "^recursive-spawn"
	}
	wg.Wait()
}

func (o *operator) open() error {
	openAll(o.inputs)
	return nil
}

type merge struct{ inputs []pipeline }

func (m *merge) open() error {
	openAll(m.inputs)
	return nil
}

// Only what has no inputs of its own is put in.
type source interface{ start() error }

type table struct{}

func (table) start() error { return nil }

type tables struct{ all []source }

func newTables(n int) *tables {
	t := new(tables)
	for range n {
		t.all = append(t.all, table{})
	}
	return t
}

func (t *tables) start() error {
	startAll(t.all)
	return nil
}

func startAll(all []source) {
	for _, s := range all {
		go s.start()
	}
}

// A parser of the package nests what it makes.
type formula interface{ value() int }

type constant int

func (c constant) value() int { return int(c) }

type pair struct{ left, right formula }

func newPair(left, right formula) formula { return &pair{left, right} }

func parse(tokens []string) formula {
	if len(tokens) < 2 {
		return constant(len(tokens))
	}
	return newPair(parse(tokens[:1]), parse(tokens[1:]))
}

func (b *pair) value() int {
	right := make(chan int)
	go func() { right <- b.right.value() }() // want "^recursive-spawn"
	return b.left.value() + <-right
}

// Users fill in both sides.
type Query interface{ Rows() int }

type Join struct{ Left, Right Query }

func (j *Join) Rows() int {
	right := make(chan int)
	go func() { right <- j.Right.Rows() }() // want "^recursive-spawn"
	return j.Left.Rows() * <-right
}

// An evaluator that is handed to itself through its interface.
type evaluator interface {
	eval(next evaluator, n *node) int
}

type standard struct{}

func evaluate(n *node) int {
	e := standard{}
	return e.eval(e, n)
}

func (standard) eval(next evaluator, n *node) int { return evalChildren(next, n) }

func evalChildren(next evaluator, n *node) int {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { next.eval(next, c) }) // want "^recursive-spawn"
	}
	wg.Wait()
	return 0
}

// The same, where the first call is through the interface as well.
type nodeVisitor interface{ visit(n *node, v nodeVisitor) }

type everything struct{}

func (e *everything) visit(n *node, v nodeVisitor) {
	for _, c := range n.children {
		go v.visit(c, v) // want "^recursive-spawn"
	}
}

func visitAll(n *node) {
	e := new(everything)
	nodeVisitor(e).visit(n, e)
}

// A helper that is handed to another evaluator ends there.
type leafEvaluator struct{}

func (leafEvaluator) eval(evaluator, *node) int { return 1 }

type once struct{}

func (once) eval(next evaluator, n *node) int {
	total := make(chan int, 1)
	go func() { total <- leafEvaluator{}.eval(next, n) }()
	return <-total
}
