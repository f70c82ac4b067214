// Package handed has channels without room that are handed to the goroutines
// which send to them, several channels at once, and goroutines beside the tasks.
package handed

import "errors"

type node struct {
	size     int
	children []*node
}

func Sort(xs []int) {
	done := make(chan bool)
	go sort(xs, done)
	<-done
}

func sort(xs []int, done chan<- bool) {
	if len(xs) < 2 {
		done <- true
		return
	}
	p := partition(xs)
	halves := make(chan bool)
	go sort(xs[:p], halves) // want "bounded"

	go sort(xs[p+1:], halves) // want "bounded"
	for range 2 {
		<-halves
	}
	done <- true
}

func partition(xs []int) int { return len(xs) / 2 }

func counted(n *node, sums chan int) {
	total := n.size
	mine := make(chan int)
	for _, c := range n.children {
		go counted(c, mine) // want "bounded"
	}
	for range n.children {
		total += <-mine
	}
	sums <- total
}

// short has room for one, and takes in all.
func short(n *node, done chan<- error) {
	walked := make(chan error, 1)
	for _, c := range n.children {
		go short(c, walked) // want "bounded"
	}
	for range n.children {
		<-walked
	}
	done <- nil
}

func three(n *node, done chan bool) {
	mine := make(chan bool)
	go three(n.children[0], mine) // want "bounded"

	go three(n.children[1], mine) // want "bounded"

	go three(n.children[2], mine) // want "bounded"

	for i := 0; i < 3; i++ {
		<-mine
	}
	done <- true
}

// fewer leaves one goroutine behind that keeps its slot.
func fewer(n *node, done chan bool) {
	mine := make(chan bool)
	go fewer(n.children[0], mine) // want "how many goroutines send isn't clear"
	go fewer(n.children[1], mine)
	for i := 0; i < 2; i++ {
		<-mine
		i++
	}
	done <- true
}

// works goes on after it has sent.
func works(n *node, done chan bool) {
	mine := make(chan bool)
	go works(n.children[0], mine) // want "how many goroutines send isn't clear"
	go works(n.children[1], mine)
	for range 2 {
		<-mine
	}
	done <- true
	n.size++
}

// busy is also started by a task that receives late.
func busy(n *node, done chan bool) {
	mine := make(chan bool)
	go busy(n.children[0], mine) // want "bounded"
	go busy(n.children[1], mine)
	for range 2 {
		<-mine
	}
	if n.size > 0 {
		late := make(chan bool)
		go busy(n.children[2], late)
		rest := make(chan bool)
		go busy(n.children[0], rest)
		<-rest
		<-late
	}
	done <- true
}

// returns leaves the loop that receives.
func returns(n *node, done chan bool) {
	mine := make(chan bool)
	for _, c := range n.children {
		go returns(c, mine) // want "a return may leave this send without a receiver, and it would keep its slot for good"
	}
	for range n.children {
		if !<-mine {
			done <- false
			return
		}
	}
	done <- true
}

func pairs(n *node) (int, error) {
	sizes, errs := make(chan int), make(chan error)
	for _, c := range n.children {
		go func() { // want "bounded"
			size, err := pairs(c)
			sizes <- size
			errs <- err
		}()
	}
	total := n.size
	var failed error
	for range n.children {
		total += <-sizes
		failed = errors.Join(failed, <-errs)
	}
	return total, failed
}

// errorsFirst asks in another order than it is sent, and never gets an answer.
func errorsFirst(n *node) (int, error) {
	sizes, errs := make(chan int), make(chan error)
	for _, c := range n.children {
		go func() { // want "received in several places"
			size, err := errorsFirst(c)
			sizes <- size
			errs <- err
		}()
	}
	total := n.size
	var failed error
	for range n.children {
		failed = errors.Join(failed, <-errs)
		total += <-sizes
	}
	return total, failed
}

// loops asks for the first of all before the second of any.
func loops(n *node) (int, error) {
	sizes, errs := make(chan int), make(chan error)
	for _, c := range n.children {
		go func() { // want "received in several places"
			size, err := loops(c)
			sizes <- size
			errs <- err
		}()
	}
	total := n.size
	for range n.children {
		total += <-sizes
	}
	var failed error
	for range n.children {
		failed = errors.Join(failed, <-errs)
	}
	return total, failed
}

func listed(n *node) int {
	total := length(n.children)
	sums := make(chan int)
	for _, c := range n.children {
		go func() { sums <- listed(c) }() // want "bounded"
	}
	for range n.children {
		total += <-sums
	}
	return total
}

// length has goroutines of its own, which need no slot.
func length(nodes []*node) (total int) {
	sizes := make(chan int)
	for _, n := range nodes {
		go func() { sizes <- n.size }()
	}
	for range nodes {
		total += <-sizes
	}
	return total
}

func nested(n *node) int {
	total := deep(n.children)
	sums := make(chan int)
	for _, c := range n.children {
		go func() { sums <- nested(c) }() // want "under a limit this receives from a channel while it keeps its slot"
	}
	for range n.children {
		total += <-sums
	}
	return total
}

// deep has goroutines that start tasks themselves.
func deep(nodes []*node) (total int) {
	sizes := make(chan int)
	for _, n := range nodes {
		go func() { sizes <- nested(n) }()
	}
	for range nodes {
		total += <-sizes
	}
	return total
}

func gated(n *node, open chan bool) int {
	total := behind(n.children, open)
	sums := make(chan int)
	for _, c := range n.children {
		go func() { sums <- gated(c, open) }() // want "under a limit this receives from a channel while it keeps its slot"
	}
	for range n.children {
		total += <-sums
	}
	return total
}

// behind has goroutines that wait for somebody else.
func behind(nodes []*node, open chan bool) (total int) {
	sizes := make(chan int)
	for _, n := range nodes {
		go func() {
			<-open
			sizes <- n.size
		}()
	}
	for range nodes {
		total += <-sizes
	}
	return total
}
