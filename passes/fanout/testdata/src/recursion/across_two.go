package recursion

func otherFile(n *node) {
	go acrossFiles(n) // want "^recursive-spawn"
}
