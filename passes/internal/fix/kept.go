package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A pointer to a group may be kept in a field or in another variable, which
// denotes the group then, too, and changes its type with it:
//
//	type walker struct{ tasks *errgroup.Group }
//
//	g, ctx := errgroup.WithContext(ctx)
//	w := &walker{tasks: g}
//
// Both ends have to be known: all that such a variable is ever given is a group
// that is understood, and all that it is given to is understood.

// keeps reports whether the declaration or assignment at cur gives the pointer
// there a group that another variable denotes, and follows it to that.
func (r *rewrite) keeps(g *group, cur inspector.Cursor) bool {
	v := r.index.variable(cur.Node().(ast.Expr))
	value, _ := assignedValue(cur)
	if !value.Valid() {
		if v.IsField() && r.canKeep(v) && cur.ParentEdgeKind() == edge.AssignStmt_Lhs {
			g.decls = append(g.decls, cur) // see [rewrite.withContext]
			return true
		}
		return false
	}
	if spec, ok := cur.Parent().Node().(*ast.ValueSpec); ok && spec.Type != nil {
		return false
	}
	if !v.IsField() && r.zero(value.Node().(ast.Expr)) {
		return false // which declares a group, see [rewrite.remake]
	}
	return r.keptIn(g, v, value)
}

// kept reports whether what the group at cur is given to is a variable that it
// can be kept in, and follows it there.
func (r *rewrite) kept(g *group, cur inspector.Cursor) bool {
	var at ast.Expr
	switch parent := cur.Parent().Node().(type) {
	case *ast.KeyValueExpr:
		if _, ok := cur.Parent().Parent().Node().(*ast.CompositeLit); ok {
			at = parent.Key
		}
	case *ast.AssignStmt:
		if len(parent.Lhs) == len(parent.Rhs) {
			at = parent.Lhs[cur.ParentEdgeIndex()]
		}
	case *ast.ValueSpec:
		if len(parent.Names) == len(parent.Values) && parent.Type == nil {
			at = parent.Names[cur.ParentEdgeIndex()]
		}
	}
	if at == nil {
		return false
	}
	v := r.index.variable(at)
	if v == nil || !r.canKeep(v) {
		return false
	}
	g.denotes(v)
	return true
}

// keptIn reports whether the variable v can keep the group that is its value,
// and follows it to that.
func (r *rewrite) keptIn(g *group, v *types.Var, value inspector.Cursor) bool {
	if v == nil || !r.canKeep(v) {
		return false
	}
	if r.zero(value.Node().(ast.Expr)) {
		g.made = append(g.made, value)
		return true
	}
	of := r.index.variable(addressed(value.Node().(ast.Expr)))
	if of == nil || kindOf(of.Type()) == nil || r.ownGroup(of, value.Node()) != nil {
		return false
	}
	if unary, ok := value.Node().(*ast.UnaryExpr); ok && unary.Op == token.AND {
		g.passed = append(g.passed, value)
	}
	g.denotes(of)
	return true
}

// canKeep reports whether v is a pointer to a group that only this package sets.
func (r *rewrite) canKeep(v *types.Var) bool {
	if !isPointer(v.Type()) || kindOf(v.Type()) == nil || v.Pkg() != r.pass.Pkg {
		return false
	}
	return v.Kind() == types.LocalVar || v.IsField() && (!v.Exported() || r.pass.Pkg.Name() == "main")
}

// denotes adds a variable of a group.
func (g *group) denotes(v *types.Var) {
	if !slices.Contains(g.vars, v) {
		g.vars = append(g.vars, v)
	}
}

// oneOwner returns an obstacle if a function that waits for a group in a field
// also uses that of another struct, which then nobody may wait for.
func (r *rewrite) oneOwner(g *group) *Obstacle {
	for _, wait := range g.calls["Wait"] {
		owner := r.owner(wait)
		for _, calls := range g.calls {
			for _, call := range calls {
				if other := r.owner(call); other != owner && owner != "" && other != "" && r.declarationOf(call.Node()) == r.declarationOf(wait.Node()) {
					return obstruct(call.Node(), "this is the group of %s, and the function waits for that of %s", other, owner)
				}
			}
		}
	}
	return nil
}

// owner returns the struct whose group a call calls a method of, as it is
// written, or "".
func (r *rewrite) owner(call inspector.Cursor) string {
	fun := ast.Unparen(call.Node().(*ast.CallExpr).Fun).(*ast.SelectorExpr)
	if r.index.promoting(fun) != nil {
		return r.text(fun.X)
	}
	if field, ok := ast.Unparen(fun.X).(*ast.SelectorExpr); ok {
		return r.text(field.X)
	}
	return ""
}
