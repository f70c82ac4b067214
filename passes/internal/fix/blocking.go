package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

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
	for _, reg := range regions {
		for stmt, ok := reg.from, true; ok && stmt != reg.to; stmt, ok = stmt.NextSibling() {
			work = append(work, stmt)
		}
		if !reg.to.Valid() {
			work = append(work, mustFunction(reg.from))
		}
	}
	seen := make(map[inspector.Cursor]bool)
	for len(work) > 0 {
		code := work[len(work)-1]
		work = work[:len(work)-1]
		if seen[code] {
			continue
		}
		seen[code] = true
		if obstacle := r.blocking(code); obstacle != nil {
			return obstacle
		}
		for cur := range code.Preorder((*ast.CallExpr)(nil)) {
			work = append(work, r.callees(cur)...)
		}
	}
	return nil
}

// callees returns the functions of the package that a call may run.
func (r *rewrite) callees(call inspector.Cursor) []inspector.Cursor {
	fun := call.ChildAt(edge.CallExpr_Fun, -1)
	switch obj := r.index.denoted(fun.Node().(ast.Expr)).(type) {
	case *types.Func:
		recv := obj.Signature().Recv()
		if recv == nil || !types.IsInterface(recv.Type()) {
			if fn := r.function(fun); fn.Valid() {
				return []inspector.Cursor{fn}
			}
			return nil
		}
		var fns []inspector.Cursor
		for other, decl := range r.index.decls {
			m, ok := other.(*types.Func)
			if !ok || m.Name() != obj.Name() || m.Signature().Recv() == nil {
				continue
			}
			if iface, ok := recv.Type().Underlying().(*types.Interface); ok && implements(m.Signature().Recv().Type(), iface) {
				fn, _ := r.index.root.FindNode(decl)
				fns = append(fns, fn)
			}
		}
		return fns
	case *types.Var:
		lits, _ := r.index.literals(obj)
		return lits
	}
	return nil
}

func implements(t types.Type, iface *types.Interface) bool {
	return types.Implements(t, iface) || !isPointer(t) && types.Implements(types.NewPointer(t), iface)
}

// collected is the reason against any receive that another task may have to
// answer.
const collected = "this receives from a channel while it keeps its slot, and the task that has to send may be waiting for that slot"

// blocking returns an obstacle if code itself may block for a task.
func (r *rewrite) blocking(code inspector.Cursor) *Obstacle {
	for cur := range code.Preorder((*ast.UnaryExpr)(nil), (*ast.RangeStmt)(nil), (*ast.SelectStmt)(nil), (*ast.ForStmt)(nil), (*ast.CallExpr)(nil)) {
		var obstacle *Obstacle
		switch node := cur.Node().(type) {
		case *ast.UnaryExpr:
			if node.Op == token.ARROW && !inSelect(cur) && !r.answered(cur) {
				obstacle = obstruct(node, collected)
			}
		case *ast.RangeStmt:
			if _, ok := r.info.TypeOf(node.X).Underlying().(*types.Chan); ok {
				obstacle = obstruct(node, collected)
			}
		case *ast.SelectStmt:
			obstacle = r.selects(cur)
		case *ast.ForStmt:
			if endless(cur) {
				obstacle = obstruct(node, "this loop never ends, so its goroutine would keep a slot for good")
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

// answered reports whether a receive needs no other task: from a timer, or
// of a token that the function itself has put into a buffered channel.
func (r *rewrite) answered(receive inspector.Cursor) bool {
	ch := receive.Node().(*ast.UnaryExpr).X
	if elem, ok := r.info.TypeOf(ch).Underlying().(*types.Chan); ok && isNamed(elem.Elem(), "time", "Time") {
		return true
	}
	v := r.index.variable(ch)
	if v == nil || !r.buffered(v) {
		return false
	}
	return r.precededBy(receive, func(cur inspector.Cursor) bool {
		send, ok := cur.Node().(*ast.SendStmt)
		return ok && r.index.variable(send.Chan) == v
	})
}

// precededBy reports whether a node that satisfies match stands before cur
// in the same function, taking deferred literals as part of it.
func (r *rewrite) precededBy(cur inspector.Cursor, match func(inspector.Cursor) bool) bool {
	fn := mustFunction(cur)
	for deferred := deferredLiteral(fn); deferred.Valid(); deferred = deferredLiteral(fn) {
		fn = mustFunction(deferred)
	}
	for c := range fn.Preorder((*ast.SendStmt)(nil), (*ast.CallExpr)(nil)) {
		if c.Node().Pos() < cur.Node().Pos() && mustFunction(c) == fn && match(c) {
			return true
		}
	}
	return false
}

// buffered reports whether each channel that v is seen to hold was made
// with a buffer.
func (r *rewrite) buffered(v *types.Var) bool {
	made := false
	for _, ident := range r.index.idents[v] {
		value, assigned := assignedValue(operand(ident))
		if ident.ParentEdgeKind() == edge.KeyValueExpr_Key {
			value, assigned = ident.Parent().ChildAt(edge.KeyValueExpr_Value, -1), true
		}
		if !assigned || !value.Valid() {
			continue
		}
		call, ok := value.Node().(*ast.CallExpr)
		if !ok || len(call.Args) != 2 {
			return false
		}
		if obj, ok := r.index.denoted(call.Fun).(*types.Builtin); !ok || obj.Name() != "make" {
			return false
		}
		if n := r.info.Types[call.Args[1]].Value; n != nil && n.String() == "0" {
			return false
		}
		made = true
	}
	return made
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

// givesBack names what must have been taken in the same function before it
// is given back there. What one task takes and another gives back makes
// tasks wait for tasks.
func givesBack(method string) []string {
	switch method {
	case "Unlock":
		return []string{"Lock", "TryLock"}
	case "RUnlock":
		return []string{"RLock", "TryRLock"}
	case "Release":
		return []string{"Acquire", "TryAcquire"}
	}
	return nil
}

// callBlocks returns an obstacle if the call at cur waits for tasks.
func (r *rewrite) callBlocks(cur inspector.Cursor) *Obstacle {
	call := cur.Node().(*ast.CallExpr)
	fn, ok := r.index.denoted(call.Fun).(*types.Func)
	if !ok {
		return nil
	}
	if slices.Contains(rendezvous, fn.FullName()) {
		return obstruct(call, "%s makes one task wait for another", fn.FullName())
	}
	recv, method := r.index.method(call)
	if method == nil {
		return nil
	}
	on := r.index.variable(recv)
	if method.Name() == "Wait" && kindOf(r.info.TypeOf(recv)) != nil && !r.isGroup(on) && (!local(cur, on) || r.involves(on)) {
		return obstruct(call, "a task waits for a group that other tasks may belong to")
	}
	takers := givesBack(method.Name())
	if takers == nil || r.precededBy(cur, func(c inspector.Cursor) bool {
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

// involves reports whether a task uses v, and so might be what a wait for v
// waits for.
func (r *rewrite) involves(v *types.Var) bool {
	return slices.ContainsFunc(r.index.idents[v], func(ident inspector.Cursor) bool {
		return slices.ContainsFunc(r.tasked, func(t task) bool {
			if t.body.Contains(ident) {
				return !t.body.Contains(r.index.idents[v][0])
			}
			return t.start.Contains(ident)
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
