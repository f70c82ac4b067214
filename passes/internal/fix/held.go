package fix

import (
	"go/ast"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// held returns an obstacle if a lock or a slot of a semaphore may be held
// where fn reaches cur, taken by fn or by a function that calls it.
func (r *rewrite) held(fn, cur inspector.Cursor, seen map[inspector.Cursor]bool) *Obstacle {
	if lock := r.lockHeld(fn, cur.Node().Pos()); lock != nil {
		return obstruct(lock, "a lock taken here is held while receiving from the goroutines")
	}
	if slot := r.slotHeld(fn, cur); slot != nil {
		return obstruct(slot, "a slot taken here is held while receiving from the goroutines")
	}
	if seen[fn] {
		return nil
	}
	seen[fn] = true
	for _, call := range r.callers(fn) {
		if outer, ok := function(call); ok {
			if obstacle := r.held(outer, call, seen); obstacle != nil {
				return obstacle
			}
		}
	}
	return nil
}

// callers returns the places that are seen to run fn on their goroutine.
func (r *rewrite) callers(fn inspector.Cursor) []inspector.Cursor {
	var uses []inspector.Cursor
	switch node := fn.Node().(type) {
	case *ast.FuncDecl:
		uses = r.uses(r.info.Defs[node.Name])
	case *ast.FuncLit:
		uses = []inspector.Cursor{fn}
		if v := literalVariable(r.index, fn); v != nil {
			uses = r.uses(v)
		}
	}
	return slices.DeleteFunc(uses, func(use inspector.Cursor) bool {
		return use.ParentEdgeKind() == edge.CallExpr_Fun && use.Parent().ParentEdgeKind() == edge.GoStmt_Call
	})
}

// slotHeld returns a send that takes a slot of a semaphore in fn before cur
// and that isn't given back by then in the same block or one around it.
func (r *rewrite) slotHeld(fn, cur inspector.Cursor) ast.Node {
	for send := range fn.Preorder((*ast.SendStmt)(nil)) {
		c := r.index.channel(send.Node().(*ast.SendStmt).Chan)
		if mustFunction(send) != fn || send.Node().Pos() >= cur.Node().Pos() || !r.index.semaphore(c) {
			continue
		}
		back := slices.ContainsFunc(c.receives, func(give inspector.Cursor) bool {
			return slices.ContainsFunc(r.givesAt(give, fn), func(at inspector.Cursor) bool {
				return inList(at) && send.Node().Pos() < at.Node().Pos() && at.Node().Pos() < cur.Node().Pos() && at.Parent().Contains(send)
			})
		})
		if !back {
			return send.Node()
		}
	}
	return nil
}

// givesAt returns the statements of fn that give a slot back at give, or
// call a literal of fn's that does.
func (r *rewrite) givesAt(give, fn inspector.Cursor) []inspector.Cursor {
	if mustFunction(give) == fn {
		return []inspector.Cursor{give.Parent()}
	}
	var found []inspector.Cursor
	if v := literalVariable(r.index, mustFunction(give)); v != nil {
		for _, use := range r.uses(v) {
			if mustFunction(use) == fn && use.ParentEdgeKind() == edge.CallExpr_Fun && use.Parent().ParentEdgeKind() == edge.ExprStmt_X {
				found = append(found, use.Parent().Parent())
			}
		}
	}
	return found
}
