package fix

import (
	"fmt"
	"go/ast"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
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
	fn := r.index.function(stmt.ChildAt(edge.GoStmt_Call, -1).ChildAt(edge.CallExpr_Fun, -1))
	tasks := []task{{start: stmt, body: fn}}
	if obstacle := r.blocks(tasks, nil); obstacle != nil {
		return "", obstacle
	}
	if watch := r.watches(fn); watch != nil {
		return "", watch
	}
	name, obstacle := r.limit(owner)
	if obstacle != nil {
		return "", obstacle
	}
	spawner := name
	if r.gathered != nil {
		spawner = r.gatherEdits(name)
	}
	edits, obstacle := r.spawnEdits(stmt, spawner+".Go")
	if obstacle != nil {
		return "", obstacle
	}
	r.edits = append(r.edits, edits...)
	if obstacle := r.unslot(tasks); obstacle != nil {
		return "", obstacle
	}
	if obstacle := r.lend(); obstacle != nil {
		return "", obstacle
	}
	if obstacle := r.sweep(); obstacle != nil {
		return "", obstacle
	}
	return boundMessage(r.recursion(owner)), nil
}

// watches returns an obstacle if the goroutine, which isn't part of the
// recursion itself, waits for whichever of several things happens first. One
// that had to wait for a slot might come too late.
func (r *rewrite) watches(fn inspector.Cursor) *Obstacle {
	if r.slotted[r.host(r.spawn)] {
		return nil
	}
	for sel := range onGoroutine(fn, (*ast.SelectStmt)(nil)) {
		if !hasDefault(sel) {
			return obstruct(sel.Node(), "this goroutine watches for what happens first, and one that waits for a slot would miss it")
		}
	}
	return nil
}

// boundMessage returns the message of a fix.
func boundMessage(owner *ast.FuncDecl) string {
	return fmt.Sprintf("Bound %s with a lifo limiter", owner.Name.Name)
}
