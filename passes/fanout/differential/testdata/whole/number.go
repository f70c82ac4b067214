// checks: unboundedspawn

package p

import (
	"program/probe"
	"sync"
)

func fib(n int) int {
	if n < 2 {
		probe.Sum(nil)
		return n
	}
	var a, b int
	var wg sync.WaitGroup
	wg.Go(func() { a = fib(n - 1) })
	b = fib(n - 2)
	wg.Wait()
	return a + b
}

func Run(root *probe.Node) {
	n := 0
	for ; len(root.Kids) > 0; root = root.Kids[0] {
		n += 2
	}
	fib(n)
	probe.Settle()
}
