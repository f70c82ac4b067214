package fold

func back(n *node) {
	far(n)
}
