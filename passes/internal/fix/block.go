package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/inspector"
)

// lend puts the statements that receive from tasks into Block.
func (r *rewrite) lend() *Obstacle {
	if len(r.lends) == 0 && !r.tail.Valid() {
		return nil
	}
	if len(r.limiters) != 1 {
		return obstruct(r.spawn.Node(), "goroutines of several groups send what is received here")
	}
	if r.tail.Valid() && len(r.lends) > 0 {
		return obstruct(r.lends[0].Node(), "the slot would be lent in several places")
	}
	if r.tail.Valid() {
		return r.lendTail(r.limiters[0])
	}
	for i, stmt := range r.lends {
		last := stmt
		if i == 0 && r.lendsUpTo.Valid() {
			last = r.lendsUpTo
		}
		r.block(stmt, last, r.limiters[0])
	}
	return nil
}

// block adds the edits that put the statements from cur to last into Block.
//
//	total += <-counts              walkLimiter.Block(func() { total += <-counts })
//
//	size := <-sizes                var size int64
//	                               walkLimiter.Block(func() { size = <-sizes })
//
//	for size := range sizes {      walkLimiter.Block(func() {
//		total += size              	for size := range sizes {
//	}                              		total += size
//	                               	}
//	                               })
func (r *rewrite) block(cur, last inspector.Cursor, limiter string) {
	stmt, end := cur.Node(), last.Node().End()
	indent := r.indent(stmt.Pos())
	before, after := limiter+".Block(func() { ", " })"
	if r.tok.Line(stmt.Pos()) != r.tok.Line(end) {
		before, after = limiter+".Block(func() {\n"+indent+"\t", "\n"+indent+"})"
		for at := r.lineEnd(r.tok.Offset(stmt.Pos())); at < r.tok.Offset(end); at = r.lineEnd(at + 1) {
			if !r.blank(at + 1) {
				r.edits = append(r.edits, replace(r.tok.Pos(at+1), r.tok.Pos(at+1), "\t"))
			}
		}
	}
	if assign, ok := stmt.(*ast.AssignStmt); ok && assign.Tok == token.DEFINE {
		for _, lhs := range assign.Lhs {
			id := lhs.(*ast.Ident)
			before = "var " + id.Name + " " + r.typeText(r.info.TypeOf(id)) + "\n" + indent + before
		}
		r.edits = append(r.edits, replace(assign.TokPos, assign.TokPos+2, "="))
	}
	r.edits = append(r.edits, replace(stmt.Pos(), stmt.Pos(), before), replace(end, end, after))
}

// typeText returns how the file writes a type, or "" if it can't without
// another import.
func (r *rewrite) typeText(t types.Type) string {
	missing := false
	text := types.TypeString(t, func(pkg *types.Package) string {
		if pkg == r.pass.Pkg {
			return ""
		}
		name, imported := r.importName(r.source, pkg.Path())
		missing = missing || !imported || name == "."
		return name
	})
	if missing {
		return ""
	}
	return text
}

// raw reports whether the statement holds a string or a comment of several
// lines, which can't be indented.
func (r *rewrite) raw(cur inspector.Cursor) bool {
	for lit := range cur.Preorder((*ast.BasicLit)(nil)) {
		if strings.Contains(lit.Node().(*ast.BasicLit).Value, "\n") {
			return true
		}
	}
	for _, group := range r.file.Comments {
		for _, comment := range group.List {
			if cur.Node().Pos() < comment.Pos() && comment.End() < cur.Node().End() && strings.Contains(comment.Text, "\n") {
				return true
			}
		}
	}
	return false
}
