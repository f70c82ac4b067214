package wholeline

import (
	"testing"

	"github.com/stretchr/testify/require"
)

// TestFixesTogether has programs whose fixes were in each other's way, or left
// a report. None is left by all of them together.
func TestFixesTogether(t *testing.T) {
	for name, source := range map[string]string{
		"parameters of one name": `package p

type node struct{ left, right *node }

func walk(n *node) {
	if n == nil {
		return
	}
	go func(c *node) {
		walk(c)
	}(n.left)
	go func(c *node) {
		walk(c)
	}(n.right)
	go walk(n.left)
	go walk(n.right)
}
`,
		"recursion by stored functions": `package p

type node struct{ kids []*node }

type handler func() int

func handle(n *node) handler {
	handlers := make([]handler, 0, len(n.kids))
	for _, k := range n.kids {
		handlers = append(handlers, handle(k))
	}
	return reduced(sumOf, handlers...)
}

func reduced(reduce func(...handler) int, handlers ...handler) handler {
	return func() int { return reduce(handlers...) }
}

func sumOf(handlers ...handler) int {
	sums := make(chan int, len(handlers))
	for _, h := range handlers {
		go func() {
			sums <- h()
		}()
	}
	sum := 0
	for range handlers {
		sum += <-sums
	}
	return sum
}
`,
	} {
		t.Run(name, func(t *testing.T) {
			before, err := compiled("example.com/p", []byte(source))
			require.NoError(t, err)
			text, reports := together(t, before)
			require.NotEmpty(t, reports)
			checkFixed(t, before.content, text, 0, "all fixes together")
		})
	}
}

// An import with a dot is removed by nobody.
func TestDotImport(t *testing.T) {
	const source = `package p

import . "sync"

type node struct{ kids []*node }

func one(n *node) {
	var wg WaitGroup
	for _, k := range n.kids {
		wg.Go(func() { one(k) })
	}
	wg.Wait()
}

func other(n *node) {
	var wg WaitGroup
	for _, k := range n.kids {
		wg.Go(func() { other(k) })
	}
	wg.Wait()
}
`
	before, err := compiled("example.com/p", []byte(source))
	require.NoError(t, err)
	text, reports := together(t, before)
	require.Len(t, reports, 2)
	checkFixed(t, before.content, text, 2, "all fixes together")
}
