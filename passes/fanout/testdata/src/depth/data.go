package depth

// The argument is the data itself: a base case, and no limit.
func fib(n int) int {
	if n < 2 {
		return n
	}
	left := make(chan int)
	go func() { left <- fib(n - 1) }() // want "^recursive-spawn"
	right := fib(n - 2)
	return <-left + right
}

func hanoi(n int, done chan struct{}) {
	if n == 0 {
		done <- struct{}{}
		return
	}
	go hanoi(n-1, done) // want "^recursive-spawn"
	hanoi(n-1, done)
}

// The depth is counted and compared with nothing.
func uncompared(n *node, depth int) {
	for _, c := range n.children {
		go uncompared(c, depth+1) // want "^recursive-spawn"
	}
}

// The depth is compared and not counted.
func uncounted(n *node, depth int) {
	if depth > deepest {
		return
	}
	for _, c := range n.children {
		go uncounted(c, depth) // want "^recursive-spawn"
	}
}

// One of two ways round does not count.
func oneWay(n *node, depth int) {
	if depth > deepest {
		return
	}
	for _, c := range n.children {
		if len(c.children) > 0 {
			go oneWay(c, depth) // want "^recursive-spawn"
		} else {
			oneWay(c, depth+1)
		}
	}
}

// The comparison stands beside the spawn, not before it.
func beside(n *node, depth int) {
	if depth < deepest {
		println("near the root")
	}
	for _, c := range n.children {
		go beside(c, depth+1) // want "^recursive-spawn"
	}
}

// A depth that no stack could hold.
func endless(n *node, depth int) {
	if depth > 1<<30 {
		return
	}
	for _, c := range n.children {
		go endless(c, depth+1) // want "^recursive-spawn"
	}
}

// A flag that the children are given as it is.
func alwaysParallel(n *node, spawn bool) {
	for _, c := range n.children {
		if spawn {
			go alwaysParallel(c, spawn) // want "^recursive-spawn"
		} else {
			alwaysParallel(c, spawn)
		}
	}
}

// The length of the data.
func permute(items []int) {
	if len(items) == 0 {
		return
	}
	for i := range items {
		go permute(append(items[:i:i], items[i+1:]...)) // want "^recursive-spawn"
	}
}

// A row for each column: the size of a board says how deep and how wide the
// recursion is.
func queens(placed []int, row, size int, solved chan<- []int) {
	if row == size {
		solved <- placed
		return
	}
	for column := range size {
		go queens(append(placed[:row:row], column), row+1, size, solved) // want "^per-level-bound"
	}
}

type board struct{ size int }

func (b *board) place(placed []int, row int) {
	if row >= b.size {
		return
	}
	for column := 0; column < b.size; column++ {
		go b.place(append(placed[:row:row], column), row+1) // want "^per-level-bound"
	}
}

// How deep to look, and over what, are two things.
func moves(placed []int, depth, most, size int) {
	if depth == most {
		return
	}
	for column := range size {
		go moves(append(placed, column), depth+1, most, size) // want "^bounded-depth"
	}
}

// Beside a table of what is known already, or names that change places, the number
// is the data still.
type table struct{ known map[int]int }

func (t *table) fib(n int) int {
	if n < 2 {
		return n
	}
	if found, ok := t.known[n]; ok {
		return found
	}
	left := make(chan int)
	go func() { left <- t.fib(n - 1) }() // want "^recursive-spawn"
	right := t.fib(n - 2)
	return <-left + right
}

func discs(n int, from, to, by string) {
	if n == 0 {
		return
	}
	go discs(n-1, from, by, to) // want "^recursive-spawn"
	discs(n-1, by, to, from)
}

// Here the place moves too.
func (h *places) fix(at, depth int) {
	if depth == 0 || at >= len(h.of) {
		return
	}
	go h.fix(2*at+1, depth-1) // want "^bounded-depth"
	h.fix(2*at+2, depth-1)
}

type places struct{ of []int }

// A limit that says how wide a set of bits is too is the size of a board.
func bits(size, row int, columns uint) {
	if row == size {
		return
	}
	for free := ^columns & (1<<size - 1); free != 0; free &= free - 1 {
		go bits(size, row+1, columns|free&-free) // want "^recursive-spawn"
	}
}

// It is another function that goes on with the next node.
func near(n *node, depth int) {
	if depth == 0 {
		return
	}
	go look(n) // want "^bounded-depth"
	if len(n.children) > 1 {
		further(n.children[0], depth-1)
		further(n.children[1], depth-1)
	}
}

func further(n *node, depth int) { near(n, depth) }

func look(*node) {}
