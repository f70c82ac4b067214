package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A function that returns before its wait leaves goroutines behind, which run
// on today. Tasks that nobody waits for may never start, so somebody has to:
//
//	if err != nil {               if err != nil {
//		return err                	walkLimiter.Go(func() { _ = g.Wait() }) // for what is left behind
//	}                             	return err
//	                              }
//
// Detached tasks make progress at every limit, and this one lends its slot to
// those that it waits for. Nothing else waits for it. What is left behind must
// not send, since one who doesn't receive any more would make it keep its slot.

// awaitsLater reports whether the return at ret comes after a wait, or may
// leave the waiting to a task, and notes the latter.
func (r *rewrite) awaitsLater(ret inspector.Cursor) bool {
	if r.waitsBefore(ret) {
		return true
	}
	if !inList(ret) || !r.blankBefore(ret.Node().Pos()) || !r.failing(ret) && !r.canceledOnReturn() {
		return false
	}
	for call := range ret.Preorder((*ast.CallExpr)(nil)) {
		if len(r.callees(call)) > 0 {
			return false // it might start further tasks
		}
	}
	for id := range ret.Preorder((*ast.Ident)(nil)) {
		if r.isGroup(r.index.variable(id.Node().(*ast.Ident))) {
			return false
		}
	}
	if !slices.Contains(r.left, ret) {
		r.left = append(r.left, ret)
	}
	return true
}

// waitsBefore reports whether the return statement at ret waits for the
// group, or stands behind a statement of its block that does.
func (r *rewrite) waitsBefore(ret inspector.Cursor) bool {
	for stmt, ok := ret, inList(ret); ok; stmt, ok = stmt.PrevSibling() {
		for _, call := range r.group.calls["Wait"] {
			if w, obstacle := r.wait(call); obstacle == nil && w.stmt == stmt && !w.deferred && !r.isSpawn(stmt) {
				return true
			}
		}
	}
	return false
}

// canceledOnReturn reports whether the function that makes the group cancels
// the group's context when it returns, or whether the group has none. Else the
// task that waits would be what cancels it.
//
//	ctx, cancel := context.WithCancel(ctx)
//	defer cancel()
//	g, ctx := errgroup.WithContext(ctx)
func (r *rewrite) canceledOnReturn() bool {
	for _, decl := range r.group.decls {
		assign, ok := decl.Parent().Node().(*ast.AssignStmt)
		if !ok || len(assign.Lhs) != 2 || len(assign.Rhs) != 1 {
			continue
		}
		call, ok := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
		if !ok || len(call.Args) != 1 || !r.cancelDeferred(r.index.variable(call.Args[0]), decl) {
			return false
		}
	}
	return true
}

// cancelDeferred reports whether the function around cur makes the context ctx
// and has deferred its cancel when it gets to cur.
func (r *rewrite) cancelDeferred(ctx *types.Var, cur inspector.Cursor) bool {
	if ctx == nil || ctx.Kind() != types.LocalVar || !r.unchanged(ctx) {
		return false
	}
	made := r.index.idents[ctx][0].Parent()
	assign, ok := made.Node().(*ast.AssignStmt)
	if !ok || len(assign.Lhs) != 2 || len(assign.Rhs) != 1 || mustFunction(made) != mustFunction(cur) {
		return false
	}
	call, ok := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, ok := r.index.denoted(call.Fun).(*types.Func)
	cancel := r.index.variable(assign.Lhs[1])
	if !ok || fn.Pkg() == nil || fn.Pkg().Path() != "context" || cancel == nil || !r.unchanged(cancel) {
		return false
	}
	return slices.ContainsFunc(r.uses(cancel), func(use inspector.Cursor) bool {
		deferred := use.Parent().Parent()
		_, ok := deferred.Node().(*ast.DeferStmt)
		return ok && use.ParentEdgeKind() == edge.CallExpr_Fun && deferred.Parent() == made.Parent() && deferred.Parent().Contains(cur) && deferred.Node().Pos() < cur.Node().Pos()
	})
}

// failing reports whether the return at ret says that something failed: what
// it returns beside the error isn't used then, and needs no context.
//
//	if err != nil {
//		return nil, err
//	}
func (r *rewrite) failing(ret inspector.Cursor) bool {
	cond, ok := ret.Parent().Parent().Node().(*ast.IfStmt)
	if !ok || ret.Parent().ParentEdgeKind() != edge.IfStmt_Body {
		return false
	}
	test, ok := cond.Cond.(*ast.BinaryExpr)
	if !ok || test.Op != token.NEQ || !r.info.Types[test.Y].IsNil() {
		return false
	}
	v := r.index.variable(test.X)
	results := ret.Node().(*ast.ReturnStmt).Results
	if v == nil || len(results) == 0 || !isError(v.Type()) {
		return false
	}
	mentioned := false
	ast.Inspect(results[len(results)-1], func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		mentioned = mentioned || ok && r.index.variable(id) == v
		return true
	})
	return mentioned
}

// awaitLeft has tasks wait for what the returns leave behind.
func (r *rewrite) awaitLeft() *Obstacle {
	if len(r.left) == 0 {
		return nil
	}
	if len(r.limiters) != 1 || len(r.lends) > 0 {
		return obstruct(r.left[0].Node(), "goroutines of several limiters, or ones that send, are left behind by this return")
	}
	if obstacle := r.unheard(); obstacle != nil {
		return obstacle
	}
	call := r.group.calls["Wait"][0].Node().(*ast.CallExpr)
	recv := ast.Unparen(call.Fun).(*ast.SelectorExpr).X
	task := r.text(recv) + ".Wait"
	if r.group.name != "WaitGroup" {
		task = "func() { _ = " + task + "() }"
	}
	for _, ret := range r.left {
		if obstacle := r.sameMeaning(recv, ret); obstacle != nil {
			return obstacle
		}
		line := r.limiters[0] + ".Go(" + task + ") // for what is left behind"
		if end := ret.Node().End(); r.commented(end, r.tok.Pos(r.lineEnd(r.tok.Offset(end)))) {
			line = "// This waits for what is left behind.\n" + r.indent(ret.Node().Pos()) + r.limiters[0] + ".Go(" + task + ")" // since gofmt would align two comments
		}
		if obstacle := r.insertBefore(ret, line); obstacle != nil {
			return obstacle
		}
	}
	return nil
}

// unheard returns an obstacle if a task sends what nobody may receive.
func (r *rewrite) unheard() *Obstacle {
	var bodies []inspector.Cursor
	for _, t := range r.tasked {
		bodies = append(bodies, t.body)
	}
	for code := range r.everything(bodies) {
		for cur := range code.Preorder((*ast.SendStmt)(nil)) {
			c := r.index.channel(cur.Node().(*ast.SendStmt).Chan)
			if !r.index.semaphore(c) && !r.index.stocked(c) && (c == nil || !r.roomy(c)) {
				return obstruct(cur.Node(), "a return before the wait may leave this send without a receiver, and it would keep its slot for good")
			}
		}
	}
	return nil
}
