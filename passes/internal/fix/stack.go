package fix

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"iter"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// What runs inline keeps all that called its starter waiting, from the
// function that starts it to the one that waits for the group. These are its
// frames. Whoever calls the one that waits has to wait for the task anyway.
//
// If the task blocks for what only a frame would do after the spawn, nothing
// moves. So it may block
//
//   - for a lock or slot, if no frame holds one where it comes to the spawn,
//   - on a channel, if no frame does what would unblock it,
//   - in the wait for goroutines of its own, if these do no worse,
//
// and for nothing else.

// body returns the function that the spawn runs.
func (r *rewrite) body() (inspector.Cursor, bool) {
	at := slices.IndexFunc(r.tasked, func(t task) bool { return t.start == r.spawn })
	if at < 0 {
		return inspector.Cursor{}, false
	}
	return r.tasked[at].body, r.tasked[at].body.Valid()
}

// independent returns an obstacle if the task may need what its frames do
// while it runs.
func (r *rewrite) independent(tasks []task) *Obstacle {
	body, ok := r.body()
	if !ok {
		return obstruct(r.spawn.Node(), "the function that runs here isn't known, so it might wait for its starter")
	}
	var bodies []inspector.Cursor
	for _, t := range tasks {
		if t.body.Valid() {
			bodies = append(bodies, t.body)
		}
	}
	r.slotted = make(map[inspector.Cursor]bool)
	for code := range r.reached(bodies) {
		r.slotted[code] = true
	}
	if obstacle := r.waitsHolding(bodies); obstacle != nil {
		return obstacle
	}
	if handed := r.handed(tasks); len(handed) > 0 && (len(handed) > 1 || !r.isTried(handed[0])) {
		return obstruct(handed[0].sends[0].Node(), "the goroutine gives back a slot that its starter takes")
	}
	frames := make(map[inspector.Cursor]bool)
	if obstacle := r.frame(mustFunction(r.spawn), r.spawn, frames); obstacle != nil {
		return obstacle
	}
	for _, call := range r.group.calls["Wait"] {
		if w, obstacle := r.wait(call); obstacle == nil && r.isSpawn(w.stmt) && frames[w.fn] {
			return obstruct(call.Node(), "the goroutine is waited for in another one, so its starter may give up before it ends")
		}
	}
	var meanwhile []inspector.Cursor
	for fn := range frames {
		meanwhile = append(meanwhile, fn)
	}
	meanwhile = slices.Collect(r.everything(meanwhile))
	for _, code := range meanwhile {
		if obstacle := r.cancels(code); obstacle != nil {
			return obstacle
		}
	}
	for code := range r.everything([]inspector.Cursor{body}) {
		if obstacle := r.dependent(code, meanwhile); obstacle != nil {
			return obstacle
		}
	}
	return nil
}

// everything returns the given code and the functions of the package that it
// calls or starts, directly or not.
func (r *rewrite) everything(work []inspector.Cursor) iter.Seq[inspector.Cursor] {
	return r.following(work, func(code inspector.Cursor) (next []inspector.Cursor) {
		for call := range code.Preorder((*ast.CallExpr)(nil)) {
			next = append(next, r.callees(call)...)
			for i := range call.Node().(*ast.CallExpr).Args {
				if fn := r.index.function(call.ChildAt(edge.CallExpr_Args, i)); fn.Valid() {
					next = append(next, fn)
				}
			}
		}
		return next
	})
}

// frame adds fn, which gets to cur, and what calls it up to the wait. It
// returns an obstacle if one of them holds something there, or isn't known.
func (r *rewrite) frame(fn, cur inspector.Cursor, frames map[inspector.Cursor]bool) *Obstacle {
	if obstacle := cmp.Or(r.holdsAt(fn, cur), r.givesBackAfter(fn, cur)); obstacle != nil {
		return obstacle
	}
	if frames[fn] {
		return nil
	}
	frames[fn] = true
	if r.waitsIn(fn) {
		return nil
	}
	var calls []inspector.Cursor
	switch node := fn.Node().(type) {
	case *ast.FuncLit:
		calls = []inspector.Cursor{fn}
		if v := literalVariable(r.index, fn); v != nil {
			if _, all := r.index.literals(v); !all {
				return obstruct(node, "who calls %s isn't known", v.Name())
			}
			calls = r.uses(v)
		} else if r.startedAsTask(fn) {
			return r.frameOfStart(fn.Parent(), frames)
		}
	case *ast.FuncDecl:
		if !r.index.onlyCalledHere(node, r.pass.Pkg) || r.unseen(r.info.Defs[node.Name]) != nil {
			return obstruct(node.Name, "who calls %s, and with which locks, isn't known", node.Name.Name)
		}
		calls = r.uses(r.info.Defs[node.Name])
	}
	for _, use := range calls {
		if obstacle := r.frameOfUse(use, frames); obstacle != nil {
			return obstacle
		}
	}
	return nil
}

// frameOfUse is frame for the function that uses another one at use.
func (r *rewrite) frameOfUse(use inspector.Cursor, frames map[inspector.Cursor]bool) *Obstacle {
	call := use.Parent()
	if use.ParentEdgeKind() != edge.CallExpr_Fun {
		if use.ParentEdgeKind() == edge.CallExpr_Args && r.startsTask(call) {
			return r.frameOfStart(call, frames)
		}
		return obstruct(use.Node(), "this function is called elsewhere, where a lock may be held")
	}
	switch call.ParentEdgeKind() {
	case edge.GoStmt_Call:
		return r.frameOfStart(call.Parent(), frames)
	case edge.DeferStmt_Call:
		return obstruct(call.Node(), "what is still held when this runs at the end isn't known")
	}
	outer, ok := function(call)
	if !ok {
		return obstruct(call.Node(), "this runs when the package is initialized")
	}
	return r.frame(outer, call, frames)
}

// frameOfStart is frame for a function that is started as a goroutine. One of
// the recursion may be made to run inline, too.
func (r *rewrite) frameOfStart(start inspector.Cursor, frames map[inspector.Cursor]bool) *Obstacle {
	outer, ok := function(start)
	if !ok || !r.slotted[r.host(start)] {
		return nil
	}
	return r.frame(outer, start, frames)
}

// startedAsTask reports whether the literal fn is an argument of a group's
// Go.
func (r *rewrite) startedAsTask(fn inspector.Cursor) bool {
	return fn.ParentEdgeKind() == edge.CallExpr_Args && r.startsTask(fn.Parent())
}

// waitsIn reports whether fn waits for the group, and not only a goroutine or
// a function in it.
func (r *rewrite) waitsIn(fn inspector.Cursor) bool {
	return slices.ContainsFunc(r.group.calls["Wait"], func(call inspector.Cursor) bool {
		w, obstacle := r.wait(call)
		if obstacle != nil || w.fn != fn {
			return false
		}
		_, started := w.stmt.Node().(*ast.GoStmt)
		return !started
	})
}

// dependent returns an obstacle if code may block for what the other code
// does.
func (r *rewrite) dependent(code inspector.Cursor, meanwhile []inspector.Cursor) *Obstacle {
	for cur := range code.Preorder((*ast.UnaryExpr)(nil), (*ast.RangeStmt)(nil), (*ast.SendStmt)(nil), (*ast.ForStmt)(nil), (*ast.CallExpr)(nil)) {
		var obstacle *Obstacle
		switch node := cur.Node().(type) {
		case *ast.SendStmt:
			obstacle = r.unblocked(cur, node.Chan, meanwhile)
		case *ast.UnaryExpr:
			if node.Op == token.ARROW {
				obstacle = r.unblocked(cur, node.X, meanwhile)
			}
		case *ast.RangeStmt:
			if isChan(r.info.TypeOf(node.X)) {
				obstacle = r.unblocked(cur, node.X, meanwhile)
			}
		case *ast.ForStmt:
			if endless(cur) {
				obstacle = obstruct(node, "this loop never ends, so its starter would not go on")
			} else {
				obstacle = r.polls(cur)
			}
		case *ast.CallExpr:
			obstacle = r.callDepends(cur)
		}
		if obstacle != nil {
			return obstacle
		}
	}
	return nil
}

// unblocked returns an obstacle if the operation at cur on a channel may
// block until the other code does the opposite.
func (r *rewrite) unblocked(cur inspector.Cursor, ch ast.Expr, meanwhile []inspector.Cursor) *Obstacle {
	if clause, ok := enclosing[*ast.CommClause](cur); ok && clause.Node().(*ast.CommClause).Comm.Pos() <= cur.Node().Pos() &&
		cur.Node().End() <= clause.Node().(*ast.CommClause).Comm.End() && hasDefault(clause.Parent().Parent()) {
		return nil
	}
	if elem := r.info.TypeOf(ch).Underlying().(*types.Chan).Elem(); isNamed(elem, "time", "Time") || r.isDone(ch) {
		return nil // see [rewrite.cancels]
	}
	c := r.index.channel(ch)
	if r.index.semaphore(c) {
		return nil
	}
	if c == nil || c.foreign != nil {
		return obstruct(cur.Node(), "who is at the other end of this channel isn't known, and it may be the goroutine's starter")
	}
	opposite := c.receives
	if _, send := cur.Node().(*ast.SendStmt); !send {
		opposite = slices.Concat(c.sends, c.closes)
	}
	for _, op := range opposite {
		if slices.ContainsFunc(meanwhile, func(code inspector.Cursor) bool { return code.Contains(op) }) {
			return obstruct(cur.Node(), "at the other end of this channel may be the goroutine's starter")
		}
	}
	return nil
}

// isDone reports whether e is the Done channel of a context.
func (r *rewrite) isDone(e ast.Expr) bool {
	call, ok := ast.Unparen(e).(*ast.CallExpr)
	if !ok {
		return false
	}
	_, method := r.index.method(call)
	return method != nil && method.FullName() == "(context.Context).Done"
}

// isSignal reports whether e is a channel that tells something by being closed,
// which needs no task: nothing is sent to it here, and who makes and closes it
// holds no slot.
func (r *rewrite) isSignal(e ast.Expr) bool {
	c := r.index.channel(e)
	if c == nil || len(c.makes) == 0 || len(c.closes) == 0 || len(c.sends) > 0 {
		return false
	}
	return !slices.ContainsFunc(slices.Concat(c.makes, c.closes), func(call inspector.Cursor) bool { return r.slotted[r.host(call)] })
}

// cancels returns an obstacle if code cancels a context, other than at its
// end. A task may go on until then.
func (r *rewrite) cancels(code inspector.Cursor) *Obstacle {
	for cur := range code.Preorder((*ast.CallExpr)(nil)) {
		call := cur.Node().(*ast.CallExpr)
		if t := r.info.TypeOf(call.Fun); cur.ParentEdgeKind() != edge.DeferStmt_Call && t != nil && isNamed(t, "context", "CancelFunc") {
			return obstruct(call, "the goroutine may go on until its starter cancels its context")
		}
	}
	return nil
}

// callDepends returns an obstacle if the call at cur may wait for another
// goroutine.
func (r *rewrite) callDepends(cur inspector.Cursor) *Obstacle {
	call := cur.Node().(*ast.CallExpr)
	if r.triesBy(call) {
		return nil
	}
	if fn, ok := r.index.denoted(call.Fun).(*types.Func); ok && len(loops(cur)) > 0 &&
		(fn.FullName() == "time.Sleep" || fn.FullName() == "runtime.Gosched") {
		return obstruct(call, "this loop may wait for what the goroutine's starter does")
	}
	return r.callBlocks(cur)
}
