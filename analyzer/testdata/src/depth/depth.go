// Package depth has a spawn that only the setting strict reports.
package depth

type node struct{ children []*node }

func walk(n *node, depth int) {
	if depth == 0 {
		return
	}
	for _, c := range n.children {
		go walk(c, depth-1)
	}
}
