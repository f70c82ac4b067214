package fix

import (
	"cmp"
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A collection is a statement of a task that receives what tasks send. It
// would keep its slot meanwhile, so it has to lend it, around the whole
// exchange:
//
//	for range n.children {
//		total += <-counts
//	}
//
//	walkLimiter.Block(func() {
//		for range n.children {
//			total += <-counts
//		}
//	})
//
// The senders keep their slots until they are received. That is fine as long
// as the receiver takes in all of them, waits for nothing else from the first
// spawn on, and holds nothing that others wait for.

// collections finds what a function that tasks run receives from tasks, and
// notes which of it lends its slot.
func (r *rewrite) collections(tasks []task) *Obstacle {
	bodies := make([]inspector.Cursor, 0, len(tasks))
	for _, t := range tasks {
		if !t.body.Valid() {
			return nil // which is told later
		}
		bodies = append(bodies, t.body)
	}
	r.slotted = make(map[inspector.Cursor]bool)
	for code := range r.reached(bodies) {
		r.slotted[code] = true
	}
	for _, t := range tasks {
		host := r.host(t.start)
		if !r.slotted[host] && !r.region(host) {
			continue
		}
		for _, made := range r.madeBy(host) {
			if obstacle := r.collection(made, host, tasks); obstacle != nil {
				return obstacle
			}
		}
	}
	return nil
}

// region reports whether a group's tasks are started and awaited in host.
func (r *rewrite) region(host inspector.Cursor) bool {
	return slices.ContainsFunc(r.group.calls["Wait"], func(call inspector.Cursor) bool { return r.host(call) == host })
}

// An exchange is a variable that holds the channel which one activation
// makes, and what happens to the channels that it is one of.
type exchange struct {
	*channel
	v        *types.Var
	receives []inspector.Cursor // from v itself
}

// madeBy returns the exchanges that host makes, in source order.
func (r *rewrite) madeBy(host inspector.Cursor) []*exchange {
	var found []*exchange
	for v, c := range r.index.channels() {
		if c == nil || v.Kind() != types.LocalVar || r.index.semaphore(c) {
			continue
		}
		for _, made := range c.makes {
			if value, _ := assignedValue(r.index.idents[v][0]); value != made || r.host(made) != host {
				continue
			}
			x := &exchange{channel: c, v: v}
			for _, receive := range c.receives {
				if r.index.variable(receiveFrom(receive)) == v {
					x.receives = append(x.receives, receive)
				}
			}
			found = append(found, x)
		}
	}
	slices.SortFunc(found, func(x, y *exchange) int { return cmp.Compare(x.v.Pos(), y.v.Pos()) })
	return found
}

// receiveFrom returns the channel that a node receives from.
func receiveFrom(cur inspector.Cursor) ast.Expr {
	if loop, ok := cur.Node().(*ast.RangeStmt); ok {
		return loop.X
	}
	return cur.Node().(*ast.UnaryExpr).X
}

// collection notes how host receives from a channel that it makes, if only
// the tasks send to it.
func (r *rewrite) collection(c *exchange, host inspector.Cursor, tasks []task) *Obstacle {
	if c.foreign != nil || len(c.receives) == 0 || len(c.sends) == 0 {
		return nil // if that is in the way, it is told at the receive
	}
	at := slices.IndexFunc(tasks, func(t task) bool { return r.host(t.start) == host })
	start := tasks[at].start
	if !r.untilClosed(c) {
		sender := slices.IndexFunc(tasks, func(t task) bool { return t.body.Contains(c.sends[0]) && r.host(t.start) == host })
		if sender < 0 {
			r.beside(c, host)
			return nil
		}
		start = tasks[sender].start
		if slices.ContainsFunc(c.sends, func(send inspector.Cursor) bool { return !tasks[sender].body.Contains(send) }) {
			return nil
		}
	}
	if r.settled(c) {
		for _, receive := range c.receives {
			r.await(receive)
		}
		return nil
	}
	return r.lendAround(c, start, host)
}

// beside notes that host receives from another goroutine that it starts
// beside the tasks. Such a goroutine never blocks in its send, and gets on
// by itself unless a fix of its own limits it, which then waits for it.
func (r *rewrite) beside(c *exchange, host inspector.Cursor) {
	start, ok := r.onlyStart(mustFunction(c.sends[0]))
	if !ok || !r.isSpawn(start) || r.host(start) != host || !r.roomy(c.channel) {
		return
	}
	for _, receive := range c.receives {
		stmt, spawn := together(receive, start)
		if stmt == spawn || r.gatherable(stmt) != nil {
			return
		}
	}
	for _, receive := range c.receives {
		r.await(receive)
	}
}

// gatherable returns an obstacle if the loop at stmt may leave before it has
// received from all.
func (r *rewrite) gatherable(stmt inspector.Cursor) *Obstacle {
	switch stmt.Node().(type) {
	case *ast.ForStmt, *ast.RangeStmt:
		return r.staysIn(stmt)
	case *ast.ExprStmt, *ast.AssignStmt, *ast.DeclStmt, *ast.ReturnStmt:
		return nil
	}
	return obstruct(stmt.Node(), "what the goroutines send is received in a statement before which there is no place to wait for them")
}

// staysIn returns an obstacle if control leaves the statement at stmt other
// than at its end.
func (r *rewrite) staysIn(stmt inspector.Cursor) *Obstacle {
	for cur := range onGoroutine(stmt, (*ast.ReturnStmt)(nil), (*ast.BranchStmt)(nil)) {
		if mustFunction(cur) != mustFunction(stmt) {
			continue
		}
		branch, ok := cur.Node().(*ast.BranchStmt)
		if !ok {
			return obstruct(cur.Node(), "this return leaves the loop that receives, and goroutines that go on sending would keep their slots for good")
		}
		if !targetWithin(r, cur, stmt) {
			return obstruct(branch, "this %s leaves the loop that receives", branch.Tok)
		}
	}
	return nil
}

// lendAround notes the statements of host that receive, to lend its slot
// around them.
func (r *rewrite) lendAround(c *exchange, start, host inspector.Cursor) *Obstacle {
	roomy := r.roomy(c.channel)
	var wrapped []inspector.Cursor
	for _, receive := range c.receives {
		if r.host(receive) != host {
			if obstacle := r.collector(c, receive, start, host); obstacle != nil {
				return obstacle
			}
			continue
		}
		stmt, spawn := together(receive, start)
		if stmt == spawn {
			return obstruct(receive.Node(), "goroutines are started and what they send is received in the same loop")
		}
		if !slices.Contains(wrapped, stmt) {
			wrapped = append(wrapped, stmt)
		}
		r.await(receive)
		check := r.lendable
		if roomy && r.group.kind == nil {
			check = func(stmt, host inspector.Cursor) *Obstacle {
				return cmp.Or(r.gatherable(stmt), r.held(host, stmt, make(map[inspector.Cursor]bool)))
			}
		}
		if obstacle := check(stmt, host); obstacle != nil {
			return obstacle
		}
		if r.untilClosed(c) {
			return r.undisturbed(spawn, stmt, host)
		}
		if !roomy {
			if obstacle := r.undisturbed(spawn, stmt, host); obstacle != nil {
				return obstacle
			}
			if obstacle := r.exchanged(c, stmt, spawn, start); obstacle != nil {
				return obstacle
			}
		}
	}
	if len(wrapped) == 0 {
		return nil
	}
	if !roomy && (len(wrapped) > 1 || len(r.lends) > 0) {
		return obstruct(wrapped[len(wrapped)-1].Node(), "what the goroutines send is received in several places, and they may send in another order under a limit")
	}
	if r.group.kind == nil {
		return r.gather(c, wrapped, start, roomy)
	}
	r.lends = append(r.lends, wrapped...)
	return nil
}

// gather plans a group for tasks that a channel alone joins. To start them
// detached would do, but then pending tasks go before callers that resume,
// and ever more of those would pile up.
func (r *rewrite) gather(c *exchange, wrapped []inspector.Cursor, start inspector.Cursor, roomy bool) *Obstacle {
	before, spawn := together(wrapped[0], start)
	if obstacle := r.leaves(spawn, before); obstacle != nil {
		return obstacle
	}
	if r.gathered != nil {
		return obstruct(start.Node(), "the goroutine sends to several channels")
	}
	r.gathered = &gathered{exchange: c, spawn: spawn}
	if roomy {
		r.gathered.wait = before
	} else {
		r.lends = append(r.lends, wrapped...)
	}
	return nil
}

// untilClosed reports whether host receives until the channel is closed,
// which a goroutine does that waits for the group. That goroutine's Wait
// lends the one slot that host and it have, and host needs none to receive.
func (r *rewrite) untilClosed(c *exchange) bool {
	if len(c.receives) != 1 {
		return false
	}
	if _, ok := c.receives[0].Node().(*ast.RangeStmt); !ok {
		return false
	}
	var closes []inspector.Cursor
	for _, call := range c.closes {
		if r.index.variable(call.Node().(*ast.CallExpr).Args[0]) == c.v {
			closes = append(closes, call)
		}
	}
	return len(closes) == 1 && r.closes(closes[0])
}

// collector checks a receive in a goroutine of its own that isn't limited,
// which host starts beside the tasks.
//
//	go func() {
//		for range n {
//			total += <-counts
//		}
//		done <- total
//	}()
func (r *rewrite) collector(c *exchange, receive, start, host inspector.Cursor) *Obstacle {
	lit := r.host(receive)
	if lit.ParentEdgeKind() != edge.CallExpr_Fun || lit.Parent().ParentEdgeKind() != edge.GoStmt_Call || r.host(lit.Parent().Parent()) != host {
		return obstruct(receive.Node(), "another function than the one that starts the goroutines receives what they send")
	}
	collecting, spawn := together(lit.Parent().Parent(), start)
	if collecting == spawn || collecting != lit.Parent().Parent() {
		return obstruct(receive.Node(), "whether what the goroutines send is always received here isn't clear")
	}
	if obstacle := r.leaves(spawn, collecting); obstacle != nil {
		return obstacle
	}
	r.await(receive)
	for code := range r.reached([]inspector.Cursor{lit}) {
		if obstacle := r.blocking(code); obstacle != nil {
			return obstacle
		}
	}
	stmt := receive
	for !inList(stmt) || stmt.Parent().Parent() != lit {
		stmt = stmt.Parent()
	}
	if r.roomy(c.channel) {
		return nil
	}
	if obstacle := r.undisturbed(spawn, collecting, host); obstacle != nil {
		return obstacle
	}
	return r.exchanged(c, stmt, spawn, start)
}

// settled reports whether all receives from c follow a Wait for its senders,
// so that there is nothing left to wait for.
func (r *rewrite) settled(c *exchange) bool {
	return !slices.ContainsFunc(c.receives, func(receive inspector.Cursor) bool {
		return !slices.ContainsFunc(r.group.calls["Wait"], func(wait inspector.Cursor) bool {
			after, before := together(receive, wait)
			return mustFunction(wait) == mustFunction(receive) && after != before && before.Node().Pos() < after.Node().Pos() && !r.isSpawn(before) && wait.Parent() == before
		})
	})
}

func (r *rewrite) isSpawn(stmt inspector.Cursor) bool {
	_, ok := stmt.Node().(*ast.GoStmt)
	return ok
}

// together returns the statements of the innermost statement list around
// both of two nodes that hold the one and the other.
func together(x, y inspector.Cursor) (inspector.Cursor, inspector.Cursor) {
	for a := x; a.Node() != nil; a = a.Parent() {
		if !inList(a) {
			continue
		}
		for b := y; b.Node() != nil; b = b.Parent() {
			if inList(b) && b.Parent() == a.Parent() && b.ParentEdgeKind() == a.ParentEdgeKind() {
				return a, b
			}
		}
	}
	return x, x
}

// lendable returns an obstacle unless the statement can run while the slot
// of host is lent: it stays what it is inside a function literal, it needs
// no slot, and host holds nothing that tasks may wait for.
func (r *rewrite) lendable(stmt, host inspector.Cursor) *Obstacle {
	switch node := stmt.Node().(type) {
	case *ast.ForStmt, *ast.RangeStmt, *ast.ExprStmt:
	case *ast.AssignStmt:
		if node.Tok == token.DEFINE {
			for _, lhs := range node.Lhs {
				id, ok := lhs.(*ast.Ident)
				if !ok || r.info.Defs[id] == nil || r.typeText(r.info.TypeOf(id)) == "" {
					return obstruct(node, "what is received here is declared in the same statement, and its type can't be written here")
				}
			}
		}
	default:
		return obstruct(node, "what the goroutines send is received in a statement that can't lend its slot")
	}
	if r.raw(stmt) {
		return obstruct(stmt.Node(), "the loop that receives holds a literal or a comment over several lines")
	}
	if obstacle := r.staysIn(stmt); obstacle != nil {
		return obstacle
	}
	for cur := range onGoroutine(stmt, (*ast.DeferStmt)(nil), (*ast.CallExpr)(nil)) {
		if mustFunction(cur) != mustFunction(stmt) {
			continue
		}
		switch node := cur.Node().(type) {
		case *ast.DeferStmt:
			return obstruct(node, "a defer inside what receives from the goroutines would run earlier")
		case *ast.CallExpr:
			if recv, method := r.index.method(node); method != nil && method.Name() == "Wait" && kindOf(r.info.TypeOf(recv)) != nil {
				return obstruct(node, "what receives from the goroutines also waits for a group")
			}
		}
	}
	if obstacle := r.reentered(stmt, host); obstacle != nil {
		return obstacle
	}
	for code := range r.reached([]inspector.Cursor{stmt}) {
		if code == host {
			return obstruct(stmt.Node(), "what is done with a result starts goroutines and waits for them, while others keep a slot until their result is received")
		}
		if code != stmt {
			if obstacle := r.blocking(code); obstacle != nil {
				return obstacle
			}
		}
	}
	return r.held(host, stmt, make(map[inspector.Cursor]bool))
}

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

// slotHeld returns a send that takes a slot of a semaphore in fn before cur
// and that isn't given back by then in the same block or one around it.
func (r *rewrite) slotHeld(fn, cur inspector.Cursor) ast.Node {
	for send := range fn.Preorder((*ast.SendStmt)(nil)) {
		c := r.index.channel(send.Node().(*ast.SendStmt).Chan)
		if mustFunction(send) != fn || send.Node().Pos() >= cur.Node().Pos() || !r.index.semaphore(c) {
			continue
		}
		back := slices.ContainsFunc(c.receives, func(give inspector.Cursor) bool {
			return slices.ContainsFunc(r.givesAt(give, fn), func(at inspector.Cursor) bool {
				return inList(at) && send.Node().Pos() < at.Node().Pos() && at.Node().Pos() < cur.Node().Pos() && at.Parent().Contains(send)
			})
		})
		if !back {
			return send.Node()
		}
	}
	return nil
}

// givesAt returns the statements of fn that give a slot back at give, or
// call a literal of fn's that does.
func (r *rewrite) givesAt(give, fn inspector.Cursor) []inspector.Cursor {
	if mustFunction(give) == fn {
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

// undisturbed returns an obstacle if host waits for other tasks between a
// spawn and what receives from it.
func (r *rewrite) undisturbed(spawn, stmt, host inspector.Cursor) *Obstacle {
	for code := range r.reached((region{from: spawn, to: stmt}).code()) {
		if code == host {
			return obstruct(spawn.Node(), "between the start of a goroutine and the receive of what it sends others are started and awaited, and a channel without room for it keeps its slot meanwhile")
		}
	}
	return nil
}

// exchanged returns an obstacle unless the statement at stmt receives all
// that the tasks send which start sends.
func (r *rewrite) exchanged(c *exchange, stmt, spawn, start inspector.Cursor) *Obstacle {
	if loop, ok := stmt.Node().(*ast.RangeStmt); ok && isChan(r.info.TypeOf(loop.X)) {
		return obstruct(stmt.Node(), "when the channel is closed isn't understood")
	}
	if len(c.makes) != 1 {
		return obstruct(stmt.Node(), "the goroutines may send to channels that are made elsewhere, too")
	}
	sender := mustFunction(c.sends[0])
	for _, send := range c.sends {
		if mustFunction(send) != sender || len(loops(send)) > 0 || len(c.sends) > 1 && !endsFunction(send, sender) {
			return obstruct(send.Node(), "how often a goroutine sends isn't clear, and one that isn't received would keep its slot for good")
		}
	}
	if only, ok := r.onlyStart(sender); !ok || only != start {
		return obstruct(c.sends[0].Node(), "how many goroutines send isn't clear, and one that isn't received would keep its slot for good")
	}
	if !r.sameNumber(stmt, spawn, start, c) {
		return obstruct(stmt.Node(), "whether this receives from every goroutine isn't clear, and one that isn't received would keep its slot for good")
	}
	return nil
}

// closes reports whether the call at cur closes a channel after a Wait for
// the group in a goroutine of its own.
//
//	go func() { wg.Wait(); close(ch) }()
func (r *rewrite) closes(cur inspector.Cursor) bool {
	lit := mustFunction(cur)
	if lit.ParentEdgeKind() != edge.CallExpr_Fun || lit.Parent().ParentEdgeKind() != edge.GoStmt_Call {
		return false
	}
	return slices.ContainsFunc(r.group.calls["Wait"], func(wait inspector.Cursor) bool {
		return mustFunction(wait) == lit && wait.Node().Pos() < cur.Node().Pos() && inList(wait.Parent()) && wait.Parent().Parent() == cur.Parent().Parent()
	})
}

// sameNumber reports whether the statement at stmt receives as often as the
// goroutines at start are started: each once, both once for every round of
// like loops, or counted.
//
//	go f(ch)                     <-ch
//	for _, x := range xs { … }   for range xs { … }
//	for … { n++; go f(x, ch) }   for range n { … }   or   for ; n > 0; n-- { … }
func (r *rewrite) sameNumber(stmt, spawn, start inspector.Cursor, c *exchange) bool {
	if len(c.receives) != 1 || !always(c.receives[0], stmt) {
		return false
	}
	if stmt.Node().Pos() == spawn.Node().Pos() {
		return false
	}
	switch loop := stmt.Node().(type) {
	case *ast.ExprStmt, *ast.AssignStmt:
		return start == spawn || start.Parent() == spawn
	case *ast.RangeStmt:
		if over, ok := spawn.Node().(*ast.RangeStmt); ok && r.text(over.X) == r.text(loop.X) && always(start, spawn) && r.steady(loop.X) {
			return true
		}
		return r.counted(r.index.variable(loop.X), start, spawn, stmt)
	case *ast.ForStmt:
		return r.counted(r.bound(loop), start, spawn, stmt)
	}
	return false
}

// bound returns the variable that counts the rounds of a loop:
//
//	for ; n > 0; n-- {
//	for i := 0; i < n; i++ {
func (r *rewrite) bound(loop *ast.ForStmt) *types.Var {
	cond, ok := loop.Cond.(*ast.BinaryExpr)
	post, step := loop.Post.(*ast.IncDecStmt)
	if !ok || !step {
		return nil
	}
	switch {
	case cond.Op == token.GTR && r.text(cond.Y) == "0" && post.Tok == token.DEC && loop.Init == nil && r.text(post.X) == r.text(cond.X):
		return r.index.variable(cond.X)
	case cond.Op == token.LSS && post.Tok == token.INC && loop.Init != nil && r.text(post.X) == r.text(cond.X) && strings.HasSuffix(r.text(loop.Init), ":= 0"):
		return r.index.variable(cond.Y)
	}
	return nil
}

// counted reports whether v counts the goroutines: from zero, by one beside
// each start, and nowhere else until it is counted down.
func (r *rewrite) counted(v *types.Var, start, spawn, stmt inspector.Cursor) bool {
	if v == nil || v.Kind() != types.LocalVar {
		return false
	}
	counts := 0
	for _, ident := range r.index.idents[v] {
		value, assigned := assignedValue(ident)
		if !assigned && !addressTaken(ident) || stmt.Contains(ident) {
			continue
		}
		switch node := ident.Parent().Node().(type) {
		case *ast.IncDecStmt:
			if node.Tok != token.INC || ident.Parent().Parent() != start.Parent() && ident.Parent().Parent() != start.Parent().Parent() {
				return false
			}
			counts++
		case *ast.ValueSpec, *ast.AssignStmt:
			if assign, ok := node.(*ast.AssignStmt); ok && assign.Tok != token.DEFINE {
				return false
			}
			if value.Valid() {
				if n := r.info.Types[value.Node().(ast.Expr)].Value; n == nil || n.String() != "0" {
					return false
				}
			}
		default:
			return false
		}
	}
	return counts == 1
}

// always reports whether every round of the loop at outer, or the statement
// itself, executes what stands at cur exactly once.
func always(cur, outer inspector.Cursor) bool {
	for stmt := cur; stmt != outer; stmt = stmt.Parent() {
		switch stmt.Node().(type) {
		case *ast.IfStmt, *ast.CaseClause, *ast.CommClause, *ast.ForStmt, *ast.RangeStmt, *ast.FuncLit:
			if stmt != cur {
				return false
			}
		}
		if stmt.ParentEdgeKind() == edge.BinaryExpr_Y || stmt.ParentEdgeKind() == edge.ForStmt_Cond {
			return false
		}
	}
	for branch := range outer.Preorder((*ast.BranchStmt)(nil), (*ast.ReturnStmt)(nil)) {
		if mustFunction(branch) == mustFunction(outer) && branch.Node().Pos() < cur.Node().Pos() {
			return false
		}
	}
	return true
}
