package fix

import (
	"cmp"
	"fmt"
	"go/ast"
	"slices"

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
	if obstacle := cmp.Or(r.watches(fn), r.fedElsewhere(fn)); obstacle != nil {
		return "", obstacle
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

// fedElsewhere returns an obstacle if the goroutine is started for what comes
// from a channel that it isn't seen to send to. What does so, as a part of the
// recursion, may wait for another goroutine as well.
func (r *rewrite) fedElsewhere(fn inspector.Cursor) *Obstacle {
	for _, loop := range loops(r.spawn) {
		over, ok := loop.Node().(*ast.RangeStmt)
		if !ok || !isChan(r.info.TypeOf(over.X)) {
			continue
		}
		c := r.index.channel(over.X)
		sends := false
		for code := range r.everything([]inspector.Cursor{fn}) {
			sends = sends || c != nil && slices.ContainsFunc(c.sends, code.Contains)
		}
		if !sends {
			return obstruct(over.X, "what sends to this channel isn't seen here, and it may wait for other goroutines that are started for what is received")
		}
	}
	return nil
}

// boundMessage returns the message of a fix.
func boundMessage(owner *ast.FuncDecl) string {
	return fmt.Sprintf("Bound %s with a lifo limiter", owner.Name.Name)
}
