package fix

import (
	"go/ast"

	"golang.org/x/tools/go/analysis"
)

// Limited suggests the fix that moves a join to a limiter.
func (f *Fixer) Limited(spawn ast.Node) (*analysis.SuggestedFix, *Obstacle) {
	return f.limited(spawn)
}

// Inlined suggests the fix that runs a goroutine inline.
func (f *Fixer) Inlined(spawn ast.Node) (*analysis.SuggestedFix, *Obstacle) {
	return f.suggest(spawn, (*rewrite).inlined)
}

// Shared suggests the fix that shares the slots of all calls.
func (f *Fixer) Shared(spawn ast.Node) (*analysis.SuggestedFix, *Obstacle) {
	return f.suggest(spawn, (*rewrite).sharing)
}
