package program

import (
	"fmt"
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// deepest is how deep branches of a function may be nested. The SSA form of
// more takes memory by the square: gigabytes from 20,000 on, and a linter that
// the system ends for want of memory takes others down with it.
const deepest = 5000

// tooDeep returns an error that names the first place where branches are nested
// too deep.
func tooDeep(pass *analysis.Pass) error {
	for _, file := range pass.Files {
		var at ast.Node
		depths := []int{0}
		ast.Inspect(file, func(n ast.Node) bool {
			if n == nil {
				depths = depths[:len(depths)-1]
				return true
			}
			depth := depths[len(depths)-1]
			if _, ok := n.(*ast.FuncLit); ok {
				depth = 0 // it is a function of its own
			} else if branches(n) {
				depth++
			}
			if depth > deepest && at == nil {
				at = n
			}
			depths = append(depths, depth)
			return true
		})
		if at != nil {
			return fmt.Errorf("%s: branches are nested more than %d deep here, which is more than can be analysed", pass.Fset.Position(at.Pos()), deepest)
		}
	}
	return nil
}

// branches reports whether control may take several ways at a node.
func branches(n ast.Node) bool {
	switch n := n.(type) {
	case *ast.IfStmt, *ast.ForStmt, *ast.RangeStmt, *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
		return true
	case *ast.BinaryExpr:
		return n.Op == token.LAND || n.Op == token.LOR
	}
	return false
}
