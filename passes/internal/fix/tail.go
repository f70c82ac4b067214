package fix

import (
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/ast/inspector"
)

// A tail is what a function does from one of its statements to its end, put into
// a function of its own for it to run in Block:
//
//	for range n.children {              receive := func() (bool, error) {
//		…                               	for range n.children {
//			return true, nil            		…
//		…                               			return true, nil
//	}                                   		…
//	return false, nil                   	}
//	                                    	return false, nil
//	                                    }
//	                                    var result bool
//	                                    var err error
//	                                    findLimiter.Block(func() { result, err = receive() })
//	                                    return result, err

// resultsOf returns the results that a function declares, or nil if it has
// none.
func resultsOf(fn inspector.Cursor) *ast.FieldList {
	typ := typeOf(fn)
	if typ.Results == nil || len(typ.Results.List) == 0 {
		return nil
	}
	return typ.Results
}

// lendableTail returns an obstacle unless host may lend its slot from the
// statement at tail to its end: what it does there stays what it is in a function
// of its own, and needs no slot.
func (r *rewrite) lendableTail(tail, host inspector.Cursor) *Obstacle {
	results := resultsOf(host)
	for cur := range host.Preorder((*ast.BranchStmt)(nil)) {
		if cur.Node().(*ast.BranchStmt).Tok == token.GOTO {
			return obstruct(cur.Node(), "this goto may lead to where the goroutines are received from")
		}
	}
	for stmt, ok := tail, true; ok; stmt, ok = stmt.NextSibling() {
		if r.raw(stmt) {
			return obstruct(stmt.Node(), "what receives from the goroutines holds a literal or a comment over several lines")
		}
		for cur := range stmt.Preorder((*ast.ReturnStmt)(nil), (*ast.GoStmt)(nil), (*ast.DeferStmt)(nil), (*ast.CallExpr)(nil)) {
			if obstacle := r.staysInTail(cur, host, results); obstacle != nil {
				return obstacle
			}
		}
		for code := range r.reached([]inspector.Cursor{stmt}) {
			if code == host || code != stmt && r.usesGoroutines(code) {
				return obstruct(stmt.Node(), "what is done with a result starts goroutines, and has no slot to lend to them")
			}
		}
	}
	if !r.blankBefore(r.aboveComment(tail.Node().Pos())) {
		return obstruct(tail.Node(), "there is no line of its own in front of this")
	}
	if results == nil {
		return nil
	}
	for _, field := range results.List {
		if r.multiline(field.Type) || !r.sameNames(field.Type, tail, host) {
			return obstruct(field.Type, "the type of this result can't be written where the goroutines are received from")
		}
	}
	return nil
}

// staysInTail returns an obstacle if a statement or call can't move into a
// function of its own, or needs a slot.
func (r *rewrite) staysInTail(cur, host inspector.Cursor, results *ast.FieldList) *Obstacle {
	switch node := cur.Node().(type) {
	case *ast.GoStmt:
		return obstruct(node, "goroutines are started here while others may be left behind")
	case *ast.CallExpr:
		if _, method := r.index.joining(node); method != nil {
			return obstruct(node, "what receives from the goroutines also uses a group")
		}
	}
	if mustFunction(cur) != host {
		return nil
	}
	switch node := cur.Node().(type) {
	case *ast.DeferStmt:
		return obstruct(node, "a defer inside what receives from the goroutines would run earlier")
	case *ast.ReturnStmt:
		if len(node.Results) == 0 && results != nil {
			return obstruct(node, "this return doesn't say what it returns")
		}
	}
	return nil
}

// usesGoroutines reports whether code starts goroutines or waits for a group.
func (r *rewrite) usesGoroutines(code inspector.Cursor) bool {
	for range code.Preorder((*ast.GoStmt)(nil)) {
		return true
	}
	for cur := range code.Preorder((*ast.CallExpr)(nil)) {
		if _, method := r.index.joining(cur.Node().(*ast.CallExpr)); method != nil {
			return true
		}
	}
	return false
}

// sameNames reports whether all names in an expression mean the same at a
// statement of host's body.
func (r *rewrite) sameNames(e ast.Expr, cur, host inspector.Cursor) bool {
	scope := r.info.Scopes[typeOf(host)]
	same := true
	ast.Inspect(e, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.StructType, *ast.InterfaceType, *ast.FuncType:
			same = same && r.text(n) == "interface{}"
			return false
		case *ast.SelectorExpr:
			same = same && r.sameNames(n.X, cur, host)
			return false
		case *ast.Ident:
			_, obj := scope.LookupParent(n.Name, cur.Node().Pos())
			same = same && obj == r.info.ObjectOf(n)
		}
		return true
	})
	return same
}

// lendTail puts the tail into Block.
func (r *rewrite) lendTail(limiter string) *Obstacle {
	host := r.tail.Parent().Parent()
	list := body(host.Node()).List
	start, end := r.aboveComment(r.tail.Node().Pos()), body(host.Node()).Rbrace
	if !r.blankBefore(end) {
		return obstruct(list[len(list)-1], "there is no line of its own behind this")
	}
	indent := r.indent(end) + "\t"
	end = r.tok.Pos(r.lineStart(r.tok.Offset(end)))
	start = r.tok.Pos(r.lineStart(r.tok.Offset(start)))
	for at := r.lineEnd(r.tok.Offset(start)); at+1 < r.tok.Offset(end); at = r.lineEnd(at + 1) {
		if !r.blank(at + 1) {
			r.edits = append(r.edits, replace(r.tok.Pos(at+1), r.tok.Pos(at+1), "\t"))
		}
	}
	before, after := limiter+".Block(func() {", "})"
	if results := resultsOf(host); results != nil {
		before, after = r.receiving(results, limiter)
	}
	r.edits = append(r.edits,
		replace(start, start, indent+strings.Join(append([]string{before}, r.canceled...), "\n"+indent+"\t")+"\n\t"),
		replace(end, end, indent+strings.ReplaceAll(after, "\n", "\n"+indent)+"\n"))
	return nil
}

// receiving returns what stands before and behind the tail of a function with
// results.
func (r *rewrite) receiving(results *ast.FieldList, limiter string) (before, after string) {
	scope := r.info.Scopes[typeOf(r.tail.Parent().Parent())]
	used := make(map[string]bool)
	ast.Inspect(results, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			used[id.Name] = true
		}
		return true
	})
	fresh := func(name string) string {
		name = freeName([]string{name}, func(name string) bool { return !used[name] && scope.Lookup(name) == nil })
		used[name] = true
		return name
	}
	receive := fresh("receive")
	var kinds, names, vars []string
	for _, field := range results.List {
		text := r.text(field.Type)
		for i := range max(len(field.Names), 1) {
			kinds = append(kinds, text)
			if len(field.Names) > 0 && field.Names[i].Name != "_" {
				names = append(names, field.Names[i].Name)
				continue
			}
			name := "result"
			if isError(r.info.TypeOf(field.Type)) {
				name = "err"
			}
			names = append(names, fresh(name))
			vars = append(vars, "var "+names[len(names)-1]+" "+text)
		}
	}
	list := strings.Join(kinds, ", ")
	if len(kinds) > 1 {
		list = "(" + list + ")"
	}
	all := strings.Join(names, ", ")
	after = strings.Join(append(append([]string{"}"}, vars...), limiter+".Block(func() { "+all+" = "+receive+"() })", "return "+all), "\n")
	return receive + " := func() " + list + " {", after
}
