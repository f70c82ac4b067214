package recursion

// The cycle runs through two files.
func acrossFiles(n *node) {
	for _, c := range n.children {
		otherFile(c)
	}
}
