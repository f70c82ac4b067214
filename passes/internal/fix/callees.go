package fix

import (
	"go/ast"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// callees returns the functions of the package that a call may run.
func (r *rewrite) callees(call inspector.Cursor) []inspector.Cursor {
	known, ok := r.calleesOf[call]
	if !ok {
		known = slices.Clip(r.findCallees(call))
		r.calleesOf[call] = known
	}
	return known
}

func (r *rewrite) findCallees(call inspector.Cursor) []inspector.Cursor {
	fun := call.ChildAt(edge.CallExpr_Fun, -1)
	switch obj := r.index.denoted(fun.Node().(ast.Expr)).(type) {
	case *types.Func:
		recv := obj.Signature().Recv()
		if recv == nil || !types.IsInterface(recv.Type()) {
			if fn := r.index.function(fun); fn.Valid() {
				return []inspector.Cursor{fn}
			}
			return nil
		}
		var fns []inspector.Cursor
		for other, decl := range r.index.decls {
			m, ok := other.(*types.Func)
			if !ok || m.Name() != obj.Name() || m.Signature().Recv() == nil {
				continue
			}
			if iface, ok := recv.Type().Underlying().(*types.Interface); ok && implements(m.Signature().Recv().Type(), iface) {
				fns = append(fns, r.index.places[decl])
			}
		}
		return fns
	case *types.Var:
		fns := r.assigned(obj)
		if obj.Kind() == types.ParamVar {
			fns = append(fns, r.arguments(obj)...)
		}
		return fns
	}
	return nil
}

// assigned returns the functions of the package that are assigned to v, by
// their names or as literals.
func (r *rewrite) assigned(v *types.Var) []inspector.Cursor {
	var fns []inspector.Cursor
	for _, ident := range r.index.idents[v] {
		value, _ := assignedValue(operand(ident))
		if !value.Valid() || r.index.variable(value.Node().(ast.Expr)) == v {
			continue
		}
		if fn := r.index.function(value); fn.Valid() {
			fns = append(fns, fn)
		}
	}
	return fns
}

// arguments returns the functions of the package that calls are seen to
// pass as a parameter.
func (r *rewrite) arguments(param *types.Var) []inspector.Cursor {
	cur, ok := r.index.declaring(param)
	if !ok {
		return nil
	}
	fn, ok := cur.Node().(*ast.FuncDecl)
	if !ok {
		return nil
	}
	i := slices.Index(r.index.parameters(cur), param)
	if i < 0 {
		return nil
	}
	var found []inspector.Cursor
	for _, use := range r.uses(r.info.Defs[fn.Name]) {
		call := use.Parent()
		if use.ParentEdgeKind() != edge.CallExpr_Fun {
			continue
		}
		i := i + r.index.receivers(call.Node().(*ast.CallExpr))
		if i >= len(call.Node().(*ast.CallExpr).Args) {
			continue
		}
		if given := r.index.function(call.ChildAt(edge.CallExpr_Args, i)); given.Valid() {
			found = append(found, given)
		}
	}
	return found
}

func implements(t types.Type, iface *types.Interface) bool {
	return types.Implements(t, iface) || !isPointer(t) && types.Implements(types.NewPointer(t), iface)
}

// known reports whether a call runs nothing but what callees returns.
func (r *rewrite) known(call inspector.Cursor) bool {
	fun := call.ChildAt(edge.CallExpr_Fun, -1)
	switch obj := r.index.denoted(fun.Node().(ast.Expr)).(type) {
	case *types.Func:
		recv := obj.Signature().Recv()
		if recv == nil || !types.IsInterface(recv.Type()) {
			return r.index.function(fun).Valid()
		}
		named, ok := recv.Type().(*types.Named)
		return ok && named.Obj().Pkg() == r.pass.Pkg && !named.Obj().Exported()
	case *types.Var:
		if obj.Kind() != types.ParamVar {
			_, all := r.index.literals(obj)
			return all
		}
		fn, ok := r.index.declaring(obj)
		if !ok {
			return false
		}
		decl, ok := fn.Node().(*ast.FuncDecl)
		return ok && r.index.onlyCalledHere(decl, r.pass.Pkg) && len(r.arguments(obj)) == len(r.uses(r.info.Defs[decl.Name]))
	}
	return r.index.function(fun).Valid() // a literal
}

// handsOut returns a channel that a call passes to a function whose code isn't
// known, and which could send, receive or wait there.
func (r *rewrite) handsOut(cur inspector.Cursor) ast.Node {
	call := cur.Node().(*ast.CallExpr)
	if cur.ParentEdgeKind() == edge.GoStmt_Call || r.info.Types[call.Fun].IsType() || r.known(cur) {
		return nil
	}
	switch fn := r.index.denoted(call.Fun).(type) {
	case *types.Builtin:
		return nil
	case *types.Func:
		if fn.Pkg() != nil && slices.Contains([]string{"os/signal", "fmt", "log", "reflect"}, fn.Pkg().Path()) {
			return nil
		}
	}
	for _, arg := range call.Args {
		t := r.info.TypeOf(arg)
		if t == nil || !isChan(t) || isNamed(t.Underlying().(*types.Chan).Elem(), "time", "Time") || r.isDone(arg) || r.isSignal(arg) {
			continue
		}
		return arg
	}
	return nil
}

// foreign is the obstacle that a call starts goroutines in a way that isn't seen.
func (r *rewrite) foreign(call *ast.CallExpr) *Obstacle {
	fn, ok := r.index.denoted(call.Fun).(*types.Func)
	switch {
	case !ok || fn.Pkg() == nil:
		return obstruct(call, "no fix is known for goroutines that this call starts")
	case fn.Pkg() == r.pass.Pkg:
		return obstruct(call, "no fix is known for goroutines that %s starts", fn.Name())
	case strings.HasPrefix(fn.Pkg().Path(), "github.com/sourcegraph/conc"):
		return obstruct(call, "%s starts the goroutine, and the Wait of its pool panics with what a task panicked with, which that of a lifo group doesn't", fn.FullName())
	}
	return obstruct(call, "%s starts the goroutine, and a fix changes no other package: start it by a lifo group instead", fn.FullName())
}
