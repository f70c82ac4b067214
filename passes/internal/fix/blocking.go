package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"iter"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A limited task holds a slot while it blocks. As long as it blocks for
// something that goes on by itself, or that a task which has started will
// do, that costs time only. But if it blocks for something that only a task
// still waiting for a slot will do, and all slots are held that way,
// nothing moves. So the code that runs as a task, and the code that runs
// between a spawn and its wait, mustn't block for a task other than by the
// group's own Wait.

// blocks returns an obstacle if that code may block for another task.
func (r *rewrite) blocks(tasks []task, regions []region) *Obstacle {
	var work []inspector.Cursor
	for _, t := range tasks {
		if !t.body.Valid() {
			return obstruct(t.start.Node(), "the function that runs here isn't known, so it might wait for another task")
		}
		work = append(work, t.body)
	}
	r.tasked = tasks
	if obstacle := r.collections(tasks); obstacle != nil {
		return obstacle
	}
	for _, reg := range regions {
		work = append(work, reg.code()...)
	}
	if owner := r.declarationOf(r.spawn.Node()); r.Recursive && owner != nil {
		work = append(work, r.index.places[owner]) // which tasks come back to
	}
	for code := range r.reached(work) {
		if obstacle := r.blocking(code); obstacle != nil {
			return obstacle
		}
	}
	return r.waitsHolding(work)
}

// code returns the statements of a region.
func (reg region) code() []inspector.Cursor {
	if !reg.to.Valid() {
		return []inspector.Cursor{mustFunction(reg.from)}
	}
	var stmts []inspector.Cursor
	for stmt, ok := reg.from, true; ok && stmt != reg.to; stmt, ok = stmt.NextSibling() {
		stmts = append(stmts, stmt)
	}
	return stmts
}

// reached returns the given code and the functions of the package that it
// calls, directly or not, on the same goroutine.
func (r *rewrite) reached(work []inspector.Cursor) iter.Seq[inspector.Cursor] {
	return r.following(work, func(code inspector.Cursor) (next []inspector.Cursor) {
		for cur := range onGoroutine(code, (*ast.CallExpr)(nil)) {
			if cur.ParentEdgeKind() != edge.GoStmt_Call {
				next = append(next, r.callees(cur)...)
			}
		}
		return next
	})
}

// following returns the given code and what it leads to by next, each once.
func (f *Fixer) following(work []inspector.Cursor, next func(inspector.Cursor) []inspector.Cursor) iter.Seq[inspector.Cursor] {
	return func(yield func(inspector.Cursor) bool) {
		work := slices.Clone(work)
		seen := make(map[inspector.Cursor]bool)
		for len(work) > 0 {
			code := work[len(work)-1]
			work = work[:len(work)-1]
			if seen[code] {
				continue
			}
			seen[code] = true
			f.lookAt(code.Node())
			if !yield(code) {
				return
			}
			work = append(work, next(code)...)
		}
	}
}

// onGoroutine returns the nodes of some types in code, without those of
// the literals that go statements in it start.
func onGoroutine(code inspector.Cursor, types ...ast.Node) iter.Seq[inspector.Cursor] {
	types = append(types, (*ast.FuncLit)(nil))
	return func(yield func(inspector.Cursor) bool) {
		more := true
		code.Inspect(types, func(cur inspector.Cursor) bool {
			if _, ok := cur.Node().(*ast.FuncLit); ok {
				return more && (cur == code || cur.ParentEdgeKind() != edge.CallExpr_Fun || cur.Parent().ParentEdgeKind() != edge.GoStmt_Call)
			}
			more = more && yield(cur)
			return more
		})
	}
}

// collected is the reason against any receive that another task may have to
// answer.
const collected = "under a limit this receives from a channel while it keeps its slot, and the goroutine that has to send may be waiting for that slot"

// blocking returns an obstacle if code itself may block for a task.
func (r *rewrite) blocking(code inspector.Cursor) *Obstacle {
	for cur := range onGoroutine(code, (*ast.UnaryExpr)(nil), (*ast.RangeStmt)(nil), (*ast.SelectStmt)(nil), (*ast.SendStmt)(nil), (*ast.ForStmt)(nil), (*ast.CallExpr)(nil)) {
		if r.inTail(cur) {
			continue // where the slot is lent
		}
		var obstacle *Obstacle
		switch node := cur.Node().(type) {
		case *ast.UnaryExpr:
			if node.Op == token.ARROW && !inSelect(cur) && !r.answered(cur) {
				obstacle = obstruct(node, collected)
			}
		case *ast.RangeStmt:
			if isChan(r.info.TypeOf(node.X)) && !r.awaits[cur] && !r.apart(r.index.channel(node.X), cur) {
				obstacle = obstruct(node, collected)
			}
		case *ast.SendStmt:
			obstacle = r.sends(cur)
		case *ast.SelectStmt:
			obstacle = r.selects(cur)
		case *ast.ForStmt:
			if endless(cur) {
				obstacle = obstruct(node, "this loop never ends, so its goroutine would keep a slot for good")
			} else {
				obstacle = r.polls(cur)
			}
		case *ast.CallExpr:
			obstacle = r.callBlocks(cur)
		}
		if obstacle != nil {
			return obstacle
		}
	}
	return nil
}

// inSelect reports whether the receive at cur is what a case of a select
// waits for.
func inSelect(cur inspector.Cursor) bool {
	for ; cur.Node() != nil; cur = cur.Parent() {
		if cur.ParentEdgeKind() == edge.CommClause_Comm {
			return true
		}
		if _, ok := cur.Node().(ast.Stmt); ok {
			return false
		}
	}
	return false
}

// selects returns an obstacle unless one case of the select is sure to
// become ready without another task, or it doesn't wait at all.
func (r *rewrite) selects(cur inspector.Cursor) *Obstacle {
	for clause := range cur.Preorder((*ast.CommClause)(nil)) {
		if clause.Parent().Parent() != cur {
			continue
		}
		comm := clause.Node().(*ast.CommClause).Comm
		if _, ok := comm.(*ast.SendStmt); ok || comm == nil {
			return nil
		}
		receive := clause.ChildAt(edge.CommClause_Comm, -1)
		for recv := range receive.Preorder((*ast.UnaryExpr)(nil)) {
			if recv.Node().(*ast.UnaryExpr).Op == token.ARROW && r.answered(recv) {
				return nil
			}
		}
	}
	return obstruct(cur.Node(), collected)
}

// answered reports whether a receive needs no task that hasn't started:
// from a timer, of a token, from goroutines that are no tasks, or one that
// lends its slot.
func (r *rewrite) answered(receive inspector.Cursor) bool {
	ch := receive.Node().(*ast.UnaryExpr).X
	if elem, ok := r.info.TypeOf(ch).Underlying().(*types.Chan); ok && isNamed(elem.Elem(), "time", "Time") {
		return true
	}
	c := r.index.channel(ch)
	return r.awaits[receive] || r.index.semaphore(c) || r.index.stocked(c) || r.future(c, receive) || r.apart(c, receive)
}

// future reports whether a receive waits for the end of what another call of
// its own function does between making such a channel and closing it. That
// call runs already, and whoever waits for it waits as for a lock.
func (r *rewrite) future(c *channel, receive inspector.Cursor) bool {
	if c == nil || c.foreign != nil || len(c.sends) > 0 || len(c.makes) != 1 || len(c.closes) != 1 {
		return false
	}
	fn := r.host(c.makes[0])
	return r.slotted[fn] && r.host(c.closes[0]) == fn && r.host(receive) == fn && c.makes[0].Node().Pos() < c.closes[0].Node().Pos()
}

// rendezvous are functions of the standard library that wait for another
// goroutine, or make what does.
var rendezvous = []string{"(*sync.Cond).Wait", "io.Pipe", "net.Pipe"}

// endless reports whether a loop never ends, so that a task that runs it
// keeps its slot for good.
func endless(loop inspector.Cursor) bool {
	if loop.Node().(*ast.ForStmt).Cond != nil {
		return false
	}
	for cur := range loop.Preorder((*ast.ReturnStmt)(nil), (*ast.BranchStmt)(nil), (*ast.CallExpr)(nil)) {
		if mustFunction(cur) != mustFunction(loop) {
			continue
		}
		switch node := cur.Node().(type) {
		case *ast.ReturnStmt:
			return false
		case *ast.BranchStmt:
			// A break of something inside the loop is taken to end it, too:
			// quiet, but no worse than not to look.
			if node.Tok == token.BREAK || node.Tok == token.GOTO {
				return false
			}
		case *ast.CallExpr:
			if id, ok := node.Fun.(*ast.Ident); ok && id.Name == "panic" {
				return false
			}
		}
	}
	return true
}

// waitsByName reports whether a method of another package seems to wait for
// something that isn't known to come about by itself.
func waitsByName(method *types.Func, pkg *types.Package) bool {
	if method.Pkg() == nil || method.Pkg() == pkg || !strings.HasPrefix(method.Name(), "Wait") && !strings.HasPrefix(method.Name(), "Await") {
		return false
	}
	return !slices.Contains([]string{"sync", "os", "os/exec", "golang.org/x/sync/errgroup", "golang.org/x/time/rate", lifoPath}, method.Pkg().Path())
}

// precededBy reports whether a node that satisfies match stands before cur
// in the same function, taking deferred literals as part of it.
func (r *rewrite) precededBy(cur inspector.Cursor, match func(inspector.Cursor) bool) bool {
	for fn := mustFunction(cur); ; fn = mustFunction(fn) {
		for c := range fn.Preorder((*ast.CallExpr)(nil)) {
			if c.Node().Pos() < cur.Node().Pos() && mustFunction(c) == fn && match(c) {
				return true
			}
		}
		if !deferredLiteral(fn).Valid() {
			return false
		}
	}
}

// gives are methods that give something back, with those that take it. What is
// given back must have been taken in the same function before: what one task
// takes and another gives back makes tasks wait for tasks.
var gives = map[string][]string{
	"Unlock":  {"Lock", "TryLock"},
	"RUnlock": {"RLock", "TryRLock"},
	"Release": {"Acquire", "TryAcquire"},
	"Done":    {"Start", "Begin", "Enter"},
	"End":     {"Start", "Begin"},
	"Exit":    {"Enter"},
	"Leave":   {"Enter"},
	"Give":    {"Take"},
}

// takers returns the methods of the receiver that take what a method gives
// back. One with a result other than an error gives back nothing: it tells the
// end of a span of time, say.
func (r *rewrite) takers(recv ast.Expr, method *types.Func) []string {
	for result := range method.Signature().Results().Variables() {
		if !isError(result.Type()) {
			return nil
		}
	}
	return slices.DeleteFunc(slices.Clone(gives[method.Name()]), func(taker string) bool {
		obj, _, _ := types.LookupFieldOrMethod(r.info.TypeOf(recv), true, r.pass.Pkg, taker)
		_, ok := obj.(*types.Func)
		return !ok
	})
}

// callBlocks returns an obstacle if the call at cur waits for tasks.
func (r *rewrite) callBlocks(cur inspector.Cursor) *Obstacle {
	call := cur.Node().(*ast.CallExpr)
	if ch := r.handsOut(cur); ch != nil {
		return obstruct(ch, "what happens to this channel in the function that gets it isn't known, and it may wait for another goroutine there")
	}
	fn, ok := r.index.denoted(call.Fun).(*types.Func)
	if !ok {
		return nil
	}
	if slices.Contains(rendezvous, fn.FullName()) {
		return obstruct(call, "%s makes one task wait for another, which may have no slot under a limit", fn.FullName())
	}
	recv, method := r.index.method(call)
	if method == nil {
		return nil
	}
	if on, joining := r.index.joining(call); joining != nil && joining.Name() == "Wait" && !r.isGroup(on) {
		if !local(cur, on) || r.involves(on) {
			return obstruct(call, "a task waits for a group that other tasks may belong to")
		}
		if at := r.needsTask(on, cur); at != nil && !r.waitsBefore(onStatement(cur)) {
			return obstruct(at, "a task waits for this goroutine while it keeps its slot, and what it waits for here may be waiting for that slot")
		}
	}
	on := r.index.variable(recv)
	if waitsByName(method, r.pass.Pkg) {
		return obstruct(call, "%s may wait for another task", method.Name())
	}
	takers := r.takers(recv, method)
	if len(takers) == 0 || r.precededBy(cur, func(c inspector.Cursor) bool {
		taken, ok := c.Node().(*ast.CallExpr)
		if !ok {
			return false
		}
		recv, take := r.index.method(taken)
		return take != nil && slices.Contains(takers, take.Name()) && r.index.denoted(recv) == types.Object(on)
	}) {
		return nil
	}
	if decl, ok := mustFunction(cur).Node().(*ast.FuncDecl); ok && decl.Name.Name == method.Name() {
		return nil // a lock made of a lock
	}
	return obstruct(call, "this gives back what another function took, so tasks may wait for tasks")
}

// involves reports whether a task uses v, or may get it from a function that v is
// passed to, and so might be what a wait for v waits for.
func (r *rewrite) involves(v *types.Var) bool {
	decl := r.index.idents[v][0]
	return slices.ContainsFunc(r.index.idents[v], func(ident inspector.Cursor) bool {
		cur := operand(ident)
		if addressTaken(cur) {
			cur = operand(cur.Parent())
		}
		if cur.ParentEdgeKind() == edge.CallExpr_Args && cur.Parent().ParentEdgeKind() != edge.GoStmt_Call {
			return true
		}
		return slices.ContainsFunc(r.tasked, func(t task) bool {
			if !t.start.Contains(ident) || t.start.Contains(t.body) && t.body.Contains(ident) {
				return t.body.Contains(ident) && !t.body.Contains(decl)
			}
			return true
		})
	})
}

// local reports whether v is a variable of the function that uses it at
// cur, or of one that encloses it within the same declaration's activation.
func local(cur inspector.Cursor, v *types.Var) bool {
	fn := mustFunction(cur)
	for fn.ParentEdgeKind() == edge.CallExpr_Fun {
		fn = mustFunction(fn)
	}
	return v != nil && v.Kind() == types.LocalVar && body(fn.Node()).Pos() <= v.Pos() && v.Pos() < fn.Node().End()
}
