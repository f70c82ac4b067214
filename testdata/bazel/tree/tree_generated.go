package tree

// Generated is in a file that nogo.json leaves out.
func Generated(n *Node) {
	for _, child := range n.Children {
		go Generated(child)
	}
}
