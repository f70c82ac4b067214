package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
)

// A slot of a semaphore that the spawner takes and the goroutine gives back
// bounds no recursion: made by each call it multiplies with depth, and
// shared by all it deadlocks. Under a limiter it would also hold up spawners
// that wait for tasks which have no slot of the limiter yet. So it goes.
//
//	sem <- struct{}{}
//	-----------------
//	go func() {
//		defer func() { <-sem }()
//		------------------------
//		…
//	}()

// unslot deletes the slots that are handed from spawners to tasks, and the
// semaphores of which that leaves nothing.
func (r *rewrite) unslot(tasks []task) *Obstacle {
	for _, c := range r.handed(tasks) {
		if obstacle := r.unslotChannel(c, tasks); obstacle != nil {
			return obstacle
		}
	}
	return nil
}

// handed returns the semaphores of which the tasks give back slots that
// they haven't taken.
func (r *rewrite) handed(tasks []task) []*channel {
	var found []*channel
	for _, t := range tasks {
		for cur := range onGoroutine(t.body, (*ast.UnaryExpr)(nil)) {
			recv := cur.Node().(*ast.UnaryExpr)
			if recv.Op != token.ARROW {
				continue
			}
			c := r.index.channel(recv.X)
			if r.index.semaphore(c) && !slices.Contains(found, c) && r.handedOver(c, cur, t.body) {
				found = append(found, c)
			}
		}
	}
	return found
}

// handedOver reports whether what is given back at give was taken outside
// the task that runs body.
func (r *rewrite) handedOver(c *channel, give, body inspector.Cursor) bool {
	return !slices.ContainsFunc(r.index.preceded(give, c.sends), body.Contains)
}

// unslotChannel deletes the slots of one semaphore.
func (r *rewrite) unslotChannel(c *channel, tasks []task) *Obstacle {
	r.replaced = append(r.replaced, c)
	var stmts []inspector.Cursor
	for _, give := range c.receives {
		at := slices.IndexFunc(tasks, func(t task) bool { return t.body.Contains(give) })
		if at < 0 || !r.handedOver(c, give, tasks[at].body) {
			continue
		}
		stmt := give.Parent()
		if deferred := deferredLiteral(mustFunction(give)); deferred.Valid() && len(body(mustFunction(give).Node()).List) == 1 {
			stmt = deferred
		}
		taken := r.index.preceded(give, c.sends)
		if len(taken) != 1 || !inList(taken[0]) || !inList(stmt) || taken[0].Parent() != tasks[at].start.Parent() && !isCall(tasks[at].start) {
			return obstruct(give.Node(), "the goroutine gives back a slot that its spawner took in a way that can't be undone")
		}
		stmts = append(stmts, stmt)
		if !slices.Contains(stmts, taken[0]) {
			stmts = append(stmts, taken[0])
		}
	}
	var left int
	for _, op := range slices.Concat(c.sends, c.receives) {
		if !slices.ContainsFunc(stmts, func(stmt inspector.Cursor) bool { return stmt.Contains(op) }) {
			left++
		}
	}
	if left == 0 {
		declared, obstacle := r.semaphoreDeclaration(c, stmts)
		if obstacle != nil {
			return obstacle
		}
		stmts = append(stmts, declared...)
	}
	return r.deleteStmts(stmts)
}

// semaphoreDeclaration returns the statement that declares a semaphore
// which loses all its uses in stmts, if it is a local variable of which
// nothing else is left. A variable of the package stays, since it may stay.
func (r *rewrite) semaphoreDeclaration(c *channel, stmts []inspector.Cursor) ([]inspector.Cursor, *Obstacle) {
	if len(c.makes) != 1 {
		return nil, obstruct(stmts[0].Node(), "the semaphore whose slots these are is made in several places")
	}
	made := c.makes[0]
	assign, ok := made.Parent().Node().(*ast.AssignStmt)
	if !ok || assign.Tok != token.DEFINE || len(assign.Lhs) != 1 || !inList(made.Parent()) {
		return nil, nil
	}
	v := r.index.variable(assign.Lhs[0])
	for _, ident := range r.index.idents[v] {
		if ident.Parent() != made.Parent() && !slices.ContainsFunc(stmts, func(stmt inspector.Cursor) bool { return stmt.Contains(ident) }) {
			return nil, obstruct(ident.Node(), "the semaphore %s is used here, too", v.Name())
		}
	}
	return []inspector.Cursor{made.Parent()}, nil
}

// descends returns an obstacle if fn goes on to take slots after it has given
// one back that was taken for it. The slot that is lost hides that goroutines
// pile up then where they wait for one.
//
//	go func() {
//		if n.broken {
//			return
//		}
//		<-slots
//		walk(n)
//	}()
func (r *rewrite) descends(fn inspector.Cursor) *Obstacle {
	slots := r.slotsOf(fn)
	for _, give := range slots {
		if give.takes || slices.ContainsFunc(slots, func(s slot) bool { return s.takes && s.of == give.of }) {
			continue
		}
		var after []inspector.Cursor
		for next, ok := give.stmt.NextSibling(); ok && inList(give.stmt) && next.ParentEdgeKind() == give.stmt.ParentEdgeKind(); next, ok = next.NextSibling() {
			after = append(after, next)
		}
		for _, stmt := range after {
			for call := range onGoroutine(stmt, (*ast.CallExpr)(nil)) {
				if v := r.index.variable(call.Node().(*ast.CallExpr).Fun); v != nil && !r.known(call) {
					return obstruct(call.Node(), "the slot is given back before this, which may go on to take the next one")
				}
			}
		}
		for code := range r.reached(after) {
			if slices.ContainsFunc(r.takenIn(code), func(v *types.Var) bool { return v == give.of || r.sameChannel(v, give.of) }) {
				return obstruct(give.stmt.Node(), "the slot is given back here before the goroutine goes on, and those that wait for their next one would pile up")
			}
		}
	}
	return nil
}

// takenIn returns what slots are taken of in code, or in the literals in it.
func (r *rewrite) takenIn(code inspector.Cursor) []*types.Var {
	fns := []inspector.Cursor{code}
	for lit := range code.Preorder((*ast.FuncLit)(nil)) {
		fns = append(fns, lit)
	}
	var found []*types.Var
	for _, fn := range fns {
		for _, s := range r.slotsOf(fn) {
			if s.takes {
				found = append(found, s.of)
			}
		}
	}
	return found
}

// sameChannel reports whether two variables may hold the same channel.
func (r *rewrite) sameChannel(v, w *types.Var) bool {
	return v != nil && w != nil && r.index.channels()[v] != nil && r.index.channels()[v] == r.index.channels()[w]
}

// emptied returns the statements that declare and prepare a local variable
// whose other uses are all deleted, or nil if it still has a use: its
// declaration, assignments to it, and conditions that choose among these.
//
//	n := cap(tokens)
//	if n <= 0 {
//		n = 1
//	}
func (r *rewrite) emptied(v *types.Var) []inspector.Cursor {
	var stmts []inspector.Cursor
	for _, ident := range r.index.idents[v] {
		if r.isDeleted(ident) {
			continue
		}
		stmt := ident
		for !inList(stmt) {
			stmt = stmt.Parent()
			if _, ok := stmt.Node().(*ast.File); ok {
				return nil
			}
		}
		if outer := onlyBranch(stmt); outer != stmt {
			stmt = outer
		}
		if !r.onlyWrites(stmt, v) {
			return nil
		}
		if !slices.Contains(stmts, stmt) {
			stmts = append(stmts, stmt)
		}
	}
	return stmts
}

// onlyWrites reports whether a statement has no effect but to assign v.
func (r *rewrite) onlyWrites(stmt inspector.Cursor, v *types.Var) bool {
	switch node := stmt.Node().(type) {
	case *ast.AssignStmt:
		return len(node.Lhs) == 1 && r.index.variable(node.Lhs[0]) == v && r.effectless(stmt)
	case *ast.DeclStmt:
		gen := node.Decl.(*ast.GenDecl)
		if len(gen.Specs) != 1 || gen.Lparen.IsValid() {
			return false
		}
		spec, ok := gen.Specs[0].(*ast.ValueSpec)
		return ok && len(spec.Names) == 1 && r.effectless(stmt)
	case *ast.IfStmt:
		if node.Init != nil || node.Else != nil || len(node.Body.List) != 1 || !r.effectless(stmt) {
			return false
		}
		assign, ok := node.Body.List[0].(*ast.AssignStmt)
		return ok && len(assign.Lhs) == 1 && r.index.variable(assign.Lhs[0]) == v
	}
	return false
}

// effectless reports whether evaluating what stands in cur has no effect.
func (r *rewrite) effectless(cur inspector.Cursor) bool {
	for c := range cur.Preorder((*ast.CallExpr)(nil), (*ast.UnaryExpr)(nil), (*ast.FuncLit)(nil)) {
		switch node := c.Node().(type) {
		case *ast.CallExpr:
			if !r.pure(node) {
				return false
			}
		case *ast.UnaryExpr:
			if node.Op == token.ARROW {
				return false
			}
		case *ast.FuncLit:
			return false
		}
	}
	return true
}
