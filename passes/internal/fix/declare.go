package fix

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// declare changes the group's declarations and returns the function to name
// in the message.
func (r *rewrite) declare() (*ast.FuncDecl, *Obstacle) {
	for _, decl := range r.group.decls {
		var obstacle *Obstacle
		v := r.index.variable(decl.Node().(ast.Expr))
		switch {
		case v.IsField() && decl.ParentEdgeKind() != edge.AssignStmt_Lhs:
			obstacle = r.field(decl, v)
		case decl.ParentEdgeKind() == edge.Field_Names:
			obstacle = r.retype(decl)
		case v.Kind() == types.PackageVar:
			obstacle = r.shared(decl, v)
		default:
			obstacle = r.remake(decl, r.declarationOf(decl.Node()))
		}
		if obstacle != nil {
			return nil, obstacle
		}
	}
	for _, value := range r.group.made {
		limiter, obstacle := r.limitOfWait()
		if obstacle != nil {
			return nil, obstacle
		}
		r.edits = append(r.edits, replace(value.Node().Pos(), value.Node().End(), limiter+"."+r.group.make+"()"))
	}
	return r.recursion(r.declarationOf(r.spawn.Node())), nil
}

// retype changes the type of a parameter.
//
//	wg *sync.WaitGroup
//	   ---------------
//	wg *lifo.Group
func (r *rewrite) retype(decl inspector.Cursor) *Obstacle {
	field := decl.Parent().Node().(*ast.Field)
	for _, name := range field.Names {
		if v := r.index.variable(name); !slices.Contains(r.group.vars, v) {
			return obstruct(name, "%s is declared together with the group", name.Name)
		}
	}
	text := "*" + r.qualifier(r.source, lifoPath) + r.group.group
	r.edits = append(r.edits, replace(field.Type.Pos(), field.Type.End(), text))
	return nil
}

// shared changes the declaration of a variable of the package. Its limiter
// belongs to the function that waits.
//
//	var wg sync.WaitGroup
//	       --------------
//	var wg = walkLimiter.NewGroup()
func (r *rewrite) shared(decl inspector.Cursor, v *types.Var) *Obstacle {
	if v.Exported() && r.pass.Pkg.Name() != "main" {
		return obstruct(decl.Node(), "%s is exported, so other packages may use it", v.Name())
	}
	if obstacle := r.unseen(v); obstacle != nil {
		return obstacle
	}
	return r.remake(decl, r.declarationOf(r.group.calls["Wait"][0].Node()))
}

// remake changes the declaration of a variable, to a group of the limiter
// of fn.
//
//	var wg sync.WaitGroup
//	---------------------
//	wg := walkLimiter.NewGroup()
//
//	g, ctx := errgroup.WithContext(ctx)
//	          --------------------
//	g, ctx := walkLimiter.WithContext(ctx)
func (r *rewrite) remake(decl inspector.Cursor, fn *ast.FuncDecl) *Obstacle {
	if fn == nil {
		return obstruct(decl.Node(), "the group is declared outside any function")
	}
	name, obstacle := r.limit(fn)
	if obstacle != nil {
		return obstacle
	}
	made := name + "." + r.group.make + "()"
	spec, ok := decl.Parent().Node().(*ast.ValueSpec)
	if ok && len(spec.Values) == 0 {
		return r.respec(decl.Parent(), spec, made)
	}
	if ok && spec.Type != nil {
		return obstruct(spec, "the group is declared with both a type and a value")
	}
	value, _ := assignedValue(decl)
	if !value.Valid() {
		return r.withContext(decl, name)
	}
	if !r.zero(value.Node().(ast.Expr)) || r.commented(value.Node().Pos(), value.Node().End()) {
		return obstruct(value.Node(), "the group isn't made here")
	}
	r.edits = append(r.edits, replace(value.Node().Pos(), value.Node().End(), made))
	return nil
}

// limit declares the limiter of fn, once, and returns its name.
func (r *rewrite) limit(fn *ast.FuncDecl) (string, *Obstacle) {
	name, edits, obstacle := r.limiter(r.recursion(fn))
	if !slices.Contains(r.limiters, name) {
		r.limiters = append(r.limiters, name)
	}
	for _, edit := range edits {
		if !slices.ContainsFunc(r.edits, func(e analysis.TextEdit) bool { return e.Pos == edit.Pos && e.End == edit.End }) {
			r.edits = append(r.edits, edit)
		}
	}
	return name, obstacle
}

// respec changes a declaration that has a type and no value.
func (r *rewrite) respec(cur inspector.Cursor, spec *ast.ValueSpec, made string) *Obstacle {
	gen := cur.Parent().Node().(*ast.GenDecl)
	if len(spec.Names) > 1 || len(spec.Values) > 0 || isPointer(r.info.TypeOf(spec.Type)) || r.commented(gen.Pos(), spec.Pos()) && !gen.Lparen.IsValid() || r.commented(spec.Pos(), spec.End()) {
		return obstruct(spec, "the group's declaration isn't one variable alone")
	}
	if gen.Lparen.IsValid() || cur.Parent().ParentEdgeKind() != edge.DeclStmt_Decl {
		// wg sync.WaitGroup
		//    --------------
		// wg = walkLimiter.NewGroup()
		r.edits = append(r.edits, replace(spec.Type.Pos(), spec.End(), "= "+made))
		return nil
	}
	r.edits = append(r.edits, replace(gen.Pos(), spec.End(), spec.Names[0].Name+" := "+made))
	return nil
}

// withContext changes a group that is made together with its context.
func (r *rewrite) withContext(decl inspector.Cursor, limiter string) *Obstacle {
	var values []ast.Expr
	switch parent := decl.Parent().Node().(type) {
	case *ast.AssignStmt:
		values = parent.Rhs
	case *ast.ValueSpec:
		values = parent.Values
	}
	call, ok := ast.Unparen(values[0]).(*ast.CallExpr)
	if !ok || len(values) != 1 || r.group.name != "Group" {
		return obstruct(decl.Node(), "the group isn't made here")
	}
	fn, ok := r.index.denoted(call.Fun).(*types.Func)
	if !ok || fn.FullName() != r.group.path+".WithContext" {
		return obstruct(call, "the group isn't made here")
	}
	r.edits = append(r.edits, replace(call.Fun.Pos(), call.Fun.End(), limiter+".WithContext"))
	return nil
}

// zero reports whether e is a new group: T{}, &T{} or new(T).
func (r *rewrite) zero(e ast.Expr) bool {
	switch e := addressed(e).(type) {
	case *ast.CompositeLit:
		return len(e.Elts) == 0
	case *ast.CallExpr:
		obj, ok := r.index.denoted(e.Fun).(*types.Builtin)
		return ok && obj.Name() == "new"
	}
	return false
}

// unlimit deletes the calls of SetLimit. On a group that each activation
// makes, such a limit multiplies with depth; on one that they share, it
// deadlocks. Only a limit of one may mean something else, that the tasks
// exclude one another.
func (r *rewrite) unlimit() *Obstacle {
	var stmts []inspector.Cursor
	for _, call := range r.group.calls["SetLimit"] {
		arg := call.Node().(*ast.CallExpr).Args[0]
		if n := r.info.Types[arg].Value; n != nil && constant.Compare(n, token.EQL, constant.MakeInt64(1)) {
			return obstruct(call.Node(), "with a limit of one, the goroutines may rely on running one at a time")
		}
		stmts = append(stmts, onlyBranch(call.Parent()))
	}
	for _, call := range r.group.calls["TryGo"] {
		if _, ok := call.Parent().Node().(*ast.ExprStmt); ok && len(stmts) == 0 {
			return obstruct(call.Node(), "TryGo may refuse under a limit, and its result isn't looked at")
		}
	}
	return r.deleteStmts(stmts)
}

// onlyBranch returns the if statement whose only statement is at stmt, or
// else stmt: an if with nothing in it would be left behind.
func onlyBranch(stmt inspector.Cursor) inspector.Cursor {
	block, ok := stmt.Parent().Node().(*ast.BlockStmt)
	if !ok || len(block.List) != 1 {
		return stmt
	}
	branch, ok := stmt.Parent().Parent().Node().(*ast.IfStmt)
	if !ok || branch.Else != nil || branch.Init != nil || !inList(stmt.Parent().Parent()) {
		return stmt
	}
	return stmt.Parent().Parent()
}
