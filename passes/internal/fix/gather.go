package fix

import (
	"fmt"
	"go/ast"
	"go/token"
	"slices"
	"strings"

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

	// Where the function may return before it has received from all tasks:
	leaves bool
	heard  inspector.Cursor // the statement after which it has, if any
}

// gatherEdits declares the group, and returns the name of it.
func (r *rewrite) gatherEdits(limiter string) string {
	name := r.gatheredName("tasks", "tasksGroup")
	insert := func(stmt ast.Node, line string) {
		pos := r.aboveComment(stmt.Pos())
		r.edits = append(r.edits, replace(pos, pos, line+"\n"+r.indent(stmt.Pos())))
	}
	insert(r.gathered.spawn.Node(), name+" := "+limiter+".NewGroup()"+r.awaitLater(name, limiter))
	if r.gathered.wait.Valid() {
		insert(r.gathered.wait.Node(), name+".Wait()")
	}
	return name
}

// awaitLater returns what has a task wait, once the function returns, for those
// that it hasn't received from.
//
//	heardAll := false
//	defer func() {
//		if !heardAll {
//			walkLimiter.Go(tasks.Wait) // for what is left behind
//		}
//	}()
func (r *rewrite) awaitLater(group, limiter string) string {
	indent := "\n" + r.indent(r.gathered.spawn.Node().Pos())
	wait := limiter + ".Go(" + group + ".Wait)"
	switch {
	case !r.gathered.leaves:
		return ""
	case !r.gathered.heard.Valid():
		return indent + "// A task waits for what is left behind." + indent + "defer " + wait
	}
	heardAll := r.gatheredName("heardAll", "heardAllTasks")
	at := r.tok.Pos(r.lineEnd(r.tok.Offset(r.gathered.heard.Node().End())))
	r.edits = append(r.edits, replace(at, at, "\n"+r.indent(r.gathered.heard.Node().Pos())+"\t"+heardAll+" = true"))
	return indent + strings.Join([]string{heardAll + " := false", "defer func() {", "\tif !" + heardAll + " {", "\t\t" + wait + " // for what is left behind", "\t}", "}()"}, indent)
}

// gatheredName returns the first of two names for the group, or for what belongs
// to it, that nothing in the function has. Other fixes may make a group for
// another channel of the function, so the name depends on which of its channels
// this is.
func (r *rewrite) gatheredName(name, other string) string {
	host := r.host(r.gathered.spawn)
	rank := slices.IndexFunc(r.madeBy(host), func(x *exchange) bool { return x.v == r.gathered.v })
	if rank > 0 {
		name, other = fmt.Sprint(name, rank+1), fmt.Sprint(name, rank+1, strings.TrimPrefix(other, name))
	}
	used := make(map[string]bool)
	for cur := range host.Preorder((*ast.Ident)(nil)) {
		used[cur.Node().(*ast.Ident).Name] = true
	}
	return freeName([]string{name, other}, func(name string) bool {
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
		return r.staysInBut(stmt, r.failsAlone)
	case *ast.ExprStmt, *ast.AssignStmt, *ast.DeclStmt, *ast.ReturnStmt, *ast.SendStmt:
		return nil
	}
	r.hurried = r.hurried || mayReturn(stmt)
	return obstruct(stmt.Node(), "what the goroutines send is received in a statement before which there is no place to wait for them")
}

// staysIn returns an obstacle if control leaves the statement at stmt other
// than at its end.
func (r *rewrite) staysIn(stmt inspector.Cursor) *Obstacle {
	return r.staysInBut(stmt, func(inspector.Cursor) bool { return false })
}

// failsAlone reports whether the return at ret hands on that a goroutine failed,
// and does not tell the others to stop, which go on for nothing. It makes no
// difference but in time to let it come after their ends, as an error group does.
func (r *rewrite) failsAlone(ret inspector.Cursor) bool {
	for id := range r.spawn.Preorder((*ast.Ident)(nil)) {
		if v := r.index.variable(id.Node().(*ast.Ident)); v != nil && isNamed(v.Type(), "context", "Context") {
			return false
		}
	}
	return r.failing(ret)
}

// staysInBut is staysIn, but for some return statements.
func (r *rewrite) staysInBut(stmt inspector.Cursor, except func(inspector.Cursor) bool) *Obstacle {
	for cur := range onGoroutine(stmt, (*ast.ReturnStmt)(nil), (*ast.BranchStmt)(nil)) {
		if mustFunction(cur) != mustFunction(stmt) {
			continue
		}
		branch, ok := cur.Node().(*ast.BranchStmt)
		if !ok && except(cur) {
			continue
		}
		if !ok {
			r.hurried = true
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
