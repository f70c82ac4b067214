package fix

import (
	"cmp"
	"go/ast"
	"go/token"
	"slices"

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
		if r.Recursive {
			r.slotted[host] = true
		}
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

// collection notes how host receives from a channel that it makes, if only
// the tasks send to it.
func (r *rewrite) collection(c *exchange, host inspector.Cursor, tasks []task) *Obstacle {
	if r.hasty {
		if planned, obstacle := r.leavesEarly(c, host, tasks); planned {
			return obstacle
		}
	}
	if r.group.kind == nil && len(c.receives) > 0 && !r.roomy(c.channel) && r.roomPassed(c.v) {
		at := slices.IndexFunc(tasks, func(t task) bool { return r.host(t.start) == host })
		return r.passed(c, host, tasks[at].start)
	}
	if r.group.kind == nil && len(c.receives) > 0 {
		at := slices.IndexFunc(tasks, func(t task) bool { return r.host(t.start) == host })
		if planned, obstacle := r.handedOn(c, host, tasks[at].start); planned {
			return obstacle
		}
	}
	if planned, obstacle := r.fed(c, host, tasks); planned {
		return obstacle
	}
	tells := c.sends
	if r.tellsEnd(c.channel) {
		tells = c.closes
	} else if r.roomEachRound(c.channel) {
		tells = byOthers(tells, host)
	}
	if c.foreign != nil || len(c.receives) == 0 || len(tells) == 0 {
		return nil // if that is in the way, it is told at the receive
	}
	at := slices.IndexFunc(tasks, func(t task) bool { return r.host(t.start) == host })
	start := tasks[at].start
	if !r.untilClosed(c) {
		sender := slices.IndexFunc(tasks, func(t task) bool { return t.body.Contains(tells[0]) && r.host(t.start) == host })
		if sender < 0 {
			r.beside(c, host)
			return nil
		}
		start = tasks[sender].start
		if slices.ContainsFunc(tells, func(send inspector.Cursor) bool { return !tasks[sender].body.Contains(send) }) {
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
	if len(c.sends) == 0 {
		return
	}
	start, ok := r.onlyStart(mustFunction(c.sends[0]))
	if !ok || !r.isSpawn(start) || r.host(start) != host || !r.roomy(c.channel) {
		return
	}
	for _, receive := range c.receives {
		stmt, spawn := together(receive, start)
		if stmt == spawn || r.gatherable(stmt, c, receive) != nil {
			return
		}
	}
	for _, receive := range c.receives {
		r.await(receive)
	}
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
				return cmp.Or(r.gatherable(stmt, c, receive), r.cancels(stmt), r.held(host, stmt, make(map[inspector.Cursor]bool)))
			}
		}
		if obstacle := check(stmt, host); obstacle != nil {
			return obstacle
		}
		if r.untilClosed(c) {
			return r.undisturbed(spawn, stmt, host)
		}
		if roomy && r.group.kind == nil && !r.takesEvery(c, stmt, spawn, start, []inspector.Cursor{start}) {
			return obstruct(stmt.Node(), leavesSome)
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
	if first := r.lent; first != nil && len(wrapped) == 1 && slices.Equal(wrapped, r.lends) && (r.follows(c, first, wrapped[0]) || r.follows(first, c, wrapped[0])) {
		r.lent = nil // and no third one
		return nil
	}
	if !roomy && (len(wrapped) > 1 || len(r.lends) > 0) {
		return obstruct(wrapped[len(wrapped)-1].Node(), "what the goroutines send is received in several places, and they may send in another order under a limit")
	}
	if !roomy {
		r.lent = c
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
	if roomy && !r.tellsEnd(c.channel) {
		for _, send := range byOthers(c.sends, r.host(start)) {
			if !endsFunction(send, mustFunction(send)) {
				return obstruct(send.Node(), "the goroutine goes on after it has sent this, and to wait for its end may take forever")
			}
		}
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
			_, now := before.Node().(*ast.ExprStmt)
			return now && mustFunction(wait) == mustFunction(receive) && after != before && before.Node().Pos() < after.Node().Pos() && wait.Parent() == before
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
		r.hurried = r.hurried || mayReturn(stmt)
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
			if _, method := r.index.joining(node); method != nil && method.Name() == "Wait" {
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
