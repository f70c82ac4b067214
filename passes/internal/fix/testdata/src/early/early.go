// Package early has functions that return before they have received from all
// their goroutines.
package early

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

type node struct {
	name     string
	children []*node
}

type answer struct {
	n   *node
	err error
}

// find has names that the fix would like to use.
func find(ctx context.Context, n *node, tasks string) (*node, error) {
	result, err := n, ctx.Err()
	if err != nil || result.name == tasks {
		return result, err
	}
	ctx, cancel := context.WithTimeout(ctx, time.Minute)
	defer cancel()
	answers := make(chan answer, len(n.children))
	for _, c := range n.children {
		go func() { // want "bounded"
			found, err := find(ctx, c, tasks)
			answers <- answer{found, err}
		}()
	}

	// The first that is found is enough.
	for range n.children {
		select {
		case a := <-answers:
			if a.err != nil && !errors.Is(a.err, context.Canceled) {
				return nil, fmt.Errorf("%s: %w", n.name, a.err)
			}
			if a.n != nil {
				return a.n, nil // found
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return nil, nil
	// Nothing follows.
}

// named has results with names, one of them blank.
func named(ctx context.Context, n *node) (found *node, _ string, err error) {
	asked, cancel := context.WithCancel(ctx)
	defer cancel()
	defer func() { fmt.Println(found, err) }()
	left, right := make(chan *node, 1), make(chan *node, 1)
	go func() { // want "bounded"
		l, _, _ := named(asked, n.children[0])
		left <- l
	}()
	go func() { // want "bounded"
		r, _, _ := named(asked, n.children[1])
		right <- r
	}()
	waiting := 2
	for waiting > 0 {
		select {
		case found = <-left:
			waiting--
		case found = <-right:
			waiting--
		case <-ctx.Done():
			return nil, "canceled", ctx.Err()
		}
		if found != nil {
			return found, "found", nil
		}
	}
	return found, "", err
}

type searcher struct{ limit int }

// search is a method whose literal is what comes back.
func (s *searcher) search(ctx context.Context, root *node, found func(*node)) {
	var visit func(ctx context.Context, n *node)
	visit = func(ctx context.Context, n *node) {
		ctx, cancel := context.WithCancel(ctx)
		defer cancel()
		done := make(chan error)
		for _, c := range n.children {
			go func() { // want "bounded"
				visit(ctx, c)
				select {
				case done <- nil:
				case <-ctx.Done():
				}
			}()
		}
		for i := 0; i < len(n.children); i++ {
			select {
			case err := <-done:
				if err != nil {
					found(n)
					return
				}
			case <-ctx.Done():
				return
			}
		}
		found(n)
	}
	visit(ctx, root)
}

// joined waits for all of them at its end, after it has told them to stop.
func joined(ctx context.Context, n *node) (*node, error) {
	ctx, cancel := context.WithCancel(ctx)
	var wg sync.WaitGroup
	defer func() {
		cancel()
		wg.Wait()
	}()
	answers := make(chan answer, len(n.children))
	for _, c := range n.children {
		if c == nil {
			return nil, errors.New("no child")
		}
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			found, err := joined(ctx, c)
			answers <- answer{found, err}
		}()
	}
	for range n.children {
		select {
		case a := <-answers:
			if a.n != nil {
				return a.n, a.err
			}
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
	return nil, nil
}

// labelled leaves the loop by its label.
func labelled(ctx context.Context, n *node) (err error) {
	asked, cancel := context.WithCancel(ctx)
	defer cancel()
	errs := make(chan error, len(n.children))
	for _, c := range n.children {
		go func() { errs <- labelled(asked, c) }() // want "bounded"
	}
asking:
	for range n.children {
		select {
		case err = <-errs:
			switch {
			case errors.Is(err, context.Canceled):
				break asking
			case err != nil:
				return err
			}
			continue asking
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	return err
}

// closed closes the channel when nobody sends to it any more.
func closed(ctx context.Context, n *node) *node {
	ctx, cancel := context.WithCancel(ctx)
	answers := make(chan *node, len(n.children))
	var g errgroup.Group
	g.SetLimit(4)
	defer func() {
		cancel()
		_ = g.Wait()
		close(answers)
	}()
	for _, c := range n.children {
		g.Go(func() error { // want "bounded"
			answers <- closed(ctx, c)
			return nil
		})
	}
	for range n.children {
		select {
		case found := <-answers:
			if found != nil {
				return found
			}
		case <-ctx.Done():
			return nil
		}
	}
	return n
}

// finished lets all of them come to their ends.
func finished(n *node) bool {
	var wg sync.WaitGroup
	defer wg.Wait()
	answers := make(chan bool, len(n.children))
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			answers <- finished(c)
		}()
	}
	for range n.children {
		if <-answers {
			return true
		}
	}
	return n.name != ""
}

// failed hands on the first error, and doesn't stop the others.
func failed(n *node) (int, error) {
	answers := make(chan answer, len(n.children))
	for _, c := range n.children {
		go func() { // want "bounded"
			_, err := failed(c)
			answers <- answer{c, err}
		}()
	}
	sum := 1
	for range n.children {
		a := <-answers
		if a.err != nil {
			return 0, a.err
		}
		sum += len(a.n.name)
	}
	return sum, nil
}
