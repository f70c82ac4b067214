package fix

import (
	"fmt"
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A lost slot is one that is taken and on some way not given back, or twice.
// Where it is given back at the end of the function, a defer does that on
// every way, the one that a panic takes included:
//
//	go func() {                        go func() {
//		defer wg.Done()                	defer wg.Done()
//		                               	defer func() { <-slots }()
//		if c.broken {                  	if c.broken {
//			return                     		return
//		}                              	}
//		walk(c)                        	walk(c)
//		<-slots                        }()
//	}()
//
// Where it is given back in the middle, it has to be given back in front of
// whatever leaves before:
//
//	slots <- struct{}{}
//	if n.broken {
//		<-slots
//		return
//	}
//	children := n.children
//	<-slots

// A slot is a statement that takes a slot or gives one back.
type slot struct {
	stmt  inspector.Cursor
	of    *types.Var
	takes bool
	give  string // the statement that gives back what this takes or gives
}

// LostSlot returns the fix for a slot that is lost at a position: a return
// that keeps it, a statement that takes it, or one that gives it back once
// more.
func (f *Fixer) LostSlot(pos token.Pos) ([]analysis.SuggestedFix, *Obstacle) {
	cur, ok := f.index.root.FindByPos(pos, pos)
	for ok && cur.Valid() && !inList(cur) {
		if _, file := cur.Node().(*ast.File); file {
			ok = false
			break
		}
		cur = cur.Parent()
	}
	if !ok {
		return nil, &Obstacle{pos, "the statement isn't in a block of its own"}
	}
	src, obstacle := f.open(cur)
	if obstacle != nil {
		return nil, obstacle
	}
	r := &rewrite{Fixer: f, source: src, spawn: cur, group: &group{}}
	message, obstacle := r.giveBack(cur)
	if obstacle == nil {
		obstacle = r.descends(mustFunction(cur))
	}
	if obstacle != nil {
		return nil, obstacle
	}
	r.order()
	return []analysis.SuggestedFix{{Message: message, TextEdits: src.adapt(r.edits)}}, nil
}

// giveBack has the slot given back that is lost at stmt.
func (r *rewrite) giveBack(stmt inspector.Cursor) (message string, obstacle *Obstacle) {
	fn := mustFunction(stmt)
	slots := r.slotsOf(fn)
	if _, ok := stmt.Node().(*ast.ReturnStmt); ok {
		return r.giveBackBefore(fn, slots)
	}
	at := slices.IndexFunc(slots, func(s slot) bool { return s.stmt == stmt || stmt.Contains(s.stmt) })
	if at < 0 {
		return "", obstruct(stmt.Node(), "what takes the slot isn't understood")
	}
	if lost := slots[at]; lost.takes {
		return r.giveBackUnspawned(lost)
	}
	return r.giveBackOnce(slots[at], fn)
}

// slotsOf returns what fn itself does with slots, in source order.
func (r *rewrite) slotsOf(fn inspector.Cursor) []slot {
	var found []slot
	for cur := range fn.Preorder((*ast.SendStmt)(nil), (*ast.UnaryExpr)(nil), (*ast.CallExpr)(nil)) {
		if mustFunction(cur) != fn {
			continue
		}
		switch node := cur.Node().(type) {
		case *ast.SendStmt:
			if r.index.semaphore(r.index.channel(node.Chan)) {
				stmt := cur
				if cur.ParentEdgeKind() == edge.CommClause_Comm {
					stmt = cur.Parent()
				}
				found = append(found, slot{stmt, r.index.variable(node.Chan), true, "<-" + r.text(node.Chan)})
			} else if c := r.index.channel(node.Chan); r.index.stocked(c) && slices.Contains(r.index.refills(c), cur) {
				found = append(found, slot{cur, r.index.variable(node.Chan), false, r.text(node)})
			}
		case *ast.UnaryExpr:
			if node.Op != token.ARROW || cur.ParentEdgeKind() != edge.ExprStmt_X {
				continue
			}
			c := r.index.channel(node.X)
			if r.index.semaphore(c) {
				found = append(found, slot{cur.Parent(), r.index.variable(node.X), false, r.text(node)})
			} else if r.index.stocked(c) {
				found = append(found, slot{cur.Parent(), r.index.variable(node.X), true, ""})
			}
		case *ast.CallExpr:
			recv, method := r.index.method(node)
			if method == nil || !slices.Contains(semaphores, method.FullName()) {
				continue
			}
			if v := r.index.variable(recv); v != nil && method.Name() == "Release" && cur.ParentEdgeKind() == edge.ExprStmt_X {
				found = append(found, slot{cur.Parent(), v, false, r.text(node)})
			} else if v != nil && method.Name() != "Release" {
				found = append(found, slot{onStatement(cur), v, true, r.releaseText(recv, node)})
			}
		}
	}
	return found
}

// semaphores are methods that take slots and give them back.
var semaphores = []string{
	weighted + "Acquire", weighted + "TryAcquire", weighted + "Release",
	"(*" + lifoPath + ".Semaphore).Acquire", "(*" + lifoPath + ".Semaphore).TryAcquire", "(*" + lifoPath + ".Semaphore).Release",
}

// releaseText returns the call that gives back what a call takes, or "" if
// that weighs something else by then.
func (r *rewrite) releaseText(recv ast.Expr, take *ast.CallExpr) string {
	weight := ""
	if n := len(take.Args); n > 0 && types.Identical(r.info.TypeOf(take.Args[n-1]), types.Typ[types.Int64]) {
		if weight = r.text(take.Args[n-1]); !r.stable(take.Args[n-1]) {
			return ""
		}
	}
	return r.text(recv) + ".Release(" + weight + ")"
}

// onStatement returns the statement of a list that cur is in.
func onStatement(cur inspector.Cursor) inspector.Cursor {
	for !inList(cur) {
		cur = cur.Parent()
	}
	return cur
}

// giveBackBefore repairs a function of which some way out keeps the slot
// that others give back.
func (r *rewrite) giveBackBefore(fn inspector.Cursor, slots []slot) (string, *Obstacle) {
	give, first, several := slot{}, inspector.Cursor{}, false
	for _, s := range slots {
		several = several || s.takes && first.Valid() || s.of != slots[0].of
		if s.takes {
			first = s.stmt
		}
	}
	for _, s := range slots {
		if list := s.stmt.Parent(); !s.takes && inList(s.stmt) && (!first.Valid() && list.Parent() == fn || first.Valid() && (first == list || first.Parent() == list)) {
			several = several || give.of != nil
			give = s
		}
	}
	if several || give.of == nil {
		return "", obstruct(fn.Node(), "where the slot is taken and given back isn't clear")
	}
	message := fmt.Sprintf("Give the slot of %s back on every way", give.of.Name())
	gives := slices.DeleteFunc(slots, func(s slot) bool { return s.takes })
	if len(gives) == 1 && r.deferrable(fn, give.stmt, first) {
		return message, r.deferGive(fn, give, first)
	}
	return message, r.exits(give, first, give.stmt)
}

// deferrable reports whether a statement that gives a slot back at the end of
// fn may as well be deferred, where the slot is taken or when fn begins. What
// is deferred by then runs after it, as it does now.
func (r *rewrite) deferrable(fn, give, take inspector.Cursor) bool {
	if give.Parent().Parent() != fn || !endsFunction(give, fn) || take.Valid() && take.Parent() != give.Parent() {
		return false
	}
	if next, ok := give.NextSibling(); ok && next.Node() != nil {
		return false
	}
	after := r.beforeGive(fn, take)
	for cur := range fn.Preorder((*ast.DeferStmt)(nil)) {
		if mustFunction(cur) == fn && cur.Node().Pos() >= after.Node().Pos() {
			return false
		}
	}
	return true
}

// beforeGive returns the statement before which a deferred give is put.
func (r *rewrite) beforeGive(fn, take inspector.Cursor) inspector.Cursor {
	if take.Valid() {
		next, _ := take.NextSibling()
		return next
	}
	list := fn.Child(body(fn.Node()))
	stmt, _ := list.FirstChild()
	for {
		if _, ok := stmt.Node().(*ast.DeferStmt); !ok {
			return stmt
		}
		stmt, _ = stmt.NextSibling()
	}
}

func (r *rewrite) deferGive(fn inspector.Cursor, give slot, take inspector.Cursor) *Obstacle {
	before := r.beforeGive(fn, take)
	text := "defer " + give.give
	if give.give[0] == '<' {
		text = "defer func() { " + give.give + " }()"
	}
	if obstacle := r.insertBefore(before, text); obstacle != nil {
		return obstacle
	}
	edit, obstacle := r.deleteStmt(give.stmt.Node().(ast.Stmt))
	r.edits = append(r.edits, edit)
	return obstacle
}

// insertBefore puts a line in front of a statement and its comment.
func (r *rewrite) insertBefore(stmt inspector.Cursor, line string) *Obstacle {
	pos := r.aboveComment(stmt.Node().Pos())
	if !r.blankBefore(pos) {
		return obstruct(stmt.Node(), "there is no line of its own in front of this")
	}
	r.edits = append(r.edits, replace(pos, pos, line+"\n"+r.indent(pos)))
	return nil
}

// giveBackUnspawned repairs a function that takes a slot and on some way
// doesn't start the goroutine which gives it back.
func (r *rewrite) giveBackUnspawned(take slot) (string, *Obstacle) {
	next, ok := take.stmt.NextSibling()
	if clause, isClause := take.stmt.Node().(*ast.CommClause); isClause {
		if ok = len(clause.Body) > 0; ok {
			next = take.stmt.Child(clause.Body[0])
		}
	}
	for ; ok && take.give != ""; next, ok = next.NextSibling() {
		if r.startsWith(next, take.of) {
			return fmt.Sprintf("Give the slot of %s back on every way", take.of.Name()), r.exits(take, take.stmt, next)
		}
	}
	return "", obstruct(take.stmt.Node(), "the goroutine that gives this slot back isn't started in the same block")
}

// startsWith reports whether the statement starts a goroutine that gives back
// a slot of v.
func (r *rewrite) startsWith(stmt inspector.Cursor, v *types.Var) bool {
	switch stmt.Node().(type) {
	case *ast.GoStmt, *ast.ExprStmt:
	default:
		return false
	}
	for cur := range stmt.Preorder((*ast.Ident)(nil)) {
		if r.index.object(cur.Node().(*ast.Ident)) == types.Object(v) && mustFunction(cur) != mustFunction(stmt) {
			return true
		}
	}
	return false
}

// exits has the slot given back in front of whatever leaves the statements
// from one to another, both excluded.
func (r *rewrite) exits(s slot, from, to inspector.Cursor) *Obstacle {
	list, fn := to.Parent(), mustFunction(to)
	added := 0
	for exit := range list.Preorder((*ast.ReturnStmt)(nil), (*ast.BranchStmt)(nil)) {
		pos := exit.Node().Pos()
		if mustFunction(exit) != fn || pos > to.Node().Pos() || from.Valid() && from != list && pos < from.Node().End() {
			continue
		}
		stmt := exit
		for stmt.Parent() != list {
			stmt = stmt.Parent()
		}
		if branch, ok := exit.Node().(*ast.BranchStmt); ok {
			if branch.Tok == token.FALLTHROUGH || targetWithin(r, exit, stmt) {
				continue
			}
			if branch.Tok == token.GOTO {
				return obstruct(branch, "where this goto leads with the slot isn't understood")
			}
		}
		given, obstacle := r.givenBefore(exit, list, s.of)
		if obstacle == nil && !given {
			added++
			obstacle = r.giveBackAt(exit, s)
		}
		if obstacle != nil {
			return obstacle
		}
	}
	if added == 0 {
		return obstruct(to.Node(), "on which way the slot is kept isn't clear")
	}
	return nil
}

// givenBefore reports whether a statement in front of exit gives the slot
// back, in its block or one around it within list.
func (r *rewrite) givenBefore(exit, list inspector.Cursor, v *types.Var) (bool, *Obstacle) {
	gives := slices.DeleteFunc(r.slotsOf(mustFunction(exit)), func(s slot) bool { return s.takes || s.of != v })
	for stmt := exit; stmt != list; stmt = stmt.Parent() {
		for prev, ok := stmt.PrevSibling(); ok && inList(stmt); prev, ok = prev.PrevSibling() {
			for _, give := range gives {
				if prev == give.stmt && list.Contains(prev) {
					return true, nil
				}
				if prev.Contains(give.stmt) && stmt.Parent() != list {
					return false, obstruct(give.stmt.Node(), "whether the slot is given back here before the function returns isn't clear")
				}
			}
		}
	}
	return false, nil
}

// giveBackAt has a slot given back in front of a statement that leaves. What
// is returned there is computed without the slot then, so it must need none.
func (r *rewrite) giveBackAt(exit inspector.Cursor, s slot) *Obstacle {
	for cur := range exit.Preorder((*ast.CallExpr)(nil)) {
		call := cur.Node().(*ast.CallExpr)
		fn, ok := r.index.denoted(call.Fun).(*types.Func)
		if !r.pure(call) && (!ok || !slices.Contains([]string{"errors.New", "fmt.Errorf"}, fn.FullName())) {
			return obstruct(call, "what this returns is computed with the slot held")
		}
	}
	return r.insertBefore(exit, s.give)
}

// giveBackOnce deletes a statement that gives back a slot which a defer gives
// back anyway, if nothing comes in between.
func (r *rewrite) giveBackOnce(again slot, fn inspector.Cursor) (string, *Obstacle) {
	if !endsFunction(again.stmt, fn) {
		return "", obstruct(again.stmt.Node(), "what follows may rely on the slot being given back here")
	}
	edit, obstacle := r.deleteStmt(again.stmt.Node().(ast.Stmt))
	r.edits = append(r.edits, edit)
	return fmt.Sprintf("Give the slot of %s back only once", again.of.Name()), obstacle
}
