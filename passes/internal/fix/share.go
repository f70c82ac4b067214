package fix

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A shared semaphore is one that each call made for itself, and that all
// calls share once it is declared above the function.
//
//	slots := make(chan bool, 4)       var walkSlots = make(chan bool, 4)
//	---------------------------       …
//	select {                          select {
//	case slots <- true:               case walkSlots <- true:
//		go func() {                   	go func() {
//			defer func() { <-slots }()    	defer func() { <-walkSlots }()
//			walk(c)                       	walk(c)
//		}()                           	}()
//	default:                          default:
//		walk(c)                       	walk(c)
//	}                                 }
//
// That is right for slots that nobody waits for. Sharing others would have
// tasks wait for each other. What gets no slot is done inline, which each
// call's first goroutines never were. So it has to be the same that the
// goroutine does, and has to be fit for that.

// sharing suggests to share the semaphore of which the spawn tries to get a
// slot.
func (r *rewrite) sharing() (*analysis.SuggestedFix, *Obstacle) {
	v, full := r.tried()
	owner := r.declarationOf(r.spawn.Node())
	if v == nil || owner == nil {
		return nil, obstruct(r.spawn.Node(), "no slot of a variable is tried for before this goroutine starts")
	}
	r.tries = v
	decl := r.index.idents[v][0]
	made, size, obstacle := r.madeAnew(v, decl)
	if obstacle = cmp.Or(obstacle, r.onlyTried(v)); obstacle != nil {
		return nil, obstacle
	}
	if obstacle = cmp.Or(r.inlineable(), r.doesSame(full)); obstacle != nil {
		return nil, obstacle
	}
	if size.runtime && r.importsCoincide(r.source) {
		return nil, obstruct(made, "the imports of this file leave no place for one that isn't sorted in beside another")
	}
	name := r.slotsName(owner)
	last := made.Args[len(made.Args)-1]
	edit, obstacle := r.declaration(owner, name, size, func(size string) string {
		return r.content[r.tok.Offset(made.Pos()):r.tok.Offset(last.Pos())] + size + ")"
	})
	if obstacle != nil {
		return nil, obstacle
	}
	r.edits = append(r.edits, edit)
	// The call that makes the semaphore isn't lost, it moves.
	gone, obstacle := r.deleteStmt(decl.Parent().Node().(ast.Stmt))
	if obstacle != nil {
		return nil, obstacle
	}
	r.edits = append(r.edits, gone)
	r.deleted = append(r.deleted, decl.Parent())
	for _, use := range r.uses(v) {
		r.edits = append(r.edits, replace(use.Node().Pos(), use.Node().End(), name))
	}
	if obstacle := r.sweep(); obstacle != nil {
		return nil, obstacle
	}
	if edit, ok := r.addImport(r.source, "runtime"); ok && size.runtime {
		r.edits = append(r.edits, edit)
	}
	r.order()
	message := fmt.Sprintf("Share the slots of %s among all calls of %s", v.Name(), owner.Name.Name)
	return &analysis.SuggestedFix{Message: message, TextEdits: r.edits}, nil
}

// tried returns the local semaphore of which the code around the spawn got a
// slot without waiting, and what is done if there is none.
func (r *rewrite) tried() (*types.Var, inspector.Cursor) {
	fn := mustFunction(r.spawn)
	for cur := r.spawn; cur.Valid() && cur != fn; cur = cur.Parent() {
		switch node := cur.Node().(type) {
		case *ast.CommClause:
			send, ok := node.Comm.(*ast.SendStmt)
			if full, found := defaultOf(cur.Parent().Parent()); ok && found {
				return r.index.variable(send.Chan), full
			}
		case *ast.IfStmt:
			call, ok := node.Cond.(*ast.CallExpr)
			if !ok || node.Else == nil || node.Else.Pos() <= r.spawn.Node().Pos() {
				continue
			}
			if recv, method := r.index.method(call); method != nil && method.FullName() == weighted+"TryAcquire" {
				return r.index.variable(recv), cur.ChildAt(edge.IfStmt_Else, -1)
			}
		}
	}
	return nil, inspector.Cursor{}
}

const weighted = "(*golang.org/x/sync/semaphore.Weighted)."

// defaultOf returns the default clause of a select.
func defaultOf(sel inspector.Cursor) (inspector.Cursor, bool) {
	for clause := range sel.Preorder((*ast.CommClause)(nil)) {
		if clause.Parent().Parent() == sel && clause.Node().(*ast.CommClause).Comm == nil {
			return clause, true
		}
	}
	return inspector.Cursor{}, false
}

// madeAnew returns the call that makes the semaphore in the function that
// tries it, and its size.
func (r *rewrite) madeAnew(v *types.Var, decl inspector.Cursor) (*ast.CallExpr, size, *Obstacle) {
	value, _ := assignedValue(decl)
	assign, ok := decl.Parent().Node().(*ast.AssignStmt)
	if v.Kind() != types.LocalVar || !ok || !value.Valid() || assign.Tok != token.DEFINE || len(assign.Lhs) != 1 ||
		mustFunction(decl) != mustFunction(r.spawn) || !inList(decl.Parent()) {
		return nil, size{}, obstruct(decl.Node(), "the semaphore isn't made here by each call")
	}
	call, ok := value.Node().(*ast.CallExpr)
	if !ok || len(call.Args) == 0 || r.multiline(call) {
		return nil, size{}, obstruct(value.Node(), "the semaphore isn't made here by each call")
	}
	fn := r.index.denoted(call.Fun)
	builtin, _ := fn.(*types.Builtin)
	if !(builtin != nil && builtin.Name() == "make" && len(call.Args) == 2) && !(builtin == nil && fn != nil && fn.Name() == "NewWeighted") {
		return nil, size{}, obstruct(call, "the semaphore isn't made here by each call")
	}
	size, ok := r.constantSize(call.Args[len(call.Args)-1])
	if !ok {
		return nil, size, obstruct(call, "the number of slots isn't the same for all calls")
	}
	return call, size, nil
}

// onlyTried returns an obstacle unless every slot is tried for, and given
// back at the end of the goroutine that got it.
func (r *rewrite) onlyTried(v *types.Var) *Obstacle {
	for _, use := range r.uses(v) {
		misused := obstruct(use.Node(), "this use of the semaphore may wait for a slot, or give one back before the goroutine ends")
		give := use.Parent()
		switch node := give.Node().(type) {
		case *ast.SendStmt:
			if clause := give.Parent(); give.ParentEdgeKind() != edge.CommClause_Comm || !hasDefault(clause.Parent().Parent()) {
				return misused
			}
			continue
		case *ast.SelectorExpr:
			if give = give.Parent(); node.Sel.Name == "TryAcquire" && give.ParentEdgeKind() == edge.IfStmt_Cond {
				continue
			}
			if node.Sel.Name != "Release" {
				return misused
			}
		case *ast.UnaryExpr:
		default:
			return misused
		}
		if !r.atEnd(give.Parent()) {
			return misused
		}
	}
	return nil
}

// atEnd reports whether the statement at stmt is sure to run at the end of a
// goroutine's function, in a defer or as its last.
func (r *rewrite) atEnd(stmt inspector.Cursor) bool {
	fn := mustFunction(stmt)
	if deferred := deferredLiteral(fn); deferred.Valid() {
		if len(body(fn.Node()).List) != 1 || !inList(stmt) {
			return false
		}
		stmt, fn = deferred, mustFunction(deferred)
	}
	if !r.index.spawned(fn) || stmt.Parent().Parent() != fn || !inList(stmt) {
		return false
	}
	if _, ok := stmt.Node().(*ast.DeferStmt); !ok {
		return endsFunction(stmt, fn) && !containsReturn(fn)
	}
	for prev, ok := stmt.PrevSibling(); ok; prev, ok = prev.PrevSibling() {
		if _, deferred := prev.Node().(*ast.DeferStmt); !deferred {
			return false
		}
	}
	return true
}

// doesSame returns an obstacle unless what is done without a slot is what the
// goroutine does, statement by statement.
func (r *rewrite) doesSame(full inspector.Cursor) *Obstacle {
	other := obstruct(full.Node(), "what is done here isn't what the goroutine does")
	task, ok := r.body()
	if !ok || len(r.index.parameters(task)) > 0 {
		return other
	}
	var want, got []string
	for _, stmt := range body(task.Node()).List {
		if cur, _ := r.index.root.FindNode(stmt); !r.accounts(cur) {
			want = append(want, r.text(stmt))
		}
	}
	var list []ast.Stmt
	switch node := full.Node().(type) {
	case *ast.CommClause:
		list = node.Body
	case *ast.BlockStmt:
		list = node.List
	}
	for _, stmt := range list {
		got = append(got, r.text(stmt))
	}
	if len(got) == 0 || !slices.Equal(want, got) {
		return other
	}
	return nil
}

// accounts reports whether a statement only ends a task of the group, or
// gives back its slot.
func (r *rewrite) accounts(stmt inspector.Cursor) bool {
	if slices.ContainsFunc(r.group.calls["Done"], func(done inspector.Cursor) bool { return done.Parent() == stmt }) {
		return true
	}
	var uses int
	for cur := range stmt.Preorder((*ast.Ident)(nil)) {
		if r.index.variable(cur.Node().(*ast.Ident)) == r.tries {
			uses++
		}
	}
	return uses > 0 // and no more than that, see [rewrite.atEnd]
}

// isTried reports whether c is the semaphore that the spawn is tried under.
func (r *rewrite) isTried(c *channel) bool {
	return r.tries != nil && c != nil && c == r.index.channels()[r.tries]
}

// triesBy reports whether a call is a method of the semaphore that the spawn
// is tried under.
func (r *rewrite) triesBy(call *ast.CallExpr) bool {
	recv, method := r.index.method(call)
	return r.tries != nil && method != nil && r.index.variable(recv) == r.tries
}
