package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
)

// apart reports whether a receive waits for goroutines alone that its function,
// or the one that starts the task it is in, starts beside the tasks, and that need
// neither a slot nor a task to get on but to receive:
//
//	sizes := make(chan int64)
//	for _, name := range names {
//		go func() { sizes <- size(name) }()
//	}
//	for range names {
//		total += <-sizes
//	}
//
// Whoever holds a slot meanwhile waits as for a call that takes its time. If
// those goroutines are reported as well, the fix for them sees to the receive.
func (r *rewrite) apart(c *channel, receive inspector.Cursor) bool {
	if c == nil || c.foreign != nil || len(c.makes) == 0 || len(c.sends)+len(c.closes) == 0 {
		return false
	}
	host := r.host(receive)
	if at := slices.IndexFunc(r.tasked, func(t task) bool { return t.body == host }); at >= 0 {
		host = r.host(r.tasked[at].start) // which starts those that feed its tasks, too
	}
	for _, made := range c.makes {
		if r.host(made) != host {
			return false
		}
	}
	for _, op := range slices.Concat(c.sends, c.closes) {
		start, ok := r.onlyStart(mustFunction(op))
		if !ok || !r.isSpawn(start) || r.host(start) != host || r.isTask(start) || !r.standsAlone(mustFunction(op), c) {
			return false
		}
	}
	return true
}

// needsTask returns where a goroutine that v counts, and that is no task, waits
// for one other than the caller that waits for v at wait.
//
//	collecting.Add(1)
//	go func() {
//		defer collecting.Done()
//		for range names {
//			total += <-sizes // of tasks
//		}
//	}()
//	collecting.Wait()
func (r *rewrite) needsTask(v *types.Var, wait inspector.Cursor) ast.Node {
	byTask := func(op inspector.Cursor) bool {
		return r.host(op) != r.host(wait) && (r.slotted[r.host(op)] || r.inTask(op))
	}
	for _, ident := range r.index.idents[v] {
		fn := r.host(ident)
		if !fn.Valid() || !r.index.spawned(fn) || r.slotted[fn] || fn == r.host(wait) {
			continue
		}
		for code := range r.reached([]inspector.Cursor{fn}) {
			for cur := range onGoroutine(code, (*ast.UnaryExpr)(nil), (*ast.RangeStmt)(nil), (*ast.SendStmt)(nil)) {
				if r.slotted[code] || code != fn && r.awaits[cur] {
					continue // which is looked at for the tasks
				}
				var c *channel
				var others []inspector.Cursor
				switch node := cur.Node().(type) {
				case *ast.UnaryExpr:
					if c = r.index.channel(node.X); c != nil && node.Op == token.ARROW {
						others = slices.Concat(c.sends, c.closes)
					}
				case *ast.RangeStmt:
					if c = r.index.channel(node.X); c != nil {
						others = slices.Concat(c.sends, c.closes)
					}
				case *ast.SendStmt:
					if c = r.index.channel(node.Chan); c != nil && !r.roomy(c) {
						others = c.receives
					}
				}
				if slices.ContainsFunc(others, byTask) && !r.index.semaphore(c) && !r.index.stocked(c) {
					return cur.Node()
				}
			}
		}
	}
	return nil
}

// isTask reports whether the goroutines that the statement at start starts are
// to be tasks.
func (r *rewrite) isTask(start inspector.Cursor) bool {
	return start == r.spawn || slices.ContainsFunc(r.tasked, func(t task) bool { return t.start == start })
}

// standsAlone reports whether fn waits for nothing but for somebody who receives
// from c, and runs nothing that a task runs.
func (r *rewrite) standsAlone(fn inspector.Cursor, c *channel) bool {
	for code := range r.everything([]inspector.Cursor{fn}) {
		if r.slotted[code] || slices.ContainsFunc(r.tasked, func(t task) bool { return r.host(t.start) == code }) {
			return false
		}
		for cur := range code.Preorder((*ast.UnaryExpr)(nil), (*ast.RangeStmt)(nil), (*ast.SelectStmt)(nil), (*ast.SendStmt)(nil), (*ast.CallExpr)(nil)) {
			waits := false
			switch node := cur.Node().(type) {
			case *ast.UnaryExpr:
				waits = node.Op == token.ARROW
			case *ast.RangeStmt:
				waits = isChan(r.info.TypeOf(node.X))
			case *ast.SelectStmt:
				waits = true
			case *ast.SendStmt:
				waits = r.index.channel(node.Chan) != c
			case *ast.CallExpr:
				waits = r.callBlocks(cur) != nil
			}
			if waits {
				return false
			}
		}
	}
	return true
}
