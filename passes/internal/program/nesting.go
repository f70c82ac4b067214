package program

import (
	"fmt"
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// The SSA form joins a variable anew after each branch and in each loop around
// an assignment. Where thousands are nested, that takes time and memory by the
// square and more: gigabytes, and a linter that the system ends for want of
// memory takes others down with it.
const (
	// deepest is how deep branches of a function may be nested.
	deepest = 5000
	// A package may have mostJoins assignments, each counted for every branch
	// around it beyond the ordinary.
	mostJoins = 1_000_000
	ordinary  = 20
)

// tooDeep returns an error that names the first place where branches are nested
// too deep.
func tooDeep(pass *analysis.Pass) error {
	joins := 0
	for _, file := range pass.Files {
		var at ast.Node
		reached := 0
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
			joins += max(0, depth-ordinary) * assigned(n)
			if (depth > deepest || joins > mostJoins) && at == nil {
				at, reached = n, depth-1
			}
			depths = append(depths, depth)
			return true
		})
		if at != nil {
			return fmt.Errorf("%s: branches are nested more than %d deep here, which is more than can be analysed", pass.Fset.Position(at.Pos()), reached)
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

// assigned returns how many variables a node assigns.
func assigned(n ast.Node) int {
	switch n := n.(type) {
	case *ast.AssignStmt:
		return len(n.Lhs)
	case *ast.ValueSpec:
		return len(n.Names)
	case *ast.IncDecStmt:
		return 1
	case *ast.RangeStmt:
		return 2
	}
	return 0
}
