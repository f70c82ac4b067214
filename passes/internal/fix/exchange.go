package fix

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// An exchange is a variable that holds the channel which one activation
// makes, and what happens to the channels that it is one of.
type exchange struct {
	*channel
	v        *types.Var
	receives []inspector.Cursor // from v itself
}

// madeBy returns the exchanges that host makes, in source order.
func (r *rewrite) madeBy(host inspector.Cursor) []*exchange {
	var found []*exchange
	for v, c := range r.index.channels() {
		if c == nil || v.Kind() != types.LocalVar || r.index.semaphore(c) || r.index.stocked(c) {
			continue
		}
		for _, made := range c.makes {
			if value, _ := assignedValue(r.index.idents[v][0]); value != made || r.host(made) != host {
				continue
			}
			x := &exchange{channel: c, v: v}
			for _, receive := range c.receives {
				if r.index.variable(receiveFrom(receive)) == v {
					x.receives = append(x.receives, receive)
				}
			}
			found = append(found, x)
		}
	}
	slices.SortFunc(found, func(x, y *exchange) int { return cmp.Compare(x.v.Pos(), y.v.Pos()) })
	return found
}

// receiveFrom returns the channel that a node receives from.
func receiveFrom(cur inspector.Cursor) ast.Expr {
	if loop, ok := cur.Node().(*ast.RangeStmt); ok {
		return loop.X
	}
	return cur.Node().(*ast.UnaryExpr).X
}

// undisturbed returns an obstacle if host waits for other tasks between a
// spawn and what receives from it.
func (r *rewrite) undisturbed(spawn, stmt, host inspector.Cursor) *Obstacle {
	between := (region{from: spawn, to: stmt}).code()
	for code := range r.following(between, func(code inspector.Cursor) (next []inspector.Cursor) {
		for call := range onGoroutine(code, (*ast.CallExpr)(nil)) {
			if call.ParentEdgeKind() != edge.GoStmt_Call && !r.inTask(call) {
				next = append(next, r.callees(call)...)
			}
		}
		return next
	}) {
		if code == host {
			return obstruct(spawn.Node(), "between the start of a goroutine and the receive of what it sends others are started and awaited, and a channel without room for it keeps its slot meanwhile")
		}
	}
	return nil
}

// inTask reports whether cur is in a literal that a task runs.
func (r *rewrite) inTask(cur inspector.Cursor) bool {
	return slices.ContainsFunc(r.tasked, func(t task) bool { return t.start.Contains(t.body) && t.body.Contains(cur) })
}

// exchanged returns an obstacle unless the statement at stmt receives all
// that the tasks send which start sends.
func (r *rewrite) exchanged(c *exchange, stmt, spawn, start inspector.Cursor) *Obstacle {
	if loop, ok := stmt.Node().(*ast.RangeStmt); ok && isChan(r.info.TypeOf(loop.X)) {
		return obstruct(stmt.Node(), "when the channel is closed isn't understood")
	}
	if len(c.makes) != 1 {
		return obstruct(stmt.Node(), "the goroutines may send to channels that are made elsewhere, too")
	}
	sender := mustFunction(c.sends[0])
	for _, send := range c.sends {
		if mustFunction(send) != sender || len(loops(send)) > 0 || len(c.sends) > 1 && !endsFunction(send, sender) {
			return obstruct(send.Node(), "how often a goroutine sends isn't clear, and one that isn't received would keep its slot for good")
		}
	}
	if only, ok := r.onlyStart(sender); !ok || only != start {
		return obstruct(c.sends[0].Node(), "how many goroutines send isn't clear, and one that isn't received would keep its slot for good")
	}
	if !r.sameNumber(stmt, spawn, start, c) {
		return obstruct(stmt.Node(), "whether this receives from every goroutine isn't clear, and one that isn't received would keep its slot for good")
	}
	return nil
}

// closes reports whether the call at cur closes a channel after a Wait for
// the group in a goroutine of its own.
//
//	go func() { wg.Wait(); close(ch) }()
func (r *rewrite) closes(cur inspector.Cursor) bool {
	lit := mustFunction(cur)
	if lit.ParentEdgeKind() != edge.CallExpr_Fun || lit.Parent().ParentEdgeKind() != edge.GoStmt_Call {
		return false
	}
	return slices.ContainsFunc(r.group.calls["Wait"], func(wait inspector.Cursor) bool {
		return mustFunction(wait) == lit && wait.Node().Pos() < cur.Node().Pos() && inList(wait.Parent()) && wait.Parent().Parent() == cur.Parent().Parent()
	})
}

// sameNumber reports whether the statement at stmt receives as often as the
// goroutines at start are started: each once, both once for every round of
// like loops, or counted.
//
//	go f(ch)                     <-ch
//	for _, x := range xs { … }   for range xs { … }
//	for … { n++; go f(x, ch) }   for range n { … }   or   for ; n > 0; n-- { … }
func (r *rewrite) sameNumber(stmt, spawn, start inspector.Cursor, c *exchange) bool {
	if len(c.receives) != 1 || !always(c.receives[0], stmt) {
		return false
	}
	if stmt.Node().Pos() == spawn.Node().Pos() {
		return false
	}
	switch loop := stmt.Node().(type) {
	case *ast.ExprStmt, *ast.AssignStmt:
		return start == spawn || start.Parent() == spawn
	case *ast.RangeStmt:
		if over, ok := spawn.Node().(*ast.RangeStmt); ok && r.text(over.X) == r.text(loop.X) && always(start, spawn) && r.steady(loop.X) {
			return true
		}
		return r.counted(r.index.variable(loop.X), start, spawn, stmt)
	case *ast.ForStmt:
		return r.counted(r.bound(loop), start, spawn, stmt)
	}
	return false
}

// bound returns the variable that counts the rounds of a loop:
//
//	for ; n > 0; n-- {
//	for i := 0; i < n; i++ {
func (r *rewrite) bound(loop *ast.ForStmt) *types.Var {
	cond, ok := loop.Cond.(*ast.BinaryExpr)
	post, step := loop.Post.(*ast.IncDecStmt)
	if !ok || !step {
		return nil
	}
	switch {
	case cond.Op == token.GTR && r.text(cond.Y) == "0" && post.Tok == token.DEC && loop.Init == nil && r.text(post.X) == r.text(cond.X):
		return r.index.variable(cond.X)
	case r.countsUp(loop):
		return r.index.variable(cond.Y)
	}
	return nil
}

// countsUp reports whether a loop has the form for i := 0; i < n; i++, and
// leaves i alone in its body.
func (r *rewrite) countsUp(loop *ast.ForStmt) bool {
	cond, ok := loop.Cond.(*ast.BinaryExpr)
	post, step := loop.Post.(*ast.IncDecStmt)
	return ok && step && cond.Op == token.LSS && post.Tok == token.INC && loop.Init != nil &&
		r.text(post.X) == r.text(cond.X) && r.text(loop.Init) == r.text(cond.X)+" := 0" &&
		!slices.ContainsFunc(r.index.idents[r.index.variable(cond.X)], func(ident inspector.Cursor) bool {
			return loop.Body.Pos() <= ident.Node().Pos() && r.modifies(ident)
		})
}

// follows reports whether each goroutine sends to one channel right after it has
// sent to another, and whether the statement at stmt receives from both, in that
// order, in each of its rounds:
//
//	go func() {                 for range xs {
//		v, err := f(x)          	v := <-values
//		values <- v             	err := <-errs
//		errs <- err             	…
//	}()                         }
//
// Whoever has sent the first then sends the second before another is asked for
// the first. So none keeps a slot that another needs to send.
func (r *rewrite) follows(c, before *exchange, stmt inspector.Cursor) bool {
	if len(c.sends) != 1 || len(before.sends) != 1 || len(c.receives) != 1 || len(before.receives) != 1 {
		return false
	}
	next, ok := before.sends[0].NextSibling()
	send, receive := c.sends[0], c.receives[0]
	return ok && next == send && inList(send) && endsFunction(send, mustFunction(send)) &&
		stmt.Contains(receive) && always(receive, stmt) && always(before.receives[0], stmt) &&
		before.receives[0].Node().Pos() < receive.Node().Pos()
}

// counted reports whether v counts the goroutines: from zero, by one beside
// each start, and nowhere else until it is counted down.
func (r *rewrite) counted(v *types.Var, start, spawn, stmt inspector.Cursor) bool {
	if v == nil || v.Kind() != types.LocalVar {
		return false
	}
	counts := 0
	for _, ident := range r.index.idents[v] {
		value, assigned := assignedValue(ident)
		if !assigned && !addressTaken(ident) || stmt.Contains(ident) {
			continue
		}
		switch node := ident.Parent().Node().(type) {
		case *ast.IncDecStmt:
			if node.Tok != token.INC || ident.Parent().Parent() != start.Parent() && ident.Parent().Parent() != start.Parent().Parent() {
				return false
			}
			counts++
		case *ast.ValueSpec, *ast.AssignStmt:
			if assign, ok := node.(*ast.AssignStmt); ok && assign.Tok != token.DEFINE {
				return false
			}
			if value.Valid() {
				if n := r.info.Types[value.Node().(ast.Expr)].Value; n == nil || n.String() != "0" {
					return false
				}
			}
		default:
			return false
		}
	}
	return counts == 1
}

// always reports whether every round of the loop at outer, or the statement
// itself, executes what stands at cur exactly once.
func always(cur, outer inspector.Cursor) bool {
	for stmt := cur; stmt != outer; stmt = stmt.Parent() {
		switch stmt.Node().(type) {
		case *ast.CaseClause, *ast.CommClause, *ast.ForStmt, *ast.RangeStmt, *ast.FuncLit:
			if stmt != cur {
				return false
			}
		}
		switch stmt.ParentEdgeKind() {
		case edge.IfStmt_Body, edge.IfStmt_Else, edge.ForStmt_Cond:
			return false
		case edge.BinaryExpr_Y:
			if op := stmt.Parent().Node().(*ast.BinaryExpr).Op; op == token.LAND || op == token.LOR {
				return false
			}
		}
	}
	for branch := range outer.Preorder((*ast.BranchStmt)(nil), (*ast.ReturnStmt)(nil)) {
		if mustFunction(branch) == mustFunction(outer) && branch.Node().Pos() < cur.Node().Pos() {
			return false
		}
	}
	return true
}
