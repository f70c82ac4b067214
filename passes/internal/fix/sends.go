package fix

import (
	"go/ast"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A task that sends keeps its slot until somebody receives. While a group
// is waited for, one of its tasks always gets on, and so does whoever
// receives from those tasks. Detached tasks have no such waiter. If all
// slots are held by senders, and their receivers start further tasks and
// wait for these before they receive again, nothing moves:
//
//	go list(dir, names)          // blocks in its second send
//	for name := range names {
//		walk(name)               // starts a list of its own
//	}

// sends returns an obstacle if the send at cur may keep a detached task
// until another task has run.
func (r *rewrite) sends(cur inspector.Cursor) *Obstacle {
	if r.group.kind != nil || cur.ParentEdgeKind() == edge.CommClause_Comm && hasDefault(cur.Parent().Parent().Parent()) {
		return nil
	}
	send := cur.Node().(*ast.SendStmt)
	c := r.index.channel(send.Chan)
	if r.index.semaphore(c) || r.index.stocked(c) || c != nil && r.roomy(c) || r.sendsWithRoom(send) || r.firstToFuture(cur) {
		return nil
	}
	if c == nil || c.foreign != nil {
		return obstruct(send, "who receives this isn't known, and until it is received the goroutine keeps its slot")
	}
	if !slices.ContainsFunc(c.receives, func(receive inspector.Cursor) bool { return !r.awaits[receive] }) {
		return nil
	}
	host := r.host(r.spawn)
	if r.slotted[host] {
		return obstruct(send, "what receives this holds a slot itself, and may have to wait for another goroutine first")
	}
	for _, receive := range c.receives {
		if r.host(receive) != host {
			if onlySends(cur) {
				return obstruct(send, "the goroutine only waits until it can send this: instead of limiting that, let who receives keep a list of what is still to do")
			}
			return obstruct(receive.Node(), "what the goroutine sends is received here, which may be after another goroutine that waits for a slot")
		}
		if obstacle := r.held(host, receive, make(map[inspector.Cursor]bool)); obstacle != nil {
			return obstacle
		}
		r.await(receive)
	}
	for code := range r.reached([]inspector.Cursor{host}) {
		if obstacle := r.reentered(code, host); obstacle != nil {
			return obstacle
		}
		if code != host {
			if obstacle := r.blocking(code); obstacle != nil {
				return obstacle
			}
		}
	}
	return nil
}

// onlySends reports whether a function has nothing to do but the send at cur, of
// something that is there already.
//
//	go func() { ch <- found }()
func onlySends(cur inspector.Cursor) bool {
	fn := mustFunction(cur)
	for range cur.Preorder((*ast.CallExpr)(nil), (*ast.UnaryExpr)(nil)) {
		return false
	}
	body := cur.Parent()
	block, ok := body.Node().(*ast.BlockStmt)
	return ok && body.Parent() == fn && len(block.List) == 1
}

// await notes that a receive needs no slot.
func (r *rewrite) await(receive inspector.Cursor) {
	if r.awaits == nil {
		r.awaits = make(map[inspector.Cursor]bool)
	}
	r.awaits[receive] = true
}

// reentered returns an obstacle if code calls fn.
func (r *rewrite) reentered(code, fn inspector.Cursor) *Obstacle {
	for call := range onGoroutine(code, (*ast.CallExpr)(nil)) {
		if call.ParentEdgeKind() == edge.GoStmt_Call {
			continue
		}
		for _, callee := range r.callees(call) {
			if callee == fn {
				return obstruct(call.Node(), "this starts and awaits goroutines of its own while earlier ones keep a slot until what they send is received")
			}
		}
	}
	return nil
}

// host returns the function that runs the code at cur: the innermost around
// it, or the one around that if it is a literal that isn't started as a
// goroutine.
func (r *rewrite) host(cur inspector.Cursor) inspector.Cursor {
	fn, ok := function(cur)
	for ok {
		if _, lit := fn.Node().(*ast.FuncLit); !lit || r.index.spawned(fn) || fn.ParentEdgeKind() != edge.CallExpr_Fun {
			break
		}
		var outer inspector.Cursor
		if outer, ok = function(fn); ok {
			fn = outer
		}
	}
	return fn
}

func hasDefault(sel inspector.Cursor) bool {
	stmt, ok := sel.Node().(*ast.SelectStmt)
	if !ok {
		return false
	}
	for _, clause := range stmt.Body.List {
		if clause.(*ast.CommClause).Comm == nil {
			return true
		}
	}
	return false
}

// roomy reports whether sends to the channels never block, since each
// channel has room for all that is sent to it.
//
//	ch := make(chan T, 1)
//	go func() { ch <- f() }()
//
//	ch := make(chan T, len(xs))
//	for _, x := range xs {
//		go func() { ch <- f(x) }()
//	}
func (r *rewrite) roomy(c *channel) bool {
	if r.tellsEnd(c) {
		return true
	}
	if c.foreign != nil || len(c.makes) != 1 || len(c.sends) == 0 {
		return false
	}
	sender := mustFunction(c.sends[0])
	for _, send := range c.sends {
		if mustFunction(send) != sender || len(loops(send)) > 0 || len(c.sends) > 1 && !endsFunction(send, sender) {
			return r.roomEachRound(c)
		}
	}
	start, ok := r.onlyStart(sender)
	if !ok || mustFunction(start) != mustFunction(c.makes[0]) {
		return r.roomEachRound(c)
	}
	made := c.makes[0].Node().(*ast.CallExpr)
	outside, inside := loops(c.makes[0]), loops(start)
	if slices.Equal(outside, inside) {
		room, constant := r.constantRoom(made)
		return constant && (room > 0 || r.growAlone(c, sender))
	}
	if len(made.Args) == 2 && len(inside) == len(outside)+1 && slices.Equal(outside, inside[1:]) {
		over, ok := inside[0].Node().(*ast.RangeStmt)
		return ok && r.lengthOf(made.Args[1], over.X)
	}
	return false
}

// tellsEnd reports whether a goroutine closes each of the channels at its end,
// and nobody sends.
//
//	done := make(chan struct{})
//	go func() {
//		defer close(done)
//		f()
//	}()
func (r *rewrite) tellsEnd(c *channel) bool {
	if c.foreign != nil || len(c.makes) != 1 || len(c.sends) > 0 || len(c.closes) != 1 {
		return false
	}
	closing := c.closes[0].Parent()
	fn := mustFunction(closing)
	if _, deferred := closing.Node().(*ast.DeferStmt); !deferred && (!endsFunction(closing, fn) || containsReturn(fn)) || closing.Parent().Parent() != fn {
		return false
	}
	start, ok := r.onlyStart(fn)
	if !ok || mustFunction(start) != mustFunction(c.makes[0]) {
		return false
	}
	return slices.Equal(loops(c.makes[0]), loops(start))
}

// lengthOf reports whether size is the number of rounds of a range over xs,
// which doesn't change meanwhile.
func (r *rewrite) lengthOf(size, xs ast.Expr) bool {
	if call, ok := size.(*ast.CallExpr); ok && len(call.Args) == 1 {
		fn, ok := r.index.denoted(call.Fun).(*types.Builtin)
		return ok && fn.Name() == "len" && r.steady(xs) && r.text(call.Args[0]) == r.text(xs)
	}
	if basic, ok := r.info.TypeOf(xs).Underlying().(*types.Basic); ok && basic.Info()&types.IsInteger != 0 {
		return r.steady(xs) && r.text(size) == r.text(xs)
	}
	return false
}

// steady reports whether e, a variable or a field of one, is taken to keep
// its length: nothing in its function assigns it again.
func (r *rewrite) steady(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		v := r.index.variable(e)
		return v != nil && r.unchanged(v) && !r.growsMeanwhile(v)
	case *ast.SelectorExpr:
		v := r.index.variable(e)
		if v == nil || !v.IsField() || !r.steady(e.X) {
			return false
		}
		cur, _ := r.index.root.FindNode(e)
		fn := mustFunction(cur)
		for _, ident := range r.index.idents[v] {
			if fn.Contains(ident) && r.modifies(ident) {
				return false
			}
		}
		return true
	}
	return false
}

// loops returns the loops around cur in its function, innermost first.
func loops(cur inspector.Cursor) []inspector.Cursor {
	var found []inspector.Cursor
	for fn := mustFunction(cur); cur != fn; cur = cur.Parent() {
		switch cur.Node().(type) {
		case *ast.ForStmt, *ast.RangeStmt:
			if cur.ParentEdgeKind() != edge.Invalid {
				found = append(found, cur)
			}
		}
	}
	return found
}

// endsFunction reports whether the statement at cur is the last that fn
// executes: the last of its body, or followed by a return.
func endsFunction(cur, fn inspector.Cursor) bool {
	if !inList(cur) {
		return false
	}
	next, ok := cur.NextSibling()
	if !ok || next.ParentEdgeKind() != cur.ParentEdgeKind() {
		return cur.Parent().Parent() == fn
	}
	ret, ok := next.Node().(*ast.ReturnStmt)
	return ok && len(ret.Results) == 0
}

// onlyStart returns the statement that starts fn as a goroutine, if it is
// the only use of fn.
func (r *rewrite) onlyStart(fn inspector.Cursor) (inspector.Cursor, bool) {
	use := fn
	if decl, ok := fn.Node().(*ast.FuncDecl); ok {
		uses := r.uses(r.info.Defs[decl.Name])
		if len(uses) != 1 {
			return use, false
		}
		use = uses[0]
	}
	if use.ParentEdgeKind() == edge.CallExpr_Fun && use.Parent().ParentEdgeKind() == edge.GoStmt_Call {
		return use.Parent().Parent(), true
	}
	if use.ParentEdgeKind() == edge.CallExpr_Args && r.startsTask(use.Parent()) {
		return use.Parent(), true
	}
	return use, false
}

// startsTask reports whether the call at cur is one of a group's Go.
func (r *rewrite) startsTask(cur inspector.Cursor) bool {
	call, ok := cur.Node().(*ast.CallExpr)
	if !ok {
		return false // of a receive, say
	}
	_, method := r.index.joining(call)
	return method != nil && method.Name() == "Go"
}
