package obstacles

import (
	"sync"

	"golang.org/x/sync/errgroup"
)

// unkeyed may be given any group.
type unkeyed struct {
	group *errgroup.Group
}

func (u *unkeyed) walk(n *node) {
	for _, c := range n.children {
		u.group.Go(func() error { u.walk(c); return nil }) // want "which group this unkeyed is given isn't clear"
	}
}

func giveUnkeyed(group *errgroup.Group, n *node) error {
	mine := new(errgroup.Group)
	given := unkeyed{group: mine}
	other := unkeyed{group}
	given.walk(n)
	other.walk(n)
	return mine.Wait()
}

// returned may come from anywhere.
type returned struct {
	group *errgroup.Group
}

func anyGroup() *errgroup.Group { return new(errgroup.Group) }

func (r *returned) walk(n *node) {
	for _, c := range n.children {
		r.group.Go(func() error { r.walk(c); return nil }) // want "group is stored or passed on, and what happens to it there isn't known"
	}
}

func giveReturned(n *node) error {
	r := returned{group: anyGroup()}
	r.walk(n)
	return r.group.Wait()
}

// Public has a field that other packages set.
type Public struct {
	Group *errgroup.Group
}

func (p *Public) walk(n *node) {
	for _, c := range n.children {
		p.Group.Go(func() error { p.walk(c); return nil }) // want "Group is stored or passed on, and what happens to it there isn't known"
	}
}

func givePublic(n *node) error {
	p := &Public{Group: new(errgroup.Group)}
	p.walk(n)
	return p.Group.Wait()
}

// ownGo has a Go of its own, which a limited group would not replace.
type ownGo struct {
	sync.WaitGroup
}

func (o *ownGo) Go(n *node) {
	o.Add(1)
	go func() { // want "ownGo has something called Go already, as the limited group has"
		defer o.Done()
		for _, c := range n.children {
			o.Go(c)
		}
	}()
}

func goOwn(n *node) {
	o := &ownGo{}
	o.Go(n)
	o.Wait()
}

// counting may be what the interface is for.
type counting interface{ Add(delta int) }

type counted struct {
	sync.WaitGroup
}

func (c *counted) walk(n *node) {
	var _ counting = c
	for _, child := range n.children {
		c.Add(1)
		go func() { // want "counted may be used as an interface with the method Add, which the limited group doesn't have"
			defer c.Done()
			c.walk(child)
		}()
	}
}

func addTo(c counting) { c.Add(1) }

func walkCounted(n *node) {
	c := &counted{}
	c.walk(n)
	c.Wait()
}

// escaping leaves the package, and then others may call its method.
type escaping struct{ errgroup.Group }

func (e *escaping) Start(f func() error) {
	e.Group.Go(f) // want "Start starts goroutines and doesn't wait, and who waits after calling it isn't known"
}

func Escape() any {
	e := &escaping{}
	return e
}

func escapes(n *node) error {
	e := &escaping{}
	for _, c := range n.children {
		e.Start(func() error { return escapes(c) })
	}
	return e.Wait()
}

// barrier is waited for by tasks, which may belong to it.
type barrier struct{ sync.WaitGroup }

func waitsForEmbedded(n *node, b *barrier) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { // want "a task waits for a group that other tasks may belong to"
			b.Wait()
			waitsForEmbedded(c, b)
		})
	}
	wg.Wait()
}

// allocated is made by new.
type allocated struct{ wg sync.WaitGroup }

func (a *allocated) walk(n *node) {
	for _, c := range n.children {
		a.wg.Go(func() { a.walk(c) }) // want "a allocated may be made here without its group"
	}
}

func allocate(n *node) {
	a := new(allocated)
	a.walk(n)
	a.wg.Wait()
}

// finishes tells the end of a task for it.
func finishes(wg *sync.WaitGroup) { wg.Done() }

func passesItself(n *node, wg *sync.WaitGroup) {
	defer finishes(wg)
	var mine sync.WaitGroup
	for _, c := range n.children {
		mine.Add(1)
		go passesItself(c, &mine) // want "a task waits for a group that other tasks may belong to"
	}
	mine.Wait()
}

func startsFor(wg *sync.WaitGroup, n *node) {
	wg.Add(1)
	go func() { // want "a task waits for a group that other tasks may belong to"
		defer finishes(wg)
		passesOn(n)
	}()
}

func passesOn(n *node) {
	var mine sync.WaitGroup
	for _, c := range n.children {
		startsFor(&mine, c)
	}
	mine.Wait()
}
