// Package room has channels that get room for what is sent to them.
package room

type node struct {
	size     int
	children []*node
}

func (n *node) halves() (left, right *node) {
	half := len(n.children) / 2
	return &node{children: n.children[:half]}, &node{children: n.children[half:]}
}

// beside runs the one half while it waits for the other.
func beside(n *node) int {
	left := make(chan int)
	go func() { left <- beside(n.children[0]) }() // want "bounded"
	right := beside(n.children[1])
	sum := <-left
	return sum + right
}

// swapped receives in another order than the goroutines may send in.
func swapped(n *node) int {
	left, right := make(chan int), make(chan int)
	go func() { left <- swapped(n.children[0]) }() // want "bounded"

	go func() { right <- swapped(n.children[1]) }() // want "bounded"
	r := <-right
	l := <-left
	return l + r
}

// Sort sends to whom it doesn't know, but its goroutines send here.
func Sort(n *node, sorted chan<- int) {
	if len(n.children) < 2 {
		sorted <- n.size
		return
	}
	left, right := n.halves()
	lefts := make(chan int) // one half
	defer close(lefts)
	rights := make(chan int, 0)
	go Sort(left, lefts) // want "bounded"

	go Sort(right, rights) // want "bounded"
	sorted <- <-lefts + <-rights
}

// leaves sends itself what is a leaf, and each goroutine sends once.
func leaves(n *node, add func(int)) {
	sizes := make(chan int, len(n.children))
	for _, c := range n.children {
		if len(c.children) > 0 {
			go func() { // want "bounded"
				if c.size == 0 {
					sizes <- 0
					return
				}
				leaves(c, add)
				sizes <- c.size
			}()
		} else {
			sizes <- c.size
		}
	}
	go func() {
		for range n.children {
			add(<-sizes)
		}
	}()
}

// cases sends in one of the cases or after them.
func cases(n *node, add func(int)) {
	sizes := make(chan int, len(n.children))
	for _, c := range n.children {
		switch {
		case c.size == 0:
			sizes <- 0
			continue
		case len(c.children) == 0:
			break
		default:
			go func() { // want "bounded"
				cases(c, add)
				sizes <- c.size
			}()
			continue
		}
		sizes <- c.size
	}
	go func() {
		for range n.children {
			add(<-sizes)
		}
	}()
}

// failing looks at what comes.
func failing(n *node) error {
	failed := make(chan error)
	go func() { // want "bounded"
		failed <- failing(n.children[0])
	}()
	if err := <-failed; err != nil {
		return err
	}
	return nil
}

// either takes what comes first, and then the other.
func either(n *node, found chan int) {
	lefts, rights := make(chan int), make(chan int)
	left, right := n.halves()
	go either(left, lefts) // want "bounded"

	go either(right, rights) // want "bounded"
	var l, r int
	select {
	case l = <-lefts:
		select {
		case r = <-rights:
		}
	case r = <-rights:
		l = <-lefts
	}
	found <- l + r
}

// first takes what comes first, and leaves the other.
func first(n *node, found chan int) {
	lefts, rights := make(chan int), make(chan int)
	left, right := n.halves()
	go first(left, lefts) // want "received in a statement that can't lend its slot"
	go first(right, rights)
	select {
	case l := <-lefts:
		found <- l
	case r := <-rights:
		found <- r
	}
}

// branches may not receive at all.
func branches(n *node) int {
	left := make(chan int)
	go func() { left <- branches(n.children[0]) }() // want "a return may leave this send without a receiver"
	if n.size > 0 {
		return <-left
	}
	return 0
}

// goesOn has something to do once it was heard.
func goesOn(n *node, found chan int) {
	lefts, rights := make(chan int), make(chan int)
	left, right := n.halves()
	go goesOn(left, lefts) // want "the goroutines may send to channels that are made elsewhere"
	go goesOn(right, rights)
	r := <-rights
	l := <-lefts
	found <- l + r
	n.size++
}

// cleans does so in a defer.
func cleans(n *node, found chan int) {
	defer func() { n.size = 0 }()
	lefts, rights := make(chan int), make(chan int)
	left, right := n.halves()
	go cleans(left, lefts) // want "the goroutines may send to channels that are made elsewhere"
	go cleans(right, rights)
	r := <-rights
	l := <-lefts
	found <- l + r
}

// asks how much room there is.
func asks(n *node) int {
	left := make(chan int)
	go func() { left <- asks(n.children[0]) }() // want "others are started and awaited"
	right := asks(n.children[1])
	if cap(left) == 0 {
		right++
	}
	sum := <-left
	return sum + right
}

// twice sends twice for some.
func twice(n *node, add func(int)) {
	sizes := make(chan int, len(n.children))
	for _, c := range n.children {
		if c.size > 0 {
			go func() { // want "what receives this holds a slot itself"
				twice(c, add)
				sizes <- c.size
			}()
		}
		sizes <- c.size
	}
	go func() {
		for range n.children {
			add(<-sizes)
		}
	}()
}

// grows adds to what it ranges over.
func grows(nodes map[string]*node, add func(int)) {
	sizes := make(chan int, len(nodes))
	for name, n := range nodes {
		if n.size > 1 {
			nodes[name+"/"] = n.children[0]
		}
		go func() { // want "when the channel is closed isn't understood"
			grows(map[string]*node{"": n}, add)
			sizes <- n.size
		}()
	}
	go func() {
		for size := range sizes {
			add(size)
		}
	}()
}
