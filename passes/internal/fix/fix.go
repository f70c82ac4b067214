// Package fix rewrites a spawn and its join to run under a lifo limiter.
package fix

import (
	"go/ast"
	"go/token"

	"golang.org/x/tools/go/analysis"
)

// A Spawn describes what has to be bounded.
type Spawn struct {
	// Node is the *ast.GoStmt, or the *ast.CallExpr that hands a
	// function to a spawner such as errgroup.Group.Go.
	Node ast.Node
	// Functions are the *ast.FuncDecl and *ast.FuncLit on the cycle.
	Functions []ast.Node
	// Sites are the other spawns in recursion of the package, which a
	// join that this spawn shares with them would have to move along.
	Sites []ast.Node
}

// An Obstacle says why no fix is offered.
type Obstacle struct {
	Pos    token.Pos
	Reason string
}

// Suggest returns the fixes for a spawn, best first, or what stands in the
// way of one.
func Suggest(pass *analysis.Pass, spawn Spawn) ([]analysis.SuggestedFix, *Obstacle) {
	return nil, &Obstacle{Pos: spawn.Node.Pos(), Reason: "no fix is known for this join"}
}
