package fix

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"

	"golang.org/x/tools/go/ast/inspector"
)

// A gathered join is a group that the fix makes for tasks which send to a
// channel, and which are joined by nothing else.
//
//	left := make(chan int, 1)              left := make(chan int, 1)
//	                                       tasks := walkLimiter.NewGroup()
//	go func() { left <- f(l) }()           tasks.Go(func() { left <- f(l) })
//	right := f(r)                          right := f(r)
//	                                       tasks.Wait()
//	return <-left + right                  return <-left + right
//
// If the channel has no room for what is sent, Block takes the place of
// Wait.
type gathered struct {
	*exchange
	spawn inspector.Cursor // the statement before which the group is made
	wait  inspector.Cursor // the statement before which to wait, if any
}

// gatherEdits declares the group, and returns the name of it.
func (r *rewrite) gatherEdits(limiter string) string {
	name := r.gatheredName()
	insert := func(stmt ast.Node, line string) {
		pos := r.aboveComment(stmt.Pos())
		r.edits = append(r.edits, replace(pos, pos, line+"\n"+r.indent(stmt.Pos())))
	}
	insert(r.gathered.spawn.Node(), name+" := "+limiter+".NewGroup()")
	if r.gathered.wait.Valid() {
		insert(r.gathered.wait.Node(), name+".Wait()")
	}
	return name
}

// gatheredName returns a name for the group that nothing in the function
// has. Other fixes may make a group for another channel of the function, so
// the name depends on which of its channels this is.
func (r *rewrite) gatheredName() string {
	host := r.host(r.gathered.spawn)
	names := []string{"tasks"}
	rank := slices.IndexFunc(r.madeBy(host), func(x *exchange) bool { return x.v == r.gathered.v })
	if rank > 0 {
		names = []string{fmt.Sprint("tasks", rank+1)}
	}
	used := make(map[string]bool)
	for cur := range host.Preorder((*ast.Ident)(nil)) {
		used[cur.Node().(*ast.Ident).Name] = true
	}
	return freeName(append(names, names[0]+"Group"), func(name string) bool {
		return !used[name] && r.pass.Pkg.Scope().Lookup(name) == nil
	})
}

// gatherable returns an obstacle if the loop at stmt may leave before it has
// received from all, or if the statement may not receive at all.
func (r *rewrite) gatherable(stmt inspector.Cursor, c *exchange, receive inspector.Cursor) *Obstacle {
	switch stmt.Node().(type) {
	case *ast.IfStmt, *ast.SwitchStmt:
		if begins(receive, stmt) {
			return nil
		}
	case *ast.SelectStmt:
		if r.receivesAnyway(stmt, c) {
			return r.staysIn(stmt)
		}
	case *ast.ForStmt, *ast.RangeStmt:
		return r.staysIn(stmt)
	case *ast.ExprStmt, *ast.AssignStmt, *ast.DeclStmt, *ast.ReturnStmt, *ast.SendStmt:
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

// aboveComment returns where the comment begins that stands directly above
// the statement at pos, or else pos.
func (s *source) aboveComment(pos token.Pos) token.Pos {
	for _, group := range s.file.Comments {
		if s.tok.Line(group.End())+1 == s.tok.Line(pos) && s.blankBefore(group.Pos()) {
			return group.Pos()
		}
	}
	return pos
}

// blankBefore reports whether only white space precedes pos in its line.
func (s *source) blankBefore(pos token.Pos) bool {
	return s.indent(pos) == s.content[s.lineStart(s.tok.Offset(pos)):s.tok.Offset(pos)]
}
