package fix

import (
	"go/ast"
	"go/constant"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A limiter takes over the size of the limit that the code has today, if
// that is known where the limiter is declared. What mostly waits, for a
// network say, was given more slots than there are processors for a reason.
// Two limiters of one name must be declared alike, whichever fixes are
// applied, so the size depends on the function alone that the limiter
// belongs to, and not on the spawn.

// huge is from where on a limit isn't one.
const huge = 100_000

// A size is the text of a limiter's size, and whether it needs package
// runtime.
type size struct {
	text    string
	runtime bool
}

// size returns the size of the limiter of a declared function.
func (r *rewrite) size(fn *ast.FuncDecl) size {
	known, ok := r.sizes[fn]
	if !ok {
		known = r.findSize(fn)
		r.sizes[fn] = known
	}
	return known
}

func (r *rewrite) findSize(fn *ast.FuncDecl) size {
	standard := size{r.qualifier(r.source, "runtime") + "GOMAXPROCS(0)", true}
	if r.Limit > 0 {
		standard = size{strconv.Itoa(r.Limit), false}
	}
	if r.importsCoincide(r.source) {
		return standard
	}
	var found []size
	add := func(s size, ok bool) {
		if ok && !slices.Contains(found, s) {
			found = append(found, s)
		}
	}
	root := r.index.places[fn]
	for _, code := range r.started(root) {
		for cur := range code.Preorder((*ast.SendStmt)(nil), (*ast.CallExpr)(nil)) {
			switch node := cur.Node().(type) {
			case *ast.SendStmt:
				if c := r.index.channel(node.Chan); r.index.semaphore(c) && len(c.makes) == 1 {
					add(r.capacity(c))
				}
			case *ast.CallExpr:
				recv, method := r.index.method(node)
				_, joining := r.index.joining(node)
				switch {
				case method == nil:
				case joining != nil && joining.Name() == "SetLimit" && code == root:
					add(r.constantSize(node.Args[0]))
				case method.FullName() == "(*golang.org/x/sync/semaphore.Weighted).Acquire":
					add(r.weight(r.index.variable(recv)))
				}
			}
		}
	}
	if len(found) == 1 {
		return found[0]
	}
	return standard
}

// started returns a function and all that it calls or starts, directly or
// not.
func (r *rewrite) started(fn inspector.Cursor) []inspector.Cursor {
	found := []inspector.Cursor{fn}
	seen := map[inspector.Cursor]bool{fn: true}
	for i := 0; i < len(found); i++ {
		for call := range found[i].Preorder((*ast.CallExpr)(nil)) {
			for _, callee := range r.callees(call) {
				if !seen[callee] {
					seen[callee] = true
					found = append(found, callee)
				}
			}
		}
	}
	return found
}

// capacity returns the size of a channel that is a semaphore: by reference
// to a variable of the package that holds it for good, or as it is made.
func (r *rewrite) capacity(c *channel) (size, bool) {
	made := c.makes[0]
	s, ok := r.constantSize(made.Node().(*ast.CallExpr).Args[1])
	if made.ParentEdgeKind() == edge.ValueSpec_Values && ok && c.foreign == nil {
		if v := r.index.variable(made.Parent().Node().(*ast.ValueSpec).Names[made.ParentEdgeIndex()]); v != nil && v.Kind() == types.PackageVar {
			return size{"cap(" + v.Name() + ")", false}, true
		}
	}
	return s, ok
}

// weight returns the size of a weighted semaphore that is made in one
// place.
func (r *rewrite) weight(v *types.Var) (size, bool) {
	var made []*ast.CallExpr
	for _, ident := range r.index.idents[v] {
		if value, assigned := assignedValue(operand(ident)); assigned && value.Valid() {
			if call, ok := value.Node().(*ast.CallExpr); ok {
				made = append(made, call)
			}
		}
	}
	if len(made) != 1 || len(made[0].Args) != 1 {
		return size{}, false
	}
	return r.constantSize(made[0].Args[0])
}

// constantSize returns a size that is the same wherever it is evaluated:
//
//	20   workers   2 * runtime.NumCPU()   int64(runtime.GOMAXPROCS(0))
func (r *rewrite) constantSize(e ast.Expr) (size, bool) {
	e = ast.Unparen(e)
	if n := r.info.Types[e].Value; n != nil {
		n = constant.ToInt(n)
		v, exact := constant.Int64Val(n)
		if !exact || v < 2 || v >= huge {
			return size{}, false // one is a mutex, and more is no limit
		}
		if c, ok := r.index.denoted(e).(*types.Const); ok && c.Parent() == r.pass.Pkg.Scope() && isInteger(c.Type()) {
			return size{c.Name(), false}, true
		}
		return size{n.ExactString(), false}, true
	}
	switch e := e.(type) {
	case *ast.CallExpr:
		if r.info.Types[e.Fun].IsType() && len(e.Args) == 1 {
			return r.constantSize(e.Args[0])
		}
		fn, ok := r.index.denoted(e.Fun).(*types.Func)
		if ok && fn.FullName() == "runtime.NumCPU" {
			return size{r.qualifier(r.source, "runtime") + "NumCPU()", true}, true
		}
		if ok && fn.FullName() == "runtime.GOMAXPROCS" && r.info.Types[e.Args[0]].Value != nil && r.text(e.Args[0]) == "0" {
			return size{r.qualifier(r.source, "runtime") + "GOMAXPROCS(0)", true}, true
		}
	case *ast.BinaryExpr:
		factor, other := e.X, e.Y
		if r.info.Types[factor].Value == nil {
			factor, other = other, factor
		}
		n := r.info.Types[factor].Value
		s, ok := r.constantSize(other)
		if e.Op != token.MUL || n == nil || n.Kind() != constant.Int || constant.Sign(n) <= 0 || !ok {
			return size{}, false
		}
		return size{n.ExactString() + "*" + s.text, s.runtime}, true
	}
	return size{}, false
}

// isInteger reports whether an untyped or int constant of type t can be
// what NewLimiter takes.
func isInteger(t types.Type) bool {
	basic, ok := t.(*types.Basic)
	return ok && (basic.Kind() == types.UntypedInt || basic.Kind() == types.Int)
}
