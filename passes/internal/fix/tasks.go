package fix

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A task is one place that starts goroutines of a group.
type task struct {
	start inspector.Cursor // the go statement, or the call of Go or TryGo
	body  inspector.Cursor // the function that runs: *ast.FuncDecl or *ast.FuncLit
	add   *ast.CallExpr    // of a go statement, the Add that counts it
}

// An ending is a Done that ends a task's function.
type ending struct {
	fn   inspector.Cursor // the function whose end it tells
	stmt inspector.Cursor // the statement to delete
	tail bool             // stands at an end of the function, of which there may be others
}

// tasks returns every task of a group and the statements by which the tasks
// of a wait group count themselves, which the limited group does itself.
func (r *rewrite) tasks(g *group) (tasks []task, endings []ending, obstacle *Obstacle) {
	if obstacle := g.tooMany(r.spawn); obstacle != nil {
		return nil, nil, obstacle
	}
	for _, method := range []string{"Go", "TryGo"} {
		for _, call := range g.calls[method] {
			body := r.index.function(call.ChildAt(edge.CallExpr_Args, 0))
			tasks = append(tasks, task{start: call, body: body})
		}
	}
	for _, done := range g.calls["Done"] {
		end, obstacle := r.ending(done)
		if obstacle != nil {
			return nil, nil, obstacle
		}
		other := slices.IndexFunc(endings, func(e ending) bool { return e.fn == end.fn })
		endings = append(endings, end)
		if other >= 0 && end.tail && endings[other].tail {
			continue // on another way out of the same function
		}
		if other >= 0 {
			return nil, nil, obstruct(done.Node(), "the goroutine calls Done in several places, and which of them runs isn't known")
		}
		starts, calls, obstacle := r.starts(end.fn, done)
		if obstacle != nil {
			return nil, nil, obstacle
		}
		r.called = append(r.called, calls...)
		for _, start := range starts {
			tasks = append(tasks, task{start: start, body: end.fn})
		}
	}
	if obstacle := r.count(g, tasks); obstacle != nil {
		return nil, nil, obstacle
	}
	return tasks, endings, nil
}

// ending returns the function that a call of Done ends. The limited group
// notices the end of a task itself, once its function has returned, so Done
// must be what the function does last:
//
//	defer wg.Done()                   as the first statement, or after other defers
//	defer func() { …; wg.Done() }()   likewise
//	wg.Done()                         as the last statement
//	wg.Done(); return                 wherever that is
//
// A way around it leaves the wait hanging today, so nobody can mean to take it.
//
// A panic makes no difference: before and after, one that nothing recovers
// ends the process. One that is recovered skips a Done that isn't deferred
// and leaves the wait hanging, so that form is only taken where nothing
// recovers.
func (r *rewrite) ending(done inspector.Cursor) (ending, *Obstacle) {
	misplaced := obstruct(done.Node(), "Done is neither deferred first nor the goroutine's last statement")
	stmt := done.Parent()
	fn, ok := function(stmt)
	if !ok {
		return ending{}, misplaced
	}
	if deferred := deferredLiteral(fn); deferred.Valid() {
		list := body(fn.Node()).List
		if len(list) == 0 || list[len(list)-1] != stmt.Node() || containsReturn(fn) {
			return ending{}, misplaced
		}
		if len(list) == 1 {
			stmt = deferred
		}
		fn, _ = function(deferred)
		return ending{fn: fn, stmt: stmt}, r.deferredFirst(fn, deferred, misplaced)
	}
	if _, ok := stmt.Node().(*ast.DeferStmt); ok {
		return ending{fn: fn, stmt: stmt}, r.deferredFirst(fn, stmt, misplaced)
	}
	if !endsFunction(stmt, fn) || !r.cannotRecover(fn) {
		return ending{}, misplaced
	}
	return ending{fn: fn, stmt: stmt, tail: true}, nil
}

// deferredFirst returns nil if only defers precede stmt in fn. Those run
// after Done today, and before the end of the task once it is gone, so they
// mustn't be able to wait for the waiter: no channels in them but semaphores
// that get a slot back.
func (r *rewrite) deferredFirst(fn, stmt inspector.Cursor, misplaced *Obstacle) *Obstacle {
	for child := range fn.Children() {
		if child.Node() != ast.Node(body(fn.Node())) {
			continue
		}
		for s := range child.Children() {
			if s == stmt {
				return nil
			}
			if _, ok := s.Node().(*ast.DeferStmt); !ok {
				return misplaced
			}
			for c := range s.Preorder((*ast.SendStmt)(nil), (*ast.UnaryExpr)(nil), (*ast.RangeStmt)(nil)) {
				unary, ok := c.Node().(*ast.UnaryExpr)
				if !ok || unary.Op == token.ARROW && !r.index.semaphore(r.index.channel(unary.X)) {
					return misplaced
				}
			}
		}
	}
	return misplaced
}

// deferredLiteral returns the defer statement that runs the literal fn, if
// it is one.
func deferredLiteral(fn inspector.Cursor) inspector.Cursor {
	if fn.ParentEdgeKind() == edge.CallExpr_Fun && fn.Parent().ParentEdgeKind() == edge.DeferStmt_Call {
		return fn.Parent().Parent()
	}
	return inspector.Cursor{}
}

// containsReturn reports whether fn itself, literals in it aside, can leave
// before its last statement.
func containsReturn(fn inspector.Cursor) bool {
	for cur := range fn.Preorder((*ast.ReturnStmt)(nil), (*ast.BranchStmt)(nil)) {
		if outer, _ := function(cur); outer != fn {
			continue
		}
		branch, ok := cur.Node().(*ast.BranchStmt)
		if !ok || branch.Tok == token.GOTO {
			return true
		}
	}
	return false
}

// cannotRecover reports whether no panic in fn is recovered there. A defer
// of a function other than a literal is taken to recover.
func (r *rewrite) cannotRecover(fn inspector.Cursor) bool {
	for cur := range fn.Preorder((*ast.DeferStmt)(nil)) {
		if outer, _ := function(cur); outer != fn {
			continue
		}
		call := cur.Node().(*ast.DeferStmt).Call
		if obj := r.index.denoted(call.Fun); obj != nil && obj.Pkg() != nil && obj.Pkg().Path() == "sync" {
			continue
		}
		if _, ok := ast.Unparen(call.Fun).(*ast.FuncLit); !ok {
			return false
		}
		for id := range cur.Preorder((*ast.Ident)(nil)) {
			if r.info.Uses[id.Node().(*ast.Ident)] == types.Universe.Lookup("recover") {
				return false
			}
		}
	}
	return true
}

// starts returns the go statements that start fn, and the calls of fn, which an
// Add counts as well and which the limited group leaves out. There must be no
// other use of fn.
//
//	wg.Add(1)
//	if sequential {
//		work(c)
//	} else {
//		go work(c)
//	}
func (r *rewrite) starts(fn, done inspector.Cursor) (starts, calls []inspector.Cursor, obstacle *Obstacle) {
	var uses []inspector.Cursor
	switch node := fn.Node().(type) {
	case *ast.FuncLit:
		if fn.ParentEdgeKind() == edge.CallExpr_Fun {
			uses = []inspector.Cursor{fn}
			break
		}
		v := literalVariable(r.index, fn)
		if v == nil {
			return nil, nil, obstruct(done.Node(), "Done is called in a function that no go statement starts")
		}
		if lits, all := r.index.literals(v); !all || len(lits) != 1 {
			return nil, nil, obstruct(done.Node(), "%s may hold several functions", v.Name())
		}
		uses = r.uses(v)
	case *ast.FuncDecl:
		obj := r.info.Defs[node.Name]
		if r.index.open(node, r.pass.Pkg) {
			return nil, nil, obstruct(done.Node(), "%s is exported and calls Done, so other packages may start it", node.Name.Name)
		}
		if obstacle := r.unseen(obj); obstacle != nil {
			return nil, nil, obstacle
		}
		uses = r.uses(obj)
	}
	for _, use := range uses {
		if !r.holds(use.Node().Pos()) {
			return nil, nil, obstruct(use.Node(), "the function that calls Done is started in another file, and a fix stays within one")
		}
		call := use.Parent()
		switch {
		case use.ParentEdgeKind() == edge.CallExpr_Fun && call.ParentEdgeKind() == edge.GoStmt_Call:
			starts = append(starts, call.Parent())
		case use.ParentEdgeKind() == edge.CallExpr_Fun && call.ParentEdgeKind() == edge.ExprStmt_X:
			calls = append(calls, call.Parent())
		default:
			return nil, nil, obstruct(use.Node(), "the function that calls Done is used other than by go statements and calls")
		}
	}
	return starts, calls, nil
}

// uses returns the operands that use obj, its declaration and assignments
// left out.
func (r *rewrite) uses(obj types.Object) []inspector.Cursor {
	var uses []inspector.Cursor
	for _, ident := range r.index.idents[obj] {
		cur := operand(ident)
		if _, assigned := assignedValue(cur); !assigned && cur.ParentEdgeKind() != edge.FuncDecl_Name {
			uses = append(uses, cur)
		}
	}
	return uses
}

// literalVariable returns the variable that the literal at lit is assigned
// to, or nil.
func literalVariable(x *index, lit inspector.Cursor) *types.Var {
	switch kind, i := lit.ParentEdge(); kind {
	case edge.AssignStmt_Rhs:
		stmt := lit.Parent().Node().(*ast.AssignStmt)
		if len(stmt.Lhs) == len(stmt.Rhs) {
			return x.variable(stmt.Lhs[i])
		}
	case edge.ValueSpec_Values:
		spec := lit.Parent().Node().(*ast.ValueSpec)
		if len(spec.Names) == len(spec.Values) {
			return x.variable(spec.Names[i])
		}
	}
	return nil
}

// count matches each Add of a wait group with the go statements that it
// counts, which follow it in its statement list. The limited group counts a
// task as it is started; to count it earlier makes no difference as long as
// nothing in between can wait.
//
//	wg.Add(1); go f()                         counts one
//	wg.Add(2); go f(); go g()                 counts two
//	wg.Add(len(xs)); for … { go f(x) }        counts all of the loop
//
// Whether the loop starts as many as were added isn't checked: if it
// didn't, the program would hang or panic today.
func (r *rewrite) count(g *group, tasks []task) *Obstacle {
	counted := func(t *task) bool { return t.add != nil || isCall(t.start) }
	called := slices.Clone(r.called)
	for _, add := range slices.Backward(g.calls["Add"]) { // innermost first
		call := add.Node().(*ast.CallExpr)
		matched, exact := 0, true
		for next, ok := add.Parent().NextSibling(); ok && inList(add.Parent()); next, ok = next.NextSibling() {
			if r.calls(g, next, "Wait") || isCallOf(next, g.calls["Add"]) {
				break
			}
			for i := range tasks {
				t := &tasks[i]
				if outer, _ := function(t.start); !next.Contains(t.start) || outer != mustFunction(add) || counted(t) {
					continue
				}
				t.add = call
				matched++
				exact = exact && t.start == next
			}
			called = slices.DeleteFunc(called, func(call inspector.Cursor) bool {
				if !next.Contains(call) || mustFunction(call) != mustFunction(add) {
					return false
				}
				matched++
				exact = exact && call == next
				return true
			})
		}
		if matched == 0 {
			return obstruct(call, "which goroutines this Add counts isn't clear: no go statement of the group follows it in its block")
		}
		if n := r.info.Types[call.Args[0]].Value; n != nil && exact && !constant.Compare(n, token.EQL, constant.MakeInt64(int64(matched))) {
			return obstruct(call, "this Add doesn't match the go statements that follow it")
		}
	}
	for i := range tasks {
		if !counted(&tasks[i]) {
			return obstruct(tasks[i].start.Node(), "no Add before this go statement counts it")
		}
	}
	if len(called) > 0 {
		return obstruct(called[0].Node(), "no Add before this call counts it")
	}
	return nil
}

// calls reports whether one of the group's calls of a method lies in cur.
func (r *rewrite) calls(g *group, cur inspector.Cursor, method string) bool {
	return slices.ContainsFunc(g.calls[method], cur.Contains)
}

func isCall(cur inspector.Cursor) bool {
	_, ok := cur.Node().(*ast.CallExpr)
	return ok
}

// isCallOf reports whether the statement at stmt is one of the calls.
func isCallOf(stmt inspector.Cursor, calls []inspector.Cursor) bool {
	return slices.ContainsFunc(calls, func(call inspector.Cursor) bool { return call.Parent() == stmt })
}

// inList reports whether the statement at cur is an element of a statement
// list, where one more can stand beside it and it can be taken away.
func inList(cur inspector.Cursor) bool {
	switch cur.Node().(type) {
	case *ast.CaseClause, *ast.CommClause:
		return false // in the list of a switch, but no statement
	}
	switch cur.ParentEdgeKind() {
	case edge.BlockStmt_List, edge.CaseClause_Body, edge.CommClause_Body:
		return true
	}
	return false
}

func mustFunction(cur inspector.Cursor) inspector.Cursor {
	fn, _ := function(cur)
	return fn
}
