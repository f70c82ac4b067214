package fix

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A rewrite moves the join of one spawn to a limiter.
type rewrite struct {
	*Fixer
	*source
	spawn inspector.Cursor

	group        *group                    // empty for a spawn that nothing joins
	tasked       []task                    // what becomes a task
	called       []inspector.Cursor        // calls that an Add counts like a task, see [rewrite.starts]
	slotted      map[inspector.Cursor]bool // the functions that tasks run
	awaits       map[inspector.Cursor]bool // receives that lend their slot, or need none
	lends        []inspector.Cursor        // the statements to put into Block
	lendsUpTo    inspector.Cursor          // the last statement that goes into Block with the first of them, if any
	lent         *exchange                 // the channel without room that the only one of them receives from
	left         []inspector.Cursor        // the returns that leave tasks behind
	hasty        bool                      // whether the function may return before it has received from all, see [rewrite.early]
	tail         inspector.Cursor          // from where to the function's end the slot is lent, if so
	canceled     []string                  // what cancels them, see [rewrite.cancelsEarly]
	growing      bool                      // whether channels may get room, see [rewrite.makesRoom]
	grown        []*ast.CallExpr           // the calls of make by which they do
	gathered     *gathered                 // the group to make for tasks that a channel joins
	tries        *types.Var                // the semaphore that the spawn is tried under, see [rewrite.sharing]
	replaced     []*channel                // semaphores whose slots the limiter's slots stand for
	limiters     []string                  // their names
	needsRuntime bool                      // for their sizes
	deleted      []inspector.Cursor        // statements
	hoisted      []ast.Expr                // what edits replace and repeat elsewhere
	edits        []analysis.TextEdit
}

// limited suggests to move the join to a limiter.
func (r *rewrite) limited() (*analysis.SuggestedFix, *Obstacle) {
	v, obstacle := r.join()
	if obstacle != nil {
		return nil, obstacle
	}
	var message string
	if v == nil {
		message, obstacle = r.detached()
	} else {
		message, obstacle = r.joined(v)
	}
	if obstacle != nil {
		return nil, obstacle
	}
	if obstacle := r.finish(); obstacle != nil {
		return nil, obstacle
	}
	return &analysis.SuggestedFix{Message: message, TextEdits: r.edits}, nil
}

// joined moves the group that v denotes.
func (r *rewrite) joined(v *types.Var) (message string, obstacle *Obstacle) {
	if r.group, obstacle = r.collect(v); obstacle != nil {
		return "", obstacle
	}
	tasks, endings, obstacle := r.tasks(r.group)
	if obstacle != nil {
		return "", obstacle
	}
	home, obstacle := r.awaited(tasks)
	if obstacle != nil {
		return "", obstacle
	}
	if obstacle := r.blocks(tasks, home); obstacle != nil {
		return "", obstacle
	}
	owner, obstacle := r.declare()
	if obstacle != nil {
		return "", obstacle
	}
	for _, step := range []func() *Obstacle{
		func() *Obstacle { return r.unlimit() },
		func() *Obstacle { return r.respawn(tasks) },
		func() *Obstacle { return r.uncount(endings) },
		func() *Obstacle { return r.unslot(tasks) },
		func() *Obstacle { return r.lend() },
		func() *Obstacle { return r.awaitLeft() },
		func() *Obstacle { return r.sweep() },
	} {
		if obstacle := step(); obstacle != nil {
			return "", obstacle
		}
	}
	message = boundMessage(owner)
	if len(r.group.calls["SetLimit"]) > 0 {
		message += " in place of SetLimit, which limits each call alone"
	}
	return message, nil
}

// join returns the variable of the group that the spawn belongs to, or nil
// if nothing joins it.
func (r *rewrite) join() (*types.Var, *Obstacle) {
	stmt, ok := r.spawn.Node().(*ast.GoStmt)
	if !ok {
		call := r.spawn.Node().(*ast.CallExpr)
		v, method := r.index.joining(call)
		if method == nil {
			return nil, r.foreign(call)
		}
		return v, r.ownGroup(v, call.Fun)
	}
	fn := r.index.function(r.spawn.ChildAt(edge.GoStmt_Call, -1).ChildAt(edge.CallExpr_Fun, -1))
	if !fn.Valid() {
		return nil, obstruct(stmt, "the function that this go statement starts isn't known")
	}
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		call := cur.Node().(*ast.CallExpr)
		v, method := r.index.joining(call)
		if method == nil || method.Name() != "Done" || !endsWith(cur, fn) {
			continue
		}
		return v, r.ownGroup(v, call.Fun)
	}
	return nil, nil
}

// ownGroup returns an obstacle unless v is a variable that the package declares.
func (r *rewrite) ownGroup(v *types.Var, at ast.Node) *Obstacle {
	if v == nil {
		return obstruct(at, "the group isn't a plain variable")
	}
	if v.Pkg() != r.pass.Pkg {
		return obstruct(at, "the group belongs to another package, and a fix changes none")
	}
	return nil
}

// endsWith reports whether the call at cur runs in fn itself or in one of
// its deferred literals.
func endsWith(cur, fn inspector.Cursor) bool {
	outer := mustFunction(cur)
	if deferred := deferredLiteral(outer); outer != fn && deferred.Valid() {
		outer = mustFunction(deferred)
	}
	return outer == fn
}

// isGroup reports whether v denotes the group.
func (r *rewrite) isGroup(v *types.Var) bool {
	return r.group != nil && slices.Contains(r.group.vars, v)
}

// onlyEnds reports whether a task's parameter is used only for Done.
func (r *rewrite) onlyEnds(param *types.Var) bool {
	if !r.isGroup(param) {
		return false
	}
	for _, ident := range r.index.idents[param] {
		sel, ok := operand(ident).Parent().Node().(*ast.SelectorExpr)
		if ident.Node().Pos() != param.Pos() && (!ok || sel.Sel.Name != "Done") {
			return false
		}
	}
	return true
}

// respawn turns the go statements into calls of the group's Go and drops
// the & where a group is passed on, since the limited group is a pointer.
func (r *rewrite) respawn(tasks []task) *Obstacle {
	for _, t := range tasks {
		if isCall(t.start) {
			continue
		}
		recv := ast.Unparen(t.add.Fun).(*ast.SelectorExpr).X
		if obstacle := r.sameMeaning(recv, t.start); obstacle != nil {
			return obstacle
		}
		edits, obstacle := r.spawnEdits(t.start, r.groupText(recv)+".Go")
		if obstacle != nil {
			return obstacle
		}
		r.edits = append(r.edits, edits...)
	}
	for _, arg := range r.group.passed {
		if unary, ok := arg.Node().(*ast.UnaryExpr); ok {
			r.edits = append(r.edits, replace(unary.Pos(), unary.X.Pos(), ""))
		}
	}
	return nil
}

// sameMeaning returns an obstacle unless the group's name at its Add means
// the same at the go statement.
func (r *rewrite) sameMeaning(recv ast.Expr, stmt inspector.Cursor) *Obstacle {
	root := ast.Unparen(recv)
	for {
		sel, ok := root.(*ast.SelectorExpr)
		if !ok {
			break
		}
		root = ast.Unparen(sel.X)
	}
	id, ok := root.(*ast.Ident)
	if !ok {
		return obstruct(recv, "the group isn't a plain variable")
	}
	scope := r.pass.Pkg.Scope().Innermost(stmt.Node().Pos())
	if _, obj := scope.LookupParent(id.Name, stmt.Node().Pos()); obj != r.info.ObjectOf(id) {
		return obstruct(stmt.Node(), "%s means something else at this go statement", id.Name)
	}
	return nil
}

// uncount deletes the calls of Add and Done.
func (r *rewrite) uncount(endings []ending) *Obstacle {
	var stmts []inspector.Cursor
	for _, add := range r.group.calls["Add"] {
		stmts = append(stmts, add.Parent())
	}
	for _, end := range endings {
		stmts = append(stmts, end.stmt)
	}
	return r.deleteStmts(stmts)
}

func (r *rewrite) deleteStmts(stmts []inspector.Cursor) *Obstacle {
	for _, cur := range stmts {
		stmt, ok := cur.Node().(ast.Stmt)
		if !ok || !inList(cur) {
			return obstruct(cur.Node(), "this call can't be taken out where it stands")
		}
		if obstacle := r.loses(cur); obstacle != nil {
			return obstacle
		}
		edit, obstacle := r.deleteStmt(stmt)
		if obstacle != nil {
			return obstacle
		}
		r.edits = append(r.edits, edit)
		r.deleted = append(r.deleted, cur)
	}
	return nil
}

// loses returns an obstacle if deleting the statement loses an effect.
func (r *rewrite) loses(stmt inspector.Cursor) *Obstacle {
	for cur := range stmt.Preorder((*ast.CallExpr)(nil), (*ast.UnaryExpr)(nil)) {
		switch node := cur.Node().(type) {
		case *ast.UnaryExpr:
			if node.Op == token.ARROW && !slices.Contains(r.replaced, r.index.channel(node.X)) {
				return obstruct(node, "deleting this statement would lose a receive")
			}
		case *ast.CallExpr:
			counts := cur.Parent() == stmt || slices.Contains(r.group.calls["SetLimit"], cur)
			if !counts && !r.pure(node) && mustFunction(cur) == mustFunction(stmt) {
				return obstruct(node, "deleting this statement would lose a call")
			}
		}
	}
	return nil
}

// sweep deletes the local variables that the deleted statements were the
// last to use, which Go doesn't accept, and what only prepared them.
func (r *rewrite) sweep() *Obstacle {
	for i := 0; i < len(r.deleted); i++ {
		for cur := range r.deleted[i].Preorder((*ast.Ident)(nil)) {
			v, ok := r.index.object(cur.Node().(*ast.Ident)).(*types.Var)
			if !ok || v.Kind() != types.LocalVar || r.isGroup(v) || r.isDeleted(r.index.idents[v][0]) {
				continue
			}
			if obstacle := r.sweepVariable(v, cur.Node()); obstacle != nil {
				return obstacle
			}
		}
	}
	return nil
}

func (r *rewrite) sweepVariable(v *types.Var, at ast.Node) *Obstacle {
	var left []inspector.Cursor
	for _, use := range r.uses(v) {
		if !r.isDeleted(use) {
			left = append(left, use)
		}
	}
	if len(left) > 0 && !slices.ContainsFunc(left, func(use inspector.Cursor) bool { return !r.counts(use) }) {
		// Another fix may delete these, and then nobody uses v.
		return obstruct(at, "without this statement nothing uses %s", v.Name())
	}
	stmts := r.emptied(v)
	if stmts == nil && len(left) == 0 {
		return obstruct(at, "without this statement nothing uses %s", v.Name())
	}
	return r.deleteStmts(stmts)
}

// isDeleted reports whether the node at cur is in a deleted statement.
func (r *rewrite) isDeleted(cur inspector.Cursor) bool {
	return slices.ContainsFunc(r.deleted, func(stmt inspector.Cursor) bool { return stmt.Contains(cur) })
}

// counts reports whether the use of a variable at cur is in a call that
// only counts the goroutines of a group or limits it.
func (r *rewrite) counts(cur inspector.Cursor) bool {
	for ; cur.Node() != nil; cur = cur.Parent() {
		if _, ok := cur.Node().(ast.Stmt); ok {
			return false
		}
		call, ok := cur.Node().(*ast.CallExpr)
		if !ok {
			continue
		}
		if _, method := r.index.joining(call); method != nil && (method.Name() == "Add" || method.Name() == "SetLimit") {
			return true
		}
	}
	return false
}

// pure reports whether a call only computes a value.
func (r *rewrite) pure(call *ast.CallExpr) bool {
	if r.info.Types[call.Fun].IsType() {
		return true
	}
	switch obj := r.index.denoted(call.Fun).(type) {
	case *types.Builtin:
		return slices.Contains([]string{"len", "cap", "min", "max"}, obj.Name())
	case *types.Func:
		return slices.Contains([]string{"runtime.NumCPU", "runtime.GOMAXPROCS"}, obj.FullName())
	}
	return false
}

// finish adds the imports, drops those without a use left, and puts the
// edits in order. An edit inside what another one deletes is moot.
func (r *rewrite) finish() *Obstacle {
	r.makeRoom()
	added := r.addImports(r.source, r.needsRuntime)
	r.order()
	for _, spec := range r.file.Imports {
		gone, left := r.usesOf(spec)
		switch {
		case len(gone) > 0 && len(left) == 0:
			r.edits = append(r.edits, r.dropImport(spec, added))
		case len(gone) > 0 && spec.Name != nil && spec.Name.Name == "." && !slices.ContainsFunc(left, func(id *ast.Ident) bool { return id.Name != gone[0].Name }):
			// Drivers remove what no fix needs any longer, but not this.
			return obstruct(spec, "the import with a dot would stay unused if all uses of %s are fixed", gone[0].Name)
		}
	}
	r.edits = append(r.edits, added...)
	r.order()
	return nil
}

func (r *rewrite) order() {
	slices.SortStableFunc(r.edits, func(x, y analysis.TextEdit) int {
		return cmp.Or(cmp.Compare(x.Pos, y.Pos), cmp.Compare(x.End, y.End))
	})
	var kept []analysis.TextEdit
	for _, edit := range r.edits {
		moot := slices.ContainsFunc(r.edits, func(outer analysis.TextEdit) bool {
			return outer.Pos <= edit.Pos && edit.End <= outer.End && outer.End-outer.Pos > edit.End-edit.Pos &&
				(edit.End > edit.Pos || outer.Pos < edit.Pos && edit.Pos < outer.End)
		})
		if last := len(kept) - 1; !moot && last >= 0 && kept[last].End > edit.Pos && len(kept[last].NewText)+len(edit.NewText) == 0 {
			kept[last].End = max(kept[last].End, edit.End) // two deletions that share a blank line
		} else if !moot {
			kept = append(kept, edit)
		}
	}
	r.edits = kept
}
