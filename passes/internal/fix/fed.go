package fix

import (
	"cmp"
	"go/ast"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
)

// Workers that a call starts, and that it feeds through a channel of its own:
//
//	jobs := make(chan *node)                  jobs := make(chan *node)
//	for range 4 {                             for range 4 {
//		wg.Go(func() {                        	wg.Go(func() {
//			for n := range jobs {                 		for n := range jobs {
//				walk(n)                               			walk(n)
//			}                                     		}
//		})                                    	})
//	}                                         }
//	                                          walkLimiter.Block(func() {
//	for _, c := range n.children {            	for _, c := range n.children {
//		jobs <- c                             		jobs <- c
//	}                                         	}
//	close(jobs)                               	close(jobs)
//	                                          })
//	wg.Wait()                                 wg.Wait()
//
// A worker keeps its slot while it waits for the next job. It waits for the
// feeder alone, who needs no slot up to the close that ends all workers: since it
// lends its own, or since the channel has room and it never blocks.

// fed plans for a channel by which host feeds the tasks that it starts. It
// reports false if that is not what happens with the channel.
func (r *rewrite) fed(c *exchange, host inspector.Cursor, tasks []task) (bool, *Obstacle) {
	if r.group.kind == nil || c.foreign != nil || len(c.makes) != 1 || len(c.closes) != 1 || len(c.sends) == 0 {
		return false, nil
	}
	end := c.closes[0].Parent()
	if _, ok := end.Node().(*ast.ExprStmt); !ok || !inList(end) || mustFunction(end) != host || r.waitedBefore(end, host) {
		return false, nil
	}
	first := end
	for _, receive := range c.channel.receives {
		at := slices.IndexFunc(tasks, func(t task) bool { return t.body == mustFunction(receive) && mustFunction(t.start) == host })
		if at < 0 || slices.ContainsFunc(tasks, func(t task) bool { return t.body == tasks[at].body && mustFunction(t.start) != host }) {
			return false, nil
		}
		closing, spawn := together(end, tasks[at].start)
		if closing != end || spawn.Node().Pos() >= end.Node().Pos() || r.leaves(spawn, end) != nil {
			return false, nil
		}
		if spawn.Node().Pos() < first.Node().Pos() {
			first = spawn
		}
	}
	_, feed := together(end, c.sends[0])
	if slices.ContainsFunc(c.sends, func(send inspector.Cursor) bool { return mustFunction(send) != host || !feed.Contains(send) }) {
		return false, nil
	}
	for _, receive := range c.channel.receives {
		r.await(receive)
	}
	if r.feedsWithRoom(c) {
		return true, r.undisturbed(first, end, host)
	}
	if next, ok := feed.NextSibling(); !ok || next != end {
		return true, obstruct(end.Node(), "between what feeds the goroutines and this something else happens, for which the slot can't be lent")
	}
	if len(r.lends) > 0 {
		return true, obstruct(feed.Node(), "goroutines are fed here, and what they send is received elsewhere")
	}
	r.lends = append(r.lends, feed)
	r.lendsUpTo = end
	return true, cmp.Or(r.lendable(feed, host), r.undisturbed(first, feed, host))
}

// waitedBefore reports whether host waits for the group before it gets to end.
func (r *rewrite) waitedBefore(end, host inspector.Cursor) bool {
	return slices.ContainsFunc(r.group.calls["Wait"], func(call inspector.Cursor) bool {
		w, obstacle := r.wait(call)
		return obstacle != nil || w.fn == host && !w.deferred && !r.isSpawn(w.stmt) && w.stmt.Node().Pos() < end.Node().Pos()
	})
}

// feedsWithRoom reports whether the channel has room for what the only loop that
// sends to it sends, once in each round.
func (r *rewrite) feedsWithRoom(c *exchange) bool {
	args := c.makes[0].Node().(*ast.CallExpr).Args
	inside, outside := loops(c.sends[0]), loops(c.makes[0])
	if len(c.sends) != 1 || len(args) != 2 || len(inside) != len(outside)+1 || !slices.Equal(inside[1:], outside) {
		return false
	}
	over, ok := inside[0].Node().(*ast.RangeStmt)
	return ok && r.sizeOf(args[1], over.X)
}
