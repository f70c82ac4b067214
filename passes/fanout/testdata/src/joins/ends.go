package joins

import "context"

// Where the recursion ends, and leads to no more than one end, goroutines are
// started once.
func atEnd(n *node, done chan<- int) {
	if len(n.children) == 1 {
		atEnd(n.children[0], done)
		return
	}
	for i := range n.children {
		go func() { done <- i }() // want "^chain: .*recursion ends"
	}
}

// It is so through other functions too.
type executor struct{ shards []int }

func (e *executor) execute(ctx context.Context, n *node) int {
	switch n.name {
	case "sum":
		return e.sum(ctx, n)
	case "options":
		return e.options(ctx, n)
	}
	return 0
}

func (e *executor) options(ctx context.Context, n *node) int { return e.execute(ctx, n.children[0]) }

func (e *executor) sum(ctx context.Context, n *node) int {
	found := make(chan int)
	for _, s := range e.shards {
		go func() { // want "^bounded-sequential"
			select {
			case <-ctx.Done():
			case found <- s:
			}
		}()
	}
	select {
	case <-ctx.Done():
		return 0
	case total := <-found:
		return total
	}
}

// A recursion that branches has many ends.
func atEnds(n *node, done chan<- int) {
	if len(n.children) > 0 {
		for _, c := range n.children {
			atEnds(c, done)
		}
		return
	}
	go func() { done <- 1 }() // want "^leaf-spawn"
}

// One that goes on afterwards does not end there.
func onTheWay(n *node, done chan<- int) {
	go func() { done <- 1 }() // want "^leaf-spawn"
	if len(n.children) > 0 {
		onTheWay(n.children[0], done)
	}
}
