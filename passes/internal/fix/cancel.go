package fix

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A function that returns with the first answer and cancels a context for the
// others does the latter last, and to get there under a limit it needs its slot
// again. Those others may keep all slots until they are canceled. So the context
// is canceled as soon as the answer is there, while the slot is still lent.

// givesUp reports whether each goroutine that sends stops to wait for a receiver
// once a context has ended that the function around start cancels.
func (r *rewrite) givesUp(c *exchange, start inspector.Cursor) bool {
	return !slices.ContainsFunc(c.sends, func(send inspector.Cursor) bool {
		sel := send.Parent().Parent().Parent()
		choice, ok := sel.Node().(*ast.SelectStmt)
		return !ok || send.Node() != send.Parent().Node().(*ast.CommClause).Comm || !slices.ContainsFunc(choice.Body.List, func(clause ast.Stmt) bool {
			return r.canceledAtEnd(doneOf(clause.(*ast.CommClause).Comm), start)
		})
	})
}

// doneOf returns the context for whose end a case of a select waits, or nil.
func doneOf(comm ast.Stmt) ast.Expr {
	expr, ok := comm.(*ast.ExprStmt)
	if !ok {
		return nil
	}
	receive, ok := ast.Unparen(expr.X).(*ast.UnaryExpr)
	if !ok {
		return nil
	}
	call, ok := ast.Unparen(receive.X).(*ast.CallExpr)
	if !ok {
		return nil
	}
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && sel.Sel.Name == "Done" {
		return sel.X
	}
	return nil
}

// canceledAtEnd reports whether a context is one that the function around start
// makes before, and cancels whenever it returns.
//
//	ctx, cancel := context.WithCancel(ctx)
//	defer cancel()
func (r *rewrite) canceledAtEnd(ctx ast.Expr, start inspector.Cursor) bool {
	if ctx == nil {
		return false
	}
	v := r.index.variable(ctx)
	if v == nil || v.IsField() || v.Kind() == types.PackageVar {
		return false
	}
	var made inspector.Cursor
	for _, ident := range r.index.idents[v] {
		if !r.modifies(ident) || ident.ParentEdgeKind() == edge.Field_Names {
			continue
		}
		if made.Valid() {
			return false
		}
		made = ident.Parent()
	}
	host := mustFunction(start)
	if !made.Valid() || mustFunction(made) != host || made.Parent().Parent() != host || made.Node().Pos() > start.Node().Pos() {
		return false
	}
	assign, ok := made.Node().(*ast.AssignStmt)
	if !ok || len(assign.Lhs) != 2 || len(assign.Rhs) != 1 || r.index.variable(assign.Lhs[0]) != v {
		return false
	}
	call, ok := ast.Unparen(assign.Rhs[0]).(*ast.CallExpr)
	if !ok {
		return false
	}
	fn, ok := r.index.denoted(call.Fun).(*types.Func)
	cancel := r.index.variable(assign.Lhs[1])
	return ok && fn.Pkg() != nil && fn.Pkg().Path() == "context" && cancel != nil && r.unchanged(cancel) &&
		slices.ContainsFunc(r.cancelsAtEnd(host), func(call inspector.Cursor) bool {
			return r.index.variable(call.Node().(*ast.CallExpr).Fun) == cancel
		})
}

// stopsBehind returns an obstacle unless host waits for what it leaves behind, or
// that is canceled, and waits no longer for answers then: each receive is one case
// of a select, and the end of a context another.
func (r *rewrite) stopsBehind(c *exchange, start inspector.Cursor) *Obstacle {
	if slices.ContainsFunc(r.group.calls["Wait"], func(call inspector.Cursor) bool {
		w, obstacle := r.wait(call)
		return obstacle == nil && w.deferred && w.fn == mustFunction(start)
	}) {
		return nil
	}
	if r.group.kind != nil {
		return obstruct(c.receives[0].Node(), "a return may leave goroutines behind here, and whoever waits for them comes later")
	}
	canceled := false
	for id := range start.Preorder((*ast.Ident)(nil)) {
		if fn, ok := r.info.Uses[id.Node().(*ast.Ident)].(*types.Func); ok && slices.Contains(neverCanceled, fn.FullName()) {
			return obstruct(id.Node(), "what is left behind may go on under this context, which nothing cancels")
		}
		canceled = canceled || r.canceledAtEnd(id.Node().(*ast.Ident), start)
	}
	if !canceled {
		return obstruct(c.receives[0].Node(), "a return may leave goroutines behind here that nothing stops, and under a limit they would pile up")
	}
	for _, receive := range c.receives {
		sel, ok := enclosing[*ast.SelectStmt](receive)
		if !ok || !inSelect(receive) || !slices.ContainsFunc(sel.Node().(*ast.SelectStmt).Body.List, func(clause ast.Stmt) bool {
			return r.ownContext(doneOf(clause.(*ast.CommClause).Comm), start)
		}) {
			return obstruct(receive.Node(), "a goroutine that is left behind goes on waiting here after its context is canceled, and under a limit such ones would pile up")
		}
	}
	return nil
}

// neverCanceled are functions that make a context which nobody cancels.
var neverCanceled = []string{"context.Background", "context.TODO", "context.WithoutCancel"}

// ownContext reports whether a context is what the function around start is given
// as a parameter, or makes and cancels.
func (r *rewrite) ownContext(ctx ast.Expr, start inspector.Cursor) bool {
	if r.canceledAtEnd(ctx, start) {
		return true
	}
	if ctx == nil {
		return false
	}
	v := r.index.variable(ctx)
	if v == nil || v.Kind() != types.ParamVar || !r.unchanged(v) {
		return false
	}
	fn, ok := r.index.declaring(v)
	return ok && fn == mustFunction(start)
}

// cancelsAtEnd returns the calls by which host cancels contexts whenever it
// returns from where it receives, before all else that it waits for then.
func (r *rewrite) cancelsAtEnd(host inspector.Cursor) (calls []inspector.Cursor) {
	tail := r.tailOf(host)
	for call := range host.Preorder((*ast.CallExpr)(nil)) {
		t := r.info.TypeOf(call.Node().(*ast.CallExpr).Fun)
		if t == nil || !isNamed(t, "context", "CancelFunc") && !isNamed(t, "context", "CancelCauseFunc") {
			continue
		}
		deferred := deferOf(call, host)
		if deferred.Valid() && deferred.Parent().Parent() == host && deferred.Node().Pos() < tail.Node().Pos() && !r.waitsAfter(deferred, host) {
			calls = append(calls, call)
		}
	}
	return calls
}

// waitsAfter reports whether host defers to wait for a group after the statement
// at deferred, and so does it before that.
func (r *rewrite) waitsAfter(deferred, host inspector.Cursor) bool {
	for cur := range host.Preorder((*ast.DeferStmt)(nil)) {
		if cur.Node().Pos() <= deferred.Node().Pos() {
			continue
		}
		for call := range cur.Preorder((*ast.CallExpr)(nil)) {
			if _, method := r.index.joining(call.Node().(*ast.CallExpr)); method != nil && method.Name() == "Wait" {
				return true
			}
		}
	}
	return false
}

// deferOf returns the statement by which host defers a call: as it is, or as what a
// literal does first.
func deferOf(call, host inspector.Cursor) inspector.Cursor {
	if call.ParentEdgeKind() == edge.DeferStmt_Call && mustFunction(call) == host {
		return call.Parent()
	}
	lit := mustFunction(call)
	deferred := deferredLiteral(lit)
	if !deferred.Valid() || mustFunction(deferred) != host || !inList(call.Parent()) || call.Parent().Parent().Parent() != lit || call.Parent().ParentEdgeIndex() > 0 {
		return inspector.Cursor{}
	}
	return deferred
}

// cancelsEarly plans to cancel, as soon as the answer is there, what host cancels
// as it returns. Before it returns it needs a slot again, and those that are left
// behind may keep theirs until they are canceled.
func (r *rewrite) cancelsEarly(host, start inspector.Cursor) *Obstacle {
	for id := range start.Preorder((*ast.Ident)(nil)) {
		v := r.index.variable(id.Node().(*ast.Ident))
		if r.group.kind != nil || v == nil || !isNamed(v.Type(), "context", "Context") || start.Node().Pos() <= v.Pos() && v.Pos() < start.Node().End() {
			continue
		}
		if !r.canceledAtEnd(id.Node().(*ast.Ident), start) {
			return obstruct(id.Node(), "what is left behind may go on until somebody else cancels this context, and would keep its slot till then")
		}
	}
	calls := r.cancelsAtEnd(host)
	for cur := range host.Preorder((*ast.DeferStmt)(nil)) {
		for call := range cur.Preorder((*ast.CallExpr)(nil)) {
			if fn, ok := r.index.denoted(call.Node().(*ast.CallExpr).Fun).(*types.Builtin); ok && fn.Name() == "close" && !r.onlyReceivedIn(call.Node().(*ast.CallExpr).Args[0], host) {
				return obstruct(call.Node(), "what is left behind may wait for this channel to be closed, and keep its slot till then")
			}
		}
		for id := range cur.Preorder((*ast.Ident)(nil)) {
			if len(calls) > 0 && isNamed(r.info.TypeOf(id.Node().(*ast.Ident)), "context", "Context") && cur.Node().Pos() >= deferOf(calls[0], host).Node().Pos() {
				return obstruct(id.Node(), "this would see the context canceled before it was")
			}
		}
	}
	r.canceled = nil
	for _, call := range calls {
		r.canceled = append(r.canceled, "// Before the slot comes back, for what is left behind may have it.", "defer "+r.text(call.Node()))
	}
	return nil
}

// onlyReceivedIn reports whether nobody but host receives from a channel.
func (r *rewrite) onlyReceivedIn(ch ast.Expr, host inspector.Cursor) bool {
	c := r.index.channel(ch)
	return c != nil && c.foreign == nil && !slices.ContainsFunc(c.receives, func(receive inspector.Cursor) bool { return mustFunction(receive) != host })
}
