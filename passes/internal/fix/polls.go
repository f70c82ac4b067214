package fix

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
)

// polls returns an obstacle if a loop sleeps and looks again until others have
// changed what they share: a number of those that are busy, say.
func (r *rewrite) polls(loop inspector.Cursor) *Obstacle {
	sleeps, shared := false, false
	for cur := range loop.Preorder((*ast.ForStmt)(nil), (*ast.IfStmt)(nil), (*ast.CallExpr)(nil)) {
		if mustFunction(cur) != mustFunction(loop) {
			continue
		}
		switch node := cur.Node().(type) {
		case *ast.ForStmt:
			shared = shared || r.readsShared(node.Cond)
		case *ast.IfStmt:
			shared = shared || r.readsShared(node.Cond)
		case *ast.CallExpr:
			fn, ok := r.index.denoted(node.Fun).(*types.Func)
			sleeps = sleeps || ok && slices.Contains([]string{"time.Sleep", "runtime.Gosched"}, fn.FullName())
		}
	}
	if !sleeps || !shared {
		return nil
	}
	return obstruct(loop.Node(), "this loop looks again until another task has changed something, and that one may wait for a slot")
}

// readsShared reports whether a condition reads a field, a variable of the package,
// or what is changed atomically.
func (r *rewrite) readsShared(cond ast.Expr) bool {
	found := false
	if cond == nil {
		return false
	}
	ast.Inspect(cond, func(node ast.Node) bool {
		id, ok := node.(*ast.Ident)
		if !ok {
			return true
		}
		switch obj := r.info.Uses[id].(type) {
		case *types.Var:
			found = found || obj.IsField() || obj.Pkg() != nil && obj.Parent() == obj.Pkg().Scope()
		case *types.Func:
			found = found || obj.Pkg() != nil && obj.Pkg().Path() == "sync/atomic"
		}
		return true
	})
	return found
}
