package fix

import (
	"cmp"
	"go/ast"
	"go/types"
	"iter"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// field changes a group that is a field of a struct. The zero value of the
// struct holds a wait group that works, but no limited one, so each place
// that makes the struct has to make the group, too.
//
//	type walker struct { wg sync.WaitGroup }
//	                        --------------
//	type walker struct { wg *lifo.Group }
//
//	w := &walker{root: root}
//	                       -
//	w := &walker{root: root, wg: walkLimiter.NewGroup()}
//
// A field that is a pointer has to be given its group already, see
// [rewrite.keptIn].
func (r *rewrite) field(decl inspector.Cursor, v *types.Var) *Obstacle {
	at, _ := enclosing[*ast.Field](decl)
	field := at.Node().(*ast.Field)
	spec, ok := at.Parent().Parent().Parent().Node().(*ast.TypeSpec)
	if !ok || spec.TypeParams != nil || len(field.Names) > 1 {
		return obstruct(field, "the struct that holds the group isn't a plain declared type")
	}
	for _, ident := range r.index.idents[v] {
		if sel, ok := ident.Parent().Node().(*ast.SelectorExpr); ok && ident.Node() != decl.Node() && !fieldOf(sel.X) && !at.Contains(ident) {
			return obstruct(sel, "whose group this is isn't clear")
		}
	}
	if obstacle := r.rename(v, spec); obstacle != nil {
		return obstacle
	}
	typ := "*" + r.qualifier(r.source, lifoPath) + r.group.group
	r.edits = append(r.edits, replace(field.Type.Pos(), field.Type.End(), typ))
	if isPointer(v.Type()) {
		return cmp.Or(r.unseen(r.info.Defs[spec.Name]), r.keyed(r.info.Defs[spec.Name]))
	}
	if spec.Name.IsExported() && r.pass.Pkg.Name() != "main" {
		return obstruct(spec, "%s is exported, so other packages may make one whose group isn't made", spec.Name.Name)
	}
	limiter, obstacle := r.limitOfWait()
	if obstacle != nil {
		return obstacle
	}
	return r.makers(r.info.Defs[spec.Name], r.nameOf(v), limiter+"."+r.group.make+"()")
}

// limitOfWait declares the limiter of the function that waits.
func (r *rewrite) limitOfWait() (string, *Obstacle) {
	return r.limit(r.declarationOf(r.group.calls["Wait"][0].Node()))
}

// keyed returns an obstacle if a literal of a struct type has no keys, and so
// may set a pointer that isn't followed.
func (r *rewrite) keyed(typ types.Object) *Obstacle {
	for lit := range r.literalsOf(typ) {
		if len(lit.Elts) == 0 {
			continue
		}
		if _, ok := lit.Elts[0].(*ast.KeyValueExpr); !ok {
			return obstruct(lit, "which group this %s is given isn't clear", typ.Name())
		}
	}
	return nil
}

// literalsOf returns the literals of a struct type.
func (r *rewrite) literalsOf(typ types.Object) iter.Seq[*ast.CompositeLit] {
	return func(yield func(*ast.CompositeLit) bool) {
		for cur := range r.index.root.Preorder((*ast.CompositeLit)(nil)) {
			lit := cur.Node().(*ast.CompositeLit)
			made := pointee(r.info.TypeOf(lit)) // an element &T{…} may be written as {…}
			if types.Identical(made, typ.Type()) && !yield(lit) {
				return
			}
		}
	}
}

// makers adds the field to each literal of a struct type, and checks that
// nothing else makes such structs: the type is only ever named in literals,
// in declarations of single variables, and as what a pointer points to.
func (r *rewrite) makers(typ types.Object, name, value string) *Obstacle {
	if obstacle := r.unseen(typ); obstacle != nil {
		return obstacle
	}
	for _, ident := range r.index.idents[typ] {
		switch ident.ParentEdgeKind() {
		case edge.TypeSpec_Name, edge.CompositeLit_Type, edge.StarExpr_X:
			continue
		case edge.ValueSpec_Type:
			if !r.holds(ident.Node().Pos()) {
				break
			}
			if obstacle := r.respec(ident.Parent(), ident.Parent().Node().(*ast.ValueSpec), typ.Name()+"{"+name+": "+value+"}"); obstacle == nil {
				continue
			}
		}
		return obstruct(ident.Node(), "a %s may be made here without its group", typ.Name())
	}
	for lit := range r.literalsOf(typ) {
		edit, ok := r.addElement(lit, name, value)
		if !r.holds(lit.Pos()) || !ok {
			return obstruct(lit, "a %s is made here, and its group can't be added", typ.Name())
		}
		r.edits = append(r.edits, edit)
	}
	return nil
}

// addElement returns the edit that adds a field to the end of a literal
// with keys.
func (r *rewrite) addElement(lit *ast.CompositeLit, name, value string) (analysis.TextEdit, bool) {
	if len(lit.Elts) == 0 {
		return replace(lit.Rbrace, lit.Rbrace, name+": "+value), lit.Lbrace+1 == lit.Rbrace
	}
	last, ok := lit.Elts[len(lit.Elts)-1].(*ast.KeyValueExpr)
	if !ok {
		return analysis.TextEdit{}, false
	}
	if r.tok.Line(last.End()) == r.tok.Line(lit.Rbrace) {
		return replace(last.End(), last.End(), ", "+name+": "+value), true
	}
	// Gofmt aligns the values of neighbouring lines. Where the new key is
	// too long for the present alignment, a blank line starts another.
	lead, pad := "\n", " "
	if width := int(last.Value.Pos() - last.Pos()); !r.multiline(last) {
		if len(name)+2 > width {
			lead = "\n\n"
		} else {
			pad = strings.Repeat(" ", width-len(name)-1)
		}
	}
	end := r.tok.Pos(r.lineEnd(r.tok.Offset(last.End())))
	return replace(end, end, lead+r.indent(last.Pos())+name+":"+pad+value+","), true
}

// fieldOf reports whether e is a variable, or a field of a field of one.
func fieldOf(e ast.Expr) bool {
	for {
		sel, ok := ast.Unparen(e).(*ast.SelectorExpr)
		if !ok {
			break
		}
		e = sel.X
	}
	_, ok := ast.Unparen(e).(*ast.Ident)
	return ok
}
