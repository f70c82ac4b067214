package fix

import (
	"go/ast"
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A region is the code of one function between a spawn and the wait for it,
// as a range of one statement list: it begins at from and ends before to.
type region struct {
	from, to inspector.Cursor
}

// A wait is a call of Wait that is certain to run once its statement does.
type wait struct {
	fn       inspector.Cursor // the function that it belongs to
	stmt     inspector.Cursor // the statement of fn's that holds or starts it
	deferred bool
}

// awaited checks that whoever starts tasks comes to wait for them, on every
// path, and returns the code that runs until then. A limited task that
// nobody waits for may find no slot: with a limit of one, only a waiting
// caller lends its own.
func (r *rewrite) awaited(tasks []task) ([]region, *Obstacle) {
	if len(r.group.calls["Wait"]) == 0 {
		return nil, obstruct(r.spawn.Node(), "nothing waits for the %s", r.group.kind)
	}
	waits := make(map[inspector.Cursor][]wait)
	for _, call := range r.group.calls["Wait"] {
		w, obstacle := r.wait(call)
		if obstacle != nil {
			return nil, obstacle
		}
		if r.isSpawn(w.stmt) && len(r.called) > 0 {
			return nil, obstruct(r.called[0].Node(), "the group counts this call, too, and a goroutine that waits for the group may come before it")
		}
		waits[w.fn] = append(waits[w.fn], w)
	}
	for _, call := range r.called {
		tasks = append(tasks, task{start: call}) // whoever waits for these waits on, after they have returned
	}
	var regions []region
	sites, obstacle := r.origins(tasks, waits)
	if obstacle != nil {
		return nil, obstacle
	}
	if len(sites) == 0 {
		return nil, obstruct(r.spawn.Node(), "whether anything waits for the %s after this isn't known", r.group.kind)
	}
	for _, site := range sites {
		covered, obstacle := r.covered(site, waits[mustFunction(site)])
		if obstacle != nil {
			return nil, obstacle
		}
		regions = append(regions, covered)
	}
	return regions, nil
}

// wait understands a call of Wait:
//
//	wg.Wait()                             and any simple statement that begins with it
//	defer wg.Wait()
//	defer func() { …; wg.Wait(); … }()
//	go func() { wg.Wait(); close(c) }()   lends the slot of its own goroutine
func (r *rewrite) wait(call inspector.Cursor) (wait, *Obstacle) {
	w := wait{stmt: call}
	for !inList(w.stmt) {
		switch kind := w.stmt.ParentEdgeKind(); kind {
		case edge.BinaryExpr_Y, edge.IfStmt_Body, edge.IfStmt_Else, edge.ForStmt_Cond, edge.ForStmt_Post, edge.FuncLit_Body, edge.LabeledStmt_Stmt, edge.CommClause_Comm:
			return w, obstruct(call.Node(), "whether this Wait runs isn't certain")
		case edge.DeferStmt_Call:
			w.deferred = true
		case edge.GoStmt_Call:
			return w, obstruct(call.Node(), "who waits for this Wait isn't known")
		}
		w.stmt = w.stmt.Parent()
	}
	w.fn = mustFunction(w.stmt)
	if w.fn.ParentEdgeKind() != edge.CallExpr_Fun || w.deferred {
		return w, nil
	}
	outer := w.fn.Parent().Parent()
	listed := w.stmt.ParentEdgeKind() == edge.BlockStmt_List && w.stmt.Parent().Parent() == w.fn
	first := listed && w.stmt.ParentEdgeIndex() == 0
	switch outer.Node().(type) {
	case *ast.GoStmt:
		if !first || !r.declaredOutside(w.fn) {
			return w, nil
		}
	case *ast.DeferStmt:
		if begin, _ := w.stmt.Parent().FirstChild(); !listed || r.leaves(begin, w.stmt) != nil {
			return w, nil
		}
		w.deferred = true
	default:
		return w, nil
	}
	if !inList(outer) {
		return w, obstruct(outer.Node(), "whether this Wait runs isn't certain")
	}
	w.stmt, w.fn = outer, mustFunction(outer)
	return w, nil
}

// declaredOutside reports whether the group is declared outside the literal
// fn.
func (r *rewrite) declaredOutside(fn inspector.Cursor) bool {
	for _, decl := range r.group.decls {
		if fn.Contains(decl) {
			return false
		}
	}
	return true
}

// origins returns the places, in functions that wait, from which tasks of
// the group are started: directly, or by a call of a function that does.
func (r *rewrite) origins(tasks []task, waits map[inspector.Cursor][]wait) ([]inspector.Cursor, *Obstacle) {
	var sites, work []inspector.Cursor
	for _, t := range tasks {
		work = append(work, t.start)
	}
	seen := make(map[inspector.Cursor]bool)
	for len(work) > 0 {
		cur := work[len(work)-1]
		work = work[:len(work)-1]
		fn, ok := function(cur)
		if !ok {
			return nil, obstruct(cur.Node(), "this runs when the package is initialized")
		}
		if len(waits[fn]) > 0 {
			sites = append(sites, cur)
			continue
		}
		if seen[fn] {
			continue
		}
		seen[fn] = true
		if lit, ok := fn.Node().(*ast.FuncLit); ok {
			if v := literalVariable(r.index, fn); v != nil {
				if _, all := r.index.literals(v); !all {
					return nil, obstruct(lit, "who calls %s isn't known", v.Name())
				}
				work = append(work, r.uses(v)...)
			} else {
				work = append(work, fn)
			}
			continue
		}
		decl := fn.Node().(*ast.FuncDecl)
		uses := r.uses(r.info.Defs[decl.Name])
		if len(uses) == 0 || r.index.open(decl, r.pass.Pkg) {
			return nil, obstruct(decl.Name, "%s starts goroutines and doesn't wait, and who waits after calling it isn't known", decl.Name.Name)
		}
		work = append(work, uses...)
	}
	return sites, nil
}

// covered returns the code between a spawn and the wait that follows it on
// every path.
func (r *rewrite) covered(site inspector.Cursor, waits []wait) (region, *Obstacle) {
	fn := mustFunction(site)
	var obstacle *Obstacle
	for stmt := site; stmt != fn; stmt = stmt.Parent() {
		for _, w := range waits {
			if !inList(stmt) || stmt.Parent() != w.stmt.Parent() || stmt.ParentEdgeKind() != w.stmt.ParentEdgeKind() {
				continue
			}
			if w.stmt.Node().Pos() < stmt.Node().Pos() {
				if w.deferred {
					return region{from: stmt}, nil
				}
				continue
			}
			left := r.left
			if obstacle = r.leavesBut(stmt, w.stmt, r.awaitsLater); obstacle == nil {
				return region{from: stmt, to: w.stmt}, nil
			}
			r.left = left
		}
	}
	if obstacle == nil {
		obstacle = obstruct(site.Node(), "no Wait follows this on every path, and what nobody waits for may never run under a limit")
	}
	return region{}, obstacle
}

// leaves returns an obstacle if control can leave the statement list of
// from between from and to.
func (r *rewrite) leaves(from, to inspector.Cursor) *Obstacle {
	return r.leavesBut(from, to, func(inspector.Cursor) bool { return false })
}

// leavesBut is leaves, but for some return statements.
func (r *rewrite) leavesBut(from, to inspector.Cursor, except func(inspector.Cursor) bool) *Obstacle {
	fn := mustFunction(from)
	for stmt, ok := from, true; ok && stmt != to; stmt, ok = stmt.NextSibling() {
		for cur := range stmt.Preorder((*ast.ReturnStmt)(nil), (*ast.BranchStmt)(nil)) {
			if mustFunction(cur) != fn {
				continue
			}
			branch, ok := cur.Node().(*ast.BranchStmt)
			if !ok && except(cur) {
				continue
			}
			if !ok {
				return obstruct(cur.Node(), "this return leaves goroutines behind that nobody waits for, and they may never run under a limit")
			}
			if branch.Tok != token.FALLTHROUGH && !targetWithin(r, cur, stmt) {
				return obstruct(branch, "this %s skips the wait", branch.Tok)
			}
		}
	}
	return nil
}

// targetWithin reports whether a branch statement stays within the
// statement at outer.
func targetWithin(r *rewrite, branch, outer inspector.Cursor) bool {
	stmt := branch.Node().(*ast.BranchStmt)
	if stmt.Label != nil {
		label := r.info.Uses[stmt.Label]
		return label != nil && stmt.Tok != token.GOTO && outer.Node().Pos() <= label.Pos() && label.Pos() < outer.Node().End()
	}
	for cur := branch.Parent(); ; cur = cur.Parent() {
		switch cur.Node().(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			return true
		case *ast.SwitchStmt, *ast.TypeSwitchStmt, *ast.SelectStmt:
			if stmt.Tok == token.BREAK {
				return true
			}
		}
		if cur == outer {
			return false
		}
	}
}

// lockHeld returns a call that takes a lock in fn before pos which isn't
// certainly given back by then: by an Unlock in the same block as the Lock
// or in an enclosing one.
func (r *rewrite) lockHeld(fn inspector.Cursor, pos token.Pos) ast.Node {
	type held struct {
		stmt inspector.Cursor
		on   types.Object
	}
	var locks []held
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		if mustFunction(cur) != fn || cur.Node().Pos() >= pos {
			continue
		}
		recv, method := r.index.method(cur.Node().(*ast.CallExpr))
		if method == nil {
			continue
		}
		on, stmt := r.index.denoted(recv), cur.Parent()
		switch method.Name() {
		case "Lock", "RLock", "TryLock", "TryRLock":
			locks = append(locks, held{stmt, on})
		case "Unlock", "RUnlock":
			if _, ok := stmt.Node().(*ast.ExprStmt); !ok {
				continue
			}
			for i := len(locks) - 1; i >= 0; i-- {
				if locks[i].on == on && stmt.Parent().Contains(locks[i].stmt) {
					locks = append(locks[:i], locks[i+1:]...)
					break
				}
			}
		}
	}
	if len(locks) > 0 {
		return locks[len(locks)-1].stmt.Node()
	}
	return nil
}
