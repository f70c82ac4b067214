package depth

// A loop that has come up to the depth is at its end: any depth is come up to.
// What the depth is compared with is the size of the board.
func place(board []int, row int) {
	if row == len(board) {
		return
	}
	for column := range board {
		if fits(board, row, column) {
			board[row] = column
			go place(board, row+1) // want "^recursive-spawn"
		}
	}
}

func fits(board []int, row, column int) bool {
	for other := 0; other < row; other++ {
		if board[other] == column {
			return false
		}
	}
	return true
}

// The helper compares it with a limit as well.
func placeFew(board []int, row int) {
	if row == len(board) {
		return
	}
	for column := range board {
		if fitsAbove(board, row, column) {
			board[row] = column
			go placeFew(board, row+1) // want "^bounded-depth"
		}
	}
}

func fitsAbove(board []int, row, column int) bool {
	for other := 0; other < row; other++ {
		if board[other] == column {
			return false
		}
	}
	return row < deepest
}

// The loop stands in the recursion itself.
func indent(n *node, depth int) {
	for i := 0; i < depth; i++ {
		print(" ")
	}
	for _, c := range n.children {
		go indent(c, depth+1) // want "^recursive-spawn"
	}
}
