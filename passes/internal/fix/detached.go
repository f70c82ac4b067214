package fix

import (
	"fmt"
	"go/ast"

	"golang.org/x/tools/go/ast/edge"
)

// detached moves a spawn that nothing joins.
//
//	go walk(c)
//	---
//	walkLimiter.Go(func() { walk(c) })
//
// Detached tasks make progress at every limit whatever their callers do, so
// where the callers go on, or that they return, doesn't matter.
func (r *rewrite) detached() (message string, obstacle *Obstacle) {
	stmt := r.spawn
	owner := r.declarationOf(stmt.Node())
	if owner == nil {
		return "", obstruct(stmt.Node(), "the goroutine is started outside any function")
	}
	fn := r.function(stmt.ChildAt(edge.GoStmt_Call, -1).ChildAt(edge.CallExpr_Fun, -1))
	if obstacle := r.blocks([]task{{start: stmt, body: fn}}, nil); obstacle != nil {
		return "", obstacle
	}
	name, obstacle := r.limit(owner)
	if obstacle != nil {
		return "", obstacle
	}
	edits, obstacle := r.spawnEdits(stmt, name+".Go")
	if obstacle != nil {
		return "", obstacle
	}
	r.edits = append(r.edits, edits...)
	return boundMessage(owner), nil
}

// boundMessage returns the message of a fix.
func boundMessage(owner *ast.FuncDecl) string {
	return fmt.Sprintf("Bound %s with a lifo limiter", owner.Name.Name)
}
