package joins

import (
	"errors"

	"golang.org/x/sync/errgroup"
)

var errMalformed = errors.New("malformed")

// A goroutine that only tells the group of an error is gone at once.
func readNodes(n *node, span int, tasks *errgroup.Group) {
	if span < 0 {
		tasks.Go(func() error { return errMalformed }) // want "^bounded-sequential: the goroutine only returns"
		return
	}
	if err := check(n); err != nil {
		tasks.Go(func() error { return err }) // want "^bounded-sequential: the goroutine only returns"
		return
	}
	for _, c := range n.children {
		tasks.Go(func() error { // want "^recursive-spawn"
			readNodes(c, span-len(n.children), tasks)
			return nil
		})
	}
}

func check(n *node) error {
	if n == nil {
		return errMalformed
	}
	return nil
}

// The neighbour has the goroutine find out.
func readLeaves(n *node, tasks *errgroup.Group) {
	if len(n.children) == 0 {
		tasks.Go(func() error { return check(n) }) // want "^leaf-spawn"
		return
	}
	for _, c := range n.children {
		readLeaves(c, tasks)
	}
}
