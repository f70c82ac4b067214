// Package channels has joins by channel.
package channels

import (
	"sync"
)

type node struct {
	size     int
	children []*node
}

// unbuffered receives in a loop like the one that spawns.
func unbuffered(n *node) int {
	counts := make(chan int)
	for _, c := range n.children {
		go func() { counts <- unbuffered(c) }() // want "bounded"
	}
	total := n.size
	for range n.children {
		total += <-counts // of any child
	}
	return total
}

// counted counts what it starts.
func counted(n *node) (total int) {
	results := make(chan int)
	started := 0
	for _, c := range n.children {
		if c.size == 0 {
			continue
		}
		started++
		go countedChild(c, results) // want "bounded"
	}

	// The results come in any order.
	for ; started > 0; started-- {
		size := <-results
		if size > 0 {
			total += size
		}
	}
	return total + n.size
}

func countedChild(n *node, results chan<- int) {
	if n == nil {
		results <- 0
		return
	}
	results <- counted(n)
}

// inline runs one half itself, and the channel has room for the other.
func inline(n *node) int {
	if len(n.children) < 2 {
		return n.size
	}
	left := make(chan int, 1)
	go func() { left <- inline(n.children[0]) }() // want "bounded"
	right := inline(n.children[1])
	sum := <-left
	return sum + right
}

// room has a channel with room for all.
func room(n *node) error {
	errs := make(chan error, len(n.children))
	for _, c := range n.children {
		go func() { errs <- room(c) }() // want "bounded"
	}
	var first error
	for range n.children {
		if err := <-errs; err != nil && first == nil {
			first = err
		}
	}
	return first
}

// settled looks at the results once all are there.
func settled(n *node) error {
	errs := make(chan error, len(n.children))
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			errs <- settled(c)
		}()
	}
	wg.Wait()
	close(errs)
	for err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}

// closed has a goroutine close the channel.
func closed(n *node, names chan<- string) {
	found := make(chan string)
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Add(1)
		go func() { // want "bounded"
			defer wg.Done()
			closed(c, found)
		}()
	}
	go func() {
		wg.Wait()
		close(found)
	}()
	for name := range found {
		names <- name
	}
}

// collected leaves the receiving to a goroutine of its own.
func collected(n *node, done *sync.WaitGroup) int {
	sizes := make(chan int)
	total := make(chan int, 1)
	started := 0
	for _, c := range n.children {
		started++
		go func() { sizes <- collected(c, done) }() // want "bounded"
	}
	done.Add(1)
	go func() {
		for range started {
			n.size += <-sizes
		}
		done.Done()
	}()
	_ = total
	return 1
}

// halves receives from two goroutines, each with a channel of its own.
func halves(n *node) int {
	if len(n.children) < 2 {
		return n.size
	}
	left, right := make(chan int, 1), make(chan int, 1)
	go func() { left <- halves(n.children[0]) }() // want "bounded"

	go func() { right <- halves(n.children[1]) }() // want "bounded"
	return <-left + <-right
}

// ends is told by a closed channel that the other half is done.
func ends(n *node) {
	if len(n.children) < 2 {
		return
	}
	done := make(chan struct{}, 1)
	go func() { // want "bounded"
		ends(n.children[0])
		close(done)
	}()
	ends(n.children[1])
	<-done
	n.size++
}

// endsEach does so for one child after the other.
func endsEach(n *node) {
	for i, c := range n.children {
		done := make(chan struct{})
		go func() { // want "bounded"
			defer close(done)
			endsEach(c)
		}()
		if i > 0 {
			endsEach(n.children[0])
		}
		// Both have to be there.
		<-done
	}
}

// Passed is given a channel by whoever calls it, and makes one for its children.
func Passed(n *node, done chan<- error) {
	if n.size == 0 {
		done <- nil
		return
	}
	walked := make(chan error, len(n.children))
	for _, c := range n.children {
		if c.size == 0 {
			walked <- nil
			continue
		}
		go Passed(c, walked) // want "bounded"
	}
	var err error
	for range n.children {
		if failed := <-walked; failed != nil {
			err = failed
		}
	}
	done <- err
}

// bothPassed sends the sum of both halves.
func bothPassed(n *node, sum chan<- int) {
	if len(n.children) < 2 {
		sum <- n.size
		return
	}
	sums := make(chan int, 2)
	go bothPassed(n.children[0], sums) // want "bounded"

	go bothPassed(n.children[1], sums) // want "bounded"
	sum <- <-sums + <-sums
}
