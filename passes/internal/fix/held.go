package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// held returns an obstacle if a lock or a slot of a semaphore may be held
// where fn reaches cur, taken by fn or by a function that calls it.
func (r *rewrite) held(fn, cur inspector.Cursor, seen map[inspector.Cursor]bool) *Obstacle {
	if lock := r.lockHeld(fn, cur.Node().Pos()); lock != nil {
		return obstruct(lock, "a lock taken here is held while receiving from the goroutines")
	}
	if slot := r.slotHeld(fn, cur); slot != nil {
		return obstruct(slot, "a slot taken here is held while receiving from the goroutines")
	}
	if seen[fn] {
		return nil
	}
	seen[fn] = true
	for _, call := range r.callers(fn) {
		if outer, ok := function(call); ok {
			if obstacle := r.held(outer, call, seen); obstacle != nil {
				return obstacle
			}
		}
	}
	return nil
}

// callers returns the places that are seen to run fn on their goroutine.
func (r *rewrite) callers(fn inspector.Cursor) []inspector.Cursor {
	var uses []inspector.Cursor
	switch node := fn.Node().(type) {
	case *ast.FuncDecl:
		uses = r.uses(r.info.Defs[node.Name])
	case *ast.FuncLit:
		uses = []inspector.Cursor{fn}
		if v := literalVariable(r.index, fn); v != nil {
			uses = r.uses(v)
		}
	}
	return slices.DeleteFunc(uses, func(use inspector.Cursor) bool {
		return use.ParentEdgeKind() == edge.CallExpr_Fun && use.Parent().ParentEdgeKind() == edge.GoStmt_Call
	})
}

// slotHeld returns what takes a slot of a semaphore in fn before cur, if that
// isn't given back by then in the same block or one around it.
func (r *rewrite) slotHeld(fn, cur inspector.Cursor) ast.Node {
	for take := range fn.Preorder((*ast.SendStmt)(nil), (*ast.UnaryExpr)(nil)) {
		if mustFunction(take) != fn || take.Node().Pos() >= cur.Node().Pos() {
			continue
		}
		gives, takes := r.givers(take)
		if !takes {
			continue
		}
		back := slices.ContainsFunc(gives, func(give inspector.Cursor) bool {
			return slices.ContainsFunc(r.givesAt(give, fn), func(at inspector.Cursor) bool {
				return inList(at) && take.Node().Pos() < at.Node().Pos() && at.Node().Pos() < cur.Node().Pos() && at.Parent().Contains(take)
			})
		})
		if !back {
			return take.Node()
		}
	}
	return nil
}

// givers returns what gives back a slot that is taken at cur. It reports false
// if none is.
func (r *rewrite) givers(cur inspector.Cursor) ([]inspector.Cursor, bool) {
	switch node := cur.Node().(type) {
	case *ast.SendStmt:
		if c := r.index.channel(node.Chan); r.index.semaphore(c) && !r.isTried(c) {
			return c.receives, true
		}
	case *ast.UnaryExpr:
		if c := r.index.channel(node.X); node.Op == token.ARROW && r.index.stocked(c) {
			return r.index.refills(c), true
		}
	}
	return nil, false
}

// givesAt returns the statements of fn that give a slot back at give, or
// call a literal of fn's that does.
func (r *rewrite) givesAt(give, fn inspector.Cursor) []inspector.Cursor {
	if mustFunction(give) == fn {
		if _, sends := give.Node().(*ast.SendStmt); sends {
			return []inspector.Cursor{give}
		}
		return []inspector.Cursor{give.Parent()}
	}
	var found []inspector.Cursor
	if v := literalVariable(r.index, mustFunction(give)); v != nil {
		for _, use := range r.uses(v) {
			if mustFunction(use) == fn && use.ParentEdgeKind() == edge.CallExpr_Fun && use.Parent().ParentEdgeKind() == edge.ExprStmt_X {
				found = append(found, use.Parent().Parent())
			}
		}
	}
	return found
}

// holdsAt returns an obstacle if fn holds a lock or a slot where it gets to
// cur, or may do so in a later round of a loop around it.
func (r *rewrite) holdsAt(fn, cur inspector.Cursor) *Obstacle {
	pos := cur.Node().Pos()
	for _, loop := range loops(cur) {
		pos = loop.Node().End()
		if driver := r.drivenBy(loop.Node()); driver != nil {
			return obstruct(driver, "what drives this loop may hold something until its end")
		}
	}
	const reason = "a lock taken here is held where the goroutine would run inline"
	if lock := r.lockHeld(fn, pos); lock != nil {
		return obstruct(lock, reason)
	}
	if lock := r.lockHeld(fn, cur.Node().Pos()); lock != nil {
		return obstruct(lock, reason)
	}
	if slot := r.slotHeld(fn, cur); slot != nil {
		return obstruct(slot, "a slot taken here is held where the goroutine would run inline")
	}
	for call := range fn.Preorder((*ast.CallExpr)(nil)) {
		if mustFunction(call) != fn || call.Node().Pos() >= pos || call.Contains(cur) {
			continue
		}
		if taker := r.takes(call); taker != "" {
			return obstruct(call.Node(), "%s may take a lock or slot that is held where the goroutine would run inline", taker)
		}
	}
	return nil
}

// takes returns the name of the function that the call at cur calls if that
// takes something for its caller: by its name, or since it doesn't give it
// back.
func (r *rewrite) takes(cur inspector.Cursor) string {
	call := cur.Node().(*ast.CallExpr)
	fn, ok := r.index.denoted(call.Fun).(*types.Func)
	if !ok || r.triesBy(call) {
		return ""
	}
	for _, verb := range []string{"Acquire", "TryAcquire", "acquire", "lock"} {
		if strings.HasPrefix(fn.Name(), verb) {
			return fn.Name()
		}
	}
	decl := r.index.decls[fn]
	if decl == nil || decl.Body == nil {
		return ""
	}
	callee := r.index.places[decl]
	if r.lockHeld(callee, decl.Body.Rbrace) != nil && !r.unlocksAtEnd(callee) {
		return fn.Name()
	}
	for send := range callee.Preorder((*ast.SendStmt)(nil)) {
		c := r.index.channel(send.Node().(*ast.SendStmt).Chan)
		if r.index.semaphore(c) && !slices.ContainsFunc(c.receives, callee.Contains) {
			return fn.Name()
		}
	}
	return ""
}

// unlocksAtEnd reports whether fn gives all locks back in defers.
func (r *rewrite) unlocksAtEnd(fn inspector.Cursor) bool {
	deferred := 0
	for cur := range fn.Preorder((*ast.CallExpr)(nil)) {
		_, method := r.index.method(cur.Node().(*ast.CallExpr))
		if method == nil {
			continue
		}
		switch method.Name() {
		case "Unlock", "RUnlock":
			if cur.ParentEdgeKind() == edge.DeferStmt_Call && mustFunction(cur) == fn || deferredLiteral(mustFunction(cur)).Valid() {
				deferred++
			}
		case "Lock", "RLock", "TryLock", "TryRLock":
			if mustFunction(cur) == fn {
				deferred--
			}
		}
	}
	return deferred >= 0
}

// drivenBy returns what a loop asks for each round and may hold something
// meanwhile: an iterator, or a cursor as that over the rows of a database.
func (r *rewrite) drivenBy(loop ast.Node) ast.Node {
	switch loop := loop.(type) {
	case *ast.RangeStmt:
		if _, ok := r.info.TypeOf(loop.X).Underlying().(*types.Signature); ok {
			return loop.X
		}
	case *ast.ForStmt:
		if call, ok := loop.Cond.(*ast.CallExpr); ok {
			return call
		}
	}
	return nil
}

// givesBackAfter returns an obstacle if fn gives something back after it gets
// to cur and before it has waited for the group: the connection of a pool,
// say, which a task might wait for.
func (r *rewrite) givesBackAfter(fn, cur inspector.Cursor) *Obstacle {
	var waited, waitDeferred token.Pos
	for _, call := range r.group.calls["Wait"] {
		if w, obstacle := r.wait(call); obstacle == nil && w.fn == fn {
			if w.deferred {
				waitDeferred = call.Node().Pos()
			}
			waited = max(waited, call.Node().Pos())
		}
	}
	for call := range fn.Preorder((*ast.CallExpr)(nil)) {
		name := r.calledName(call.Node().(*ast.CallExpr))
		if r.triesBy(call.Node().(*ast.CallExpr)) || !slices.ContainsFunc(returning, func(verb string) bool { return strings.HasPrefix(strings.ToLower(name), verb) }) {
			continue
		}
		at, in := call, mustFunction(call)
		if deferred := deferredLiteral(in); deferred.Valid() {
			at, in = deferred, mustFunction(deferred)
		}
		if in != fn {
			continue
		}
		pos := at.Node().Pos()
		deferred := at != call || call.ParentEdgeKind() == edge.DeferStmt_Call
		switch {
		case deferred && waited.IsValid() && (!waitDeferred.IsValid() || pos < waitDeferred): // after the wait
		case !deferred && (pos < cur.Node().Pos() || waited.IsValid() && pos > waited && !waitDeferred.IsValid()):
		default:
			return obstruct(call.Node(), "what %s gives back here may be what the goroutine waits for", name)
		}
	}
	return nil
}

// returning are the verbs that functions are called by which give back what
// others may wait for.
var returning = []string{"close", "release", "unlock", "runlock", "put", "free", "commit", "rollback", "return", "stop"}

// calledName returns the name of the function or method that is called.
func (r *rewrite) calledName(call *ast.CallExpr) string {
	if obj := r.index.denoted(call.Fun); obj != nil {
		if _, builtin := obj.(*types.Builtin); !builtin {
			return obj.Name()
		}
	}
	return ""
}

// waitsHolding returns an obstacle if a task waits for the group while it
// holds a slot of another semaphore. That deadlocks today, once the recursion
// is deeper than there are slots, and would do so under a limiter.
func (r *rewrite) waitsHolding(work []inspector.Cursor) *Obstacle {
	waiting := make(map[inspector.Cursor]bool)
	for _, call := range r.group.calls["Wait"] {
		if w, obstacle := r.wait(call); obstacle == nil && !r.isSpawn(w.stmt) {
			waiting[w.fn] = true
		}
	}
	var reached []inspector.Cursor
	for code := range r.reached(work) {
		reached = append(reached, code)
	}
	for more := true; more; {
		more = false
		for _, code := range reached {
			for cur := range onGoroutine(code, (*ast.CallExpr)(nil)) {
				if !waiting[code] && slices.ContainsFunc(r.callees(cur), func(fn inspector.Cursor) bool { return waiting[fn] }) {
					waiting[code], more = true, true
				}
			}
		}
	}
	for _, code := range reached {
		for cur := range onGoroutine(code, (*ast.CallExpr)(nil)) {
			if mustFunction(cur) != code || !slices.Contains(r.group.calls["Wait"], cur) && !slices.ContainsFunc(r.callees(cur), func(fn inspector.Cursor) bool { return waiting[fn] }) {
				continue
			}
			if slot := r.slotKept(code, cur); slot != nil {
				return obstruct(slot, "the goroutine keeps this slot while it waits for others that need one")
			}
		}
	}
	return nil
}

// slotKept returns what takes a slot in fn that it still has at cur, if that
// is one of its own and not handed to a goroutine.
func (r *rewrite) slotKept(fn, cur inspector.Cursor) ast.Node {
	slots := r.slotsOf(fn)
	for _, s := range slots {
		at := s.stmt.Node().Pos()
		if !s.takes || at >= cur.Node().Pos() || r.handsOver(fn, s.of) {
			continue
		}
		if !slices.ContainsFunc(slots, func(give slot) bool {
			pos := give.stmt.Node().Pos()
			return !give.takes && give.of == s.of && at < pos && pos < cur.Node().Pos() && (give.stmt.Parent().Contains(s.stmt) || sameBranch(s.stmt, give.stmt))
		}) {
			return s.stmt.Node()
		}
	}
	return nil
}

// sameBranch reports whether two statements stand in branches of the same
// condition.
func sameBranch(x, y inspector.Cursor) bool {
	first, ok := x.Parent().Parent().Node().(*ast.IfStmt)
	second, both := y.Parent().Parent().Node().(*ast.IfStmt)
	return ok && both && x.Parent().ParentEdgeKind() == y.Parent().ParentEdgeKind() && types.ExprString(first.Cond) == types.ExprString(second.Cond)
}

// handsOver reports whether a goroutine that fn starts gives back slots of v. One
// that only hands it on to fn, for it to take more of them, does not.
func (r *rewrite) handsOver(fn inspector.Cursor, v *types.Var) bool {
	for _, ident := range r.index.idents[v] {
		if ident.ParentEdgeKind() == edge.CallExpr_Args && slices.Contains(r.callees(ident.Parent()), fn) {
			continue
		}
		in, ok := function(ident)
		if ok && deferredLiteral(in).Valid() {
			in, ok = function(deferredLiteral(in))
		}
		if ok && in != fn && fn.Contains(in) && r.index.spawned(in) {
			return true
		}
	}
	return false
}
