package chains

// The worker outlives the function that starts it, which has one next step. The
// recursion branches elsewhere, so that there is a worker for every step of it.
type expr struct {
	name string
	args []*expr
}

type next func() int

var transforms map[string]func(*expr) next

func init() {
	transforms = map[string]func(*expr) next{"add": add, "pair": pair, "query": query}
}

func eval(e *expr) next { return transforms[e.name](e) }

func worker(n next, f func(int) int) next {
	results := make(chan int)
	go func() {
		defer close(results)
		for v := n(); v != 0; v = n() {
			results <- f(v)
		}
	}()
	return func() int { return <-results }
}

func add(e *expr) next {
	n := eval(e.args[0])
	return worker(n, func(v int) int { return v + 1 }) // want "^leaf-spawn"
}

func pair(e *expr) next {
	a, b := eval(e.args[0]), eval(e.args[1])
	return worker(a, func(v int) int { return v + b() }) // want "^leaf-spawn"
}

// It evaluates another expression for each value.
func query(e *expr) next {
	n := eval(e.args[0])
	return worker(n, func(int) int { return eval(e.args[1])() }) // want "^recursive-spawn"
}
