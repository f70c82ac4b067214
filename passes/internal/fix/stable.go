package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"go/version"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// stable reports whether e, evaluated at any time after the spawn, gives
// what it gives at the spawn, without effects.
func (r *rewrite) stable(e ast.Expr) bool {
	tv := r.info.Types[e]
	if tv.Value != nil || tv.IsNil() || tv.IsType() {
		return true
	}
	switch e := e.(type) {
	case *ast.ParenExpr:
		return r.stable(e.X)
	case *ast.Ident:
		switch obj := r.index.object(e).(type) {
		case *types.Func, *types.Builtin:
			return true
		case *types.Var:
			return r.isGroup(obj) || r.unchanged(obj)
		}
	case *ast.SelectorExpr:
		_, ok := r.info.Uses[e.Sel].(*types.Func)
		return ok && r.info.Selections[e] == nil // a function of another package
	case *ast.UnaryExpr:
		return e.Op == token.AND && r.address(e.X)
	case *ast.FuncLit:
		return true // it captures variables, not values
	case *ast.IndexExpr:
		return r.instantiates(e.X)
	case *ast.IndexListExpr:
		return r.instantiates(e.X)
	}
	return false
}

// instantiates reports whether e names a generic function.
func (r *rewrite) instantiates(e ast.Expr) bool {
	_, ok := r.index.denoted(e).(*types.Func)
	return ok && r.stable(e)
}

// stableCallee is stable for the operand of a call. A method value of a
// pointer is as stable as the pointer, and so is that of a variable whose
// address is the receiver.
func (r *rewrite) stableCallee(fun ast.Expr) bool {
	sel, ok := ast.Unparen(fun).(*ast.SelectorExpr)
	if !ok {
		if v := r.index.variable(fun); v != nil {
			lits, all := r.index.literals(v)
			return r.unchanged(v) || all && len(lits) == 1
		}
		return r.stable(fun)
	}
	selection := r.info.Selections[sel]
	if selection == nil {
		return r.stable(fun)
	}
	fn, ok := selection.Obj().(*types.Func)
	if !ok || embeddedPointer(selection) {
		return false
	}
	byPointer := isPointer(fn.Signature().Recv().Type())
	switch {
	case isPointer(selection.Recv()):
		// A method of values would copy what the pointer points to.
		return byPointer && r.stable(sel.X)
	case byPointer:
		return r.address(sel.X)
	default:
		return r.stable(sel.X)
	}
}

// embeddedPointer reports whether a selection passes through an embedded
// pointer, which may be another one later.
func embeddedPointer(s *types.Selection) bool {
	for _, field := range through(s) {
		if isPointer(field.Type()) {
			return true
		}
	}
	return false
}

// address reports whether e, a variable or a field of one, is at the same
// address at any time after the spawn. The address of a variable that a
// closure captures never changes, except where a loop of an older Go
// version shares the variable among its iterations, and then it is the
// same for all of them.
func (r *rewrite) address(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return r.index.variable(e) != nil
	case *ast.SelectorExpr:
		s := r.info.Selections[e]
		if s == nil || s.Kind() != types.FieldVal || len(s.Index()) > 1 {
			return false
		}
		return isPointer(s.Recv()) && r.stable(e.X) || !isPointer(s.Recv()) && r.address(e.X)
	}
	return false
}

func isPointer(t types.Type) bool {
	_, ok := t.Underlying().(*types.Pointer)
	return ok
}

// pointee returns what t points to, or t.
func pointee(t types.Type) types.Type {
	if ptr, ok := t.Underlying().(*types.Pointer); ok {
		return ptr.Elem()
	}
	return t
}

// unchanged reports whether v keeps the value that it has when a closure
// captures it.
func (r *rewrite) unchanged(v *types.Var) bool {
	if v.IsField() || v.Kind() == types.PackageVar {
		return false
	}
	for _, ident := range r.index.idents[v] {
		if ident.Node().Pos() == v.Pos() {
			if !r.definedOnce(ident) {
				return false
			}
			continue
		}
		if !r.header(ident) && r.modifies(ident) {
			return false
		}
	}
	return true
}

// definedOnce reports whether the declaration at ident gives the variable
// its value, for each iteration if it is a loop's. A variable that is
// declared without a value and assigned later is caught as an assignment.
func (r *rewrite) definedOnce(ident inspector.Cursor) bool {
	loop := ident.Parent()
	if _, ok := loop.Node().(*ast.RangeStmt); !ok {
		loop = loop.Parent()
		if ident.Parent().ParentEdgeKind() != edge.ForStmt_Init {
			return true
		}
	}
	return r.perIteration(loop)
}

// header reports whether the use at ident lies in the head of the loop that
// declares the variable: each iteration has a copy of its own, which the
// head doesn't change any more.
func (r *rewrite) header(ident inspector.Cursor) bool {
	v := r.index.object(ident.Node().(*ast.Ident))
	for cur := ident; cur.Node() != nil; cur = cur.Parent() {
		loop, ok := cur.Node().(*ast.ForStmt)
		if !ok {
			continue
		}
		if loop.Init != nil && loop.Init.Pos() <= v.Pos() && v.Pos() < loop.Init.End() {
			return ident.Node().End() <= loop.Body.Lbrace && r.perIteration(cur)
		}
	}
	return false
}

// perIteration reports whether each iteration of the loop has its own
// variables, as of Go 1.22.
func (r *rewrite) perIteration(loop inspector.Cursor) bool {
	v := r.info.FileVersions[r.file]
	if v == "" {
		v = r.pass.Pkg.GoVersion()
	}
	return v == "" || version.Compare(version.Lang(v), "go1.22") >= 0
}

// modifies reports whether the use of a variable at ident may change it:
// an assignment to it or to a part of it, its address taken, a method that
// takes its address.
func (r *rewrite) modifies(ident inspector.Cursor) bool {
	cur := operand(ident)
	for {
		if _, assigned := assignedValue(cur); assigned || addressTaken(cur) {
			return true
		}
		switch node := cur.Parent().Node().(type) {
		case *ast.SelectorExpr:
			if isPointer(r.info.TypeOf(cur.Node().(ast.Expr))) {
				return false
			}
			if s := r.info.Selections[node]; s == nil || s.Kind() != types.FieldVal {
				fn, ok := r.info.Uses[node.Sel].(*types.Func)
				return ok && fn.Signature().Recv() != nil && isPointer(fn.Signature().Recv().Type())
			}
		case *ast.IndexExpr:
			if _, ok := r.info.TypeOf(cur.Node().(ast.Expr)).Underlying().(*types.Array); !ok || cur.ParentEdgeKind() != edge.IndexExpr_X {
				return false
			}
		case *ast.SliceExpr:
			_, ok := r.info.TypeOf(cur.Node().(ast.Expr)).Underlying().(*types.Array)
			return ok
		case *ast.ParenExpr:
		default:
			return false
		}
		cur = cur.Parent()
	}
}
