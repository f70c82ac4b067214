package fix

import (
	"cmp"
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A channel that a call makes and passes to what it starts is understood by
// itself, even where others pass channels of theirs to the same function:
//
//	func walk(n *node, done chan<- error) {
//		walked := make(chan error, len(n.children))
//		for _, c := range n.children {
//			go walk(c, walked)
//		}
//		for range n.children {
//			<-walked
//		}
//		done <- nil
//	}
//
// Where the channel has room for what is sent to it, no sender waits.

// roomPassed reports whether sends to the local channel v never block. Each
// statement that sends, or calls or starts a function that sends once at its
// end, runs once for each channel, or once in each round of a loop that has as
// many rounds as the channel has room.
func (r *rewrite) roomPassed(v *types.Var) bool {
	if v == nil || v.Kind() != types.LocalVar {
		return false
	}
	decl := r.index.idents[v][0]
	made, _ := assignedValue(decl)
	ops, ok := r.sendsTo(v)
	if !made.Valid() || !ok || len(ops) == 0 {
		return false
	}
	call, ok := made.Node().(*ast.CallExpr)
	if !ok {
		return false
	}
	if fn, ok := r.index.denoted(call.Fun).(*types.Builtin); !ok || fn.Name() != "make" {
		return false
	}
	outside := loops(decl)
	if room, constant := r.constantRoom(call); constant {
		once := !slices.ContainsFunc(ops, func(op inspector.Cursor) bool { return !slices.Equal(loops(op), outside) })
		return once && (len(ops) <= room || len(ops) == 1 && r.growFor(v, made, ops[0]))
	}
	first := loops(ops[0])
	if len(first) != len(outside)+1 || !slices.Equal(first[1:], outside) {
		return false
	}
	over, ok := first[0].Node().(*ast.RangeStmt)
	if !ok || !r.sizeOf(call.Args[1], over.X) {
		return false
	}
	return !slices.ContainsFunc(ops, func(op inspector.Cursor) bool {
		return !slices.Equal(loops(op), first) || len(ops) > 1 && !endsRound(op, first[0])
	})
}

// sendsTo returns the statements of the function that declares v which send
// to it once, or call or start a function that does. It reports false if
// something else may send, or if the channel gets elsewhere.
func (r *rewrite) sendsTo(v *types.Var) (ops []inspector.Cursor, ok bool) {
	host := mustFunction(r.index.idents[v][0])
	for _, ident := range r.index.idents[v][1:] {
		cur := operand(ident)
		switch kind, i := cur.ParentEdge(); kind {
		case edge.SendStmt_Chan:
			if mustFunction(cur) != host || !inList(cur.Parent()) {
				return nil, false
			}
			ops = append(ops, cur.Parent())
		case edge.UnaryExpr_X:
			if cur.Parent().Node().(*ast.UnaryExpr).Op != token.ARROW || r.host(cur) != r.host(r.index.idents[v][0]) {
				return nil, false
			}
		case edge.CallExpr_Args:
			call := cur.Parent()
			stmt := call.Parent()
			if builtin, ok := r.index.denoted(call.Node().(*ast.CallExpr).Fun).(*types.Builtin); ok {
				if builtin.Name() == "close" && mustFunction(call) != host {
					return nil, false
				}
				continue
			}
			if _, deferred := stmt.Node().(*ast.DeferStmt); deferred {
				return nil, false
			}
			fn := r.index.function(call.ChildAt(edge.CallExpr_Fun, -1))
			if !fn.Valid() || mustFunction(call) != host || !inList(stmt) || !r.sendsOnce(fn, r.index.parameter(fn, call.Node().(*ast.CallExpr), i)) {
				return nil, false
			}
			ops = append(ops, stmt)
		default:
			return nil, false
		}
	}
	return ops, true
}

// sendsOnce reports whether all that fn does with its parameter is to send to
// it, at most once, as the last that it does.
func (r *rewrite) sendsOnce(fn inspector.Cursor, param *types.Var) bool {
	if param == nil {
		return false
	}
	for _, ident := range r.index.idents[param][1:] {
		send := operand(ident).Parent()
		if operand(ident).ParentEdgeKind() != edge.SendStmt_Chan || mustFunction(send) != fn || !endsFunction(send, fn) || len(loops(send)) > 0 {
			return false
		}
	}
	return true
}

// endsRound reports whether nothing follows the statement at op in its round
// of a loop.
func endsRound(op, loop inspector.Cursor) bool {
	next, ok := op.NextSibling()
	if !ok || next.ParentEdgeKind() != op.ParentEdgeKind() {
		return op.Parent().Parent() == loop
	}
	branch, ok := next.Node().(*ast.BranchStmt)
	return ok && branch.Tok == token.CONTINUE && branch.Label == nil
}

// sizeOf is lengthOf for what may change before the size is taken and after
// the loop has begun.
func (r *rewrite) sizeOf(size, xs ast.Expr) bool {
	if r.lengthOf(size, xs) {
		return true
	}
	call, ok := size.(*ast.CallExpr)
	if !ok || len(call.Args) != 1 || r.text(call.Args[0]) != r.text(xs) {
		return false
	}
	fn, ok := r.index.denoted(call.Fun).(*types.Builtin)
	sel, field := ast.Unparen(xs).(*ast.SelectorExpr)
	if !ok || fn.Name() != "len" || !field || !r.steady(sel.X) || r.index.variable(sel) == nil {
		return false
	}
	return !slices.ContainsFunc(r.index.idents[r.index.variable(sel)], func(ident inspector.Cursor) bool {
		return size.Pos() < ident.Node().Pos() && ident.Node().Pos() < xs.Pos() && r.modifies(ident)
	})
}

// sendsWithRoom reports whether a send blocks no task for long: to a local
// channel that has room, or to a parameter for which all tasks get such a
// channel, or one from which their starter receives while its slot is lent.
func (r *rewrite) sendsWithRoom(send *ast.SendStmt) bool {
	v := r.index.variable(send.Chan)
	if v == nil || v.Kind() != types.ParamVar {
		return r.roomPassed(v)
	}
	fn, ok := r.index.declaring(v)
	if !ok || !r.sendsOnce(fn, v) {
		return false
	}
	decl, ok := fn.Node().(*ast.FuncDecl)
	if !ok || r.unseen(r.info.Defs[decl.Name]) != nil {
		return false
	}
	at := slices.Index(r.index.parameters(fn), v)
	for _, use := range r.uses(r.info.Defs[decl.Name]) {
		if use.ParentEdgeKind() != edge.CallExpr_Fun {
			return false
		}
		call := use.Parent().Node().(*ast.CallExpr)
		if !r.slotted[r.host(use)] {
			continue // who runs this is no task
		}
		i := at + r.index.receivers(call)
		if i >= len(call.Args) {
			return false
		}
		if given := r.index.variable(call.Args[i]); !r.roomPassed(given) && !(r.gathered != nil && r.gathered.v == given) {
			return false
		}
	}
	return true
}

// passed notes that host receives from a channel that has room for what the
// goroutines send to which it is passed. It waits for those at start, which are
// to be tasks. Others get on by themselves.
func (r *rewrite) passed(c *exchange, host, start inspector.Cursor) *Obstacle {
	ops, _ := r.sendsTo(c.v)
	for _, receive := range c.receives {
		stmt, spawn := together(receive, ops[0])
		if stmt == spawn {
			return obstruct(receive.Node(), "goroutines are started and what they send is received in the same loop")
		}
		if obstacle := cmp.Or(r.gatherable(stmt, c, receive), r.cancels(stmt), r.held(host, stmt, make(map[inspector.Cursor]bool))); obstacle != nil {
			return obstacle
		}
		r.await(receive)
	}
	if !slices.Contains(ops, start) {
		return nil
	}
	at := slices.IndexFunc(ops, r.isSpawn)
	before, spawn := together(c.receives[0], ops[at])
	if obstacle := r.leaves(spawn, before); obstacle != nil {
		return obstacle
	}
	if r.gathered != nil {
		return obstruct(start.Node(), "the goroutine sends to several channels")
	}
	if !r.takesEvery(c, before, spawn, start, ops) {
		return obstruct(before.Node(), leavesSome)
	}
	r.gathered = &gathered{exchange: c, spawn: spawn, wait: before}
	return nil
}

// handedOn plans to lend the slot of host while it receives from a channel
// without room that it passes to the goroutines it starts. They send once, at
// their end, and the loop that receives takes in all of them:
//
//	done := make(chan bool)
//	go sort(xs[:p], done)
//	go sort(xs[p+1:], done)
//	for range 2 {
//		<-done
//	}
//
// It reports false if that is not what happens with the channel.
func (r *rewrite) handedOn(c *exchange, host, start inspector.Cursor) (bool, *Obstacle) {
	ops, ok := r.sendsTo(c.v)
	if !ok || len(c.receives) != 1 || r.host(c.receives[0]) != host || !slices.Contains(ops, start) {
		return false, nil
	}
	stmt, first := together(c.receives[0], ops[0])
	for _, op := range ops {
		if _, spawn := together(c.receives[0], op); !r.isSpawn(op) || spawn == stmt || spawn.Parent() != first.Parent() {
			return false, nil
		}
	}
	if !r.takesAll(c, stmt, first, ops) {
		return false, nil
	}
	r.await(c.receives[0])
	return true, cmp.Or(r.lendable(stmt, host), r.undisturbed(first, stmt, host), r.gather(c, []inspector.Cursor{stmt}, ops[0], false))
}

// takesAll reports whether the statement at stmt receives as often as the
// goroutines at ops are started.
func (r *rewrite) takesAll(c *exchange, stmt, first inspector.Cursor, ops []inspector.Cursor) bool {
	if len(ops) == 1 {
		return r.sameNumber(stmt, first, ops[0], c)
	}
	if slices.ContainsFunc(ops, func(op inspector.Cursor) bool { return op.Parent() != stmt.Parent() }) || !always(c.receives[0], stmt) {
		return false
	}
	var rounds ast.Expr
	switch loop := stmt.Node().(type) {
	case *ast.RangeStmt:
		rounds = loop.X
	case *ast.ForStmt:
		cond, ok := loop.Cond.(*ast.BinaryExpr)
		if !ok || !r.countsUp(loop) {
			return false
		}
		rounds = cond.Y
	}
	n := r.info.Types[rounds].Value
	return n != nil && constant.Compare(n, token.EQL, constant.MakeInt64(int64(len(ops))))
}
