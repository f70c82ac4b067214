package fix

import (
	"cmp"
	"go/ast"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
)

// Where one answer may be enough, a function returns with it, and leaves behind
// the goroutines that are still at theirs:
//
//	for range n.children {
//		if a := <-answers; a.found {
//			return true
//		}
//	}
//	return false
//
// To wait for all of them first would take longer, so the function lends its
// slot from there to its end, see [rewrite.lendTail].
//
// What is left behind has to run nevertheless, so a task that nobody waits for
// waits for it. But newer tasks go first, so that goroutines would pile up if
// nothing told them to stop: the function has to cancel their context, and those
// of them that wait for answers have to heed it. Nobody receives any more what
// they send. So either the channel has room for that, or the goroutine gives up
// once the context is canceled.

// early suggests what limited does, for a function that may return before it
// has received from all its tasks.
func (r *rewrite) early() (*analysis.SuggestedFix, *Obstacle) {
	r.hasty = true
	return r.limited()
}

// leavesEarly plans to lend the slot of host from where it receives to its end.
// It reports false if no task sends to the channel.
func (r *rewrite) leavesEarly(c *exchange, host inspector.Cursor, tasks []task) (bool, *Obstacle) {
	at := slices.IndexFunc(tasks, func(t task) bool {
		return r.host(t.start) == host && slices.ContainsFunc(c.sends, t.body.Contains)
	})
	if at < 0 || len(c.receives) == 0 {
		return false, nil
	}
	start := tasks[at].start
	tail := r.tailOf(host)
	if !tail.Valid() || slices.ContainsFunc(c.receives, func(receive inspector.Cursor) bool { return mustFunction(receive) != host }) {
		return true, obstruct(c.receives[0].Node(), "another function than the one that starts the goroutines receives what they send")
	}
	if c.foreign != nil {
		return true, obstruct(c.foreign, "the goroutines send to a channel that others know, too")
	}
	if r.tail.Valid() && r.tail != tail {
		return true, obstruct(tail.Node(), "goroutines of the group are received from in several functions")
	}
	spawn := topmost(start, host)
	if spawn.Node().Pos() >= tail.Node().Pos() {
		return true, obstruct(tail.Node(), "goroutines are started and what they send is received in the same loop")
	}
	if len(c.closes) > 0 && r.untilClosed(c) {
		return true, obstruct(c.closes[0].Node(), "the goroutine that closes this channel would be left behind as well")
	}
	if !r.roomy(c.channel) && !r.roomPassed(c.v) && !r.roomForEach(c) && !r.givesUp(c, start) {
		return true, obstruct(c.sends[0].Node(), "a return may leave this send without a receiver, and it would keep its slot for good")
	}
	if obstacle := r.stopsBehind(c, start); obstacle != nil {
		return true, obstacle
	}
	if obstacle := cmp.Or(r.onlyEarly(host, start), r.lendableTail(tail, host), r.held(host, tail, make(map[inspector.Cursor]bool)), r.cancelsEarly(host, start)); obstacle != nil {
		return true, obstacle
	}
	for _, receive := range c.receives {
		r.await(receive)
	}
	r.tail = tail
	if r.group.kind != nil {
		return true, nil
	}
	if r.gathered != nil {
		return true, obstruct(start.Node(), "the goroutine sends to several channels")
	}
	r.gathered = &gathered{exchange: c, spawn: spawn, leaves: true}
	for stmt, ok := tail, true; ok && !r.gathered.heard.Valid(); stmt, ok = stmt.NextSibling() {
		if r.hearsAll(stmt, spawn, start, c) {
			r.gathered.heard = stmt
		}
	}
	return true, nil
}

// topmost returns the statement of host's body that cur is in.
func topmost(cur, host inspector.Cursor) inspector.Cursor {
	for cur.Parent().Parent() != host {
		cur = cur.Parent()
	}
	return cur
}

// tailOf returns the statement of host's body by which it first receives from a
// channel that it makes.
func (r *rewrite) tailOf(host inspector.Cursor) (tail inspector.Cursor) {
	for _, c := range r.madeBy(host) {
		for _, receive := range c.receives {
			if mustFunction(receive) != host {
				continue
			}
			if stmt := topmost(receive, host); !tail.Valid() || stmt.Node().Pos() < tail.Node().Pos() {
				tail = stmt
			}
		}
	}
	return tail
}

// inTail reports whether the code at cur runs while the slot is lent.
func (r *rewrite) inTail(cur inspector.Cursor) bool {
	return r.tail.Valid() && r.tail.Node().Pos() <= cur.Node().Pos() && cur.Node().Pos() < r.tail.Parent().Node().End()
}

// onlyEarly returns an obstacle if another goroutine that host starts gets a fix
// of another kind, which might lend the same slot.
func (r *rewrite) onlyEarly(host, start inspector.Cursor) *Obstacle {
	for cur := range host.Preorder((*ast.GoStmt)(nil), (*ast.CallExpr)(nil)) {
		if r.isTask(cur) || r.host(cur) != host || !r.isSpawn(cur) && !r.startsTask(cur) {
			continue
		}
		for _, kind := range []suggestion{(*rewrite).limited, (*rewrite).makesRoom} {
			if _, obstacle := r.suggest(cur.Node(), kind); obstacle == nil {
				return obstruct(cur.Node(), "the fix for this goroutine lends the slot in another place")
			}
		}
	}
	return nil
}

// mayReturn reports whether the function around a statement may return in it.
func mayReturn(stmt inspector.Cursor) bool {
	for ret := range stmt.Preorder((*ast.ReturnStmt)(nil)) {
		if mustFunction(ret) == mustFunction(stmt) {
			return true
		}
	}
	return false
}
