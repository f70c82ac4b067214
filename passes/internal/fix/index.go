package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"sort"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// An index answers where each object of a package is declared and used.
type index struct {
	info *types.Info
	root inspector.Cursor
	// idents holds each object's identifiers in source order, its
	// declaration included. Objects of instantiated types and functions
	// are filed under their generic origin.
	idents map[types.Object][]inspector.Cursor
	// promoted holds where a group that is an embedded field is used through
	// the struct around it: the w of w.Add(1).
	promoted map[*types.Var][]inspector.Cursor
	decls    map[types.Object]*ast.FuncDecl
	places   map[*ast.FuncDecl]inspector.Cursor
	broken   ast.Node                // a name without a meaning, in a package that doesn't compile
	chans    map[*types.Var]*channel // see [index.channels]

	held       map[*types.Var]holding // see [index.literals]
	semaphores map[*channel]bool      // see [index.semaphore]
	stocks     map[*channel]bool      // see [index.stocked]
}

func newIndex(pass *analysis.Pass) *index {
	x := &index{
		info:     pass.TypesInfo,
		root:     inspector.New(pass.Files).Root(),
		idents:   make(map[types.Object][]inspector.Cursor),
		promoted: make(map[*types.Var][]inspector.Cursor),
		decls:    make(map[types.Object]*ast.FuncDecl),
		places:   make(map[*ast.FuncDecl]inspector.Cursor),

		held:       make(map[*types.Var]holding),
		semaphores: make(map[*channel]bool),
		stocks:     make(map[*channel]bool),
	}
	for cur := range x.root.Preorder((*ast.Ident)(nil), (*ast.FuncDecl)(nil)) {
		switch node := cur.Node().(type) {
		case *ast.Ident:
			if obj := x.object(node); obj != nil {
				x.idents[obj] = append(x.idents[obj], cur)
			} else if !x.resolved(node) {
				x.broken = node
			}
			if cur.ParentEdgeKind() == edge.SelectorExpr_Sel {
				x.promote(cur.Parent())
			}
		case *ast.FuncDecl:
			if obj := x.info.Defs[node.Name]; obj != nil {
				x.decls[obj] = node
			}
			x.places[node] = cur
		}
	}
	return x
}

// resolved reports whether the type checker knows what an identifier is, if
// only that it is no object.
func (x *index) resolved(id *ast.Ident) bool {
	_, defined := x.info.Defs[id]
	_, used := x.info.Uses[id]
	return defined || used
}

// object returns what id denotes, or nil.
func (x *index) object(id *ast.Ident) types.Object {
	switch obj := x.info.ObjectOf(id).(type) {
	case *types.Var:
		return obj.Origin()
	case *types.Func:
		return obj.Origin()
	case nil:
		return nil
	default:
		return obj
	}
}

// denoted returns the variable or function that e names: an identifier, or
// a selection of a field, a method or another package's object.
func (x *index) denoted(e ast.Expr) types.Object {
	switch e := ast.Unparen(e).(type) {
	case *ast.Ident:
		return x.object(e)
	case *ast.SelectorExpr:
		return x.object(e.Sel)
	case *ast.IndexExpr:
		return x.denoted(e.X)
	case *ast.IndexListExpr:
		return x.denoted(e.X)
	}
	return nil
}

// variable is denoted for variables alone.
func (x *index) variable(e ast.Expr) *types.Var {
	v, _ := x.denoted(e).(*types.Var)
	return v
}

// method returns the receiver's expression and the method of a method
// call, or nil for any other call.
func (x *index) method(call *ast.CallExpr) (ast.Expr, *types.Func) {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if !ok {
		return nil, nil
	}
	fn, ok := x.info.Uses[sel.Sel].(*types.Func)
	if !ok || fn.Signature().Recv() == nil || x.info.Selections[sel] == nil {
		return nil, nil
	}
	return sel.X, fn
}

// literals returns the function literals that are assigned to v, and
// whether those are all that v can hold: each assignment was seen, and v's
// address isn't taken.
func (x *index) literals(v *types.Var) ([]inspector.Cursor, bool) {
	known, ok := x.held[v]
	if !ok {
		known.lits, known.all = x.findLiterals(v)
		x.held[v] = known
	}
	return known.lits, known.all
}

// A holding is what [index.literals] returns.
type holding struct {
	lits []inspector.Cursor
	all  bool
}

func (x *index) findLiterals(v *types.Var) ([]inspector.Cursor, bool) {
	var lits []inspector.Cursor
	all := v.Kind() == types.LocalVar || v.Kind() == types.PackageVar && !v.Exported()
	for _, cur := range x.idents[v] {
		value, assigned := assignedValue(cur)
		switch {
		case !assigned:
			all = all && !addressTaken(cur)
		case !value.Valid():
			// A declaration without a value holds nil, which
			// can't be called.
		default:
			if _, ok := value.Node().(*ast.FuncLit); ok {
				lits = append(lits, value)
			} else {
				all = false
			}
		}
	}
	return lits, all
}

// assignedValue reports whether the identifier or field selection at cur is
// assigned or declared there, and which expression gives its value. The
// value is invalid if there is none of its own.
func assignedValue(cur inspector.Cursor) (value inspector.Cursor, assigned bool) {
	switch kind, i := cur.ParentEdge(); kind {
	case edge.AssignStmt_Lhs:
		stmt := cur.Parent().Node().(*ast.AssignStmt)
		if len(stmt.Lhs) == len(stmt.Rhs) {
			value = cur.Parent().ChildAt(edge.AssignStmt_Rhs, i)
		}
		return value, true
	case edge.ValueSpec_Names:
		spec := cur.Parent().Node().(*ast.ValueSpec)
		if len(spec.Names) == len(spec.Values) {
			value = cur.Parent().ChildAt(edge.ValueSpec_Values, i)
		}
		return value, true
	case edge.IncDecStmt_X, edge.Field_Names:
		return value, true
	case edge.RangeStmt_Key, edge.RangeStmt_Value:
		return value, true
	}
	return value, false
}

// addressTaken reports whether the operand at cur has its address taken.
func addressTaken(cur inspector.Cursor) bool {
	unary, ok := cur.Parent().Node().(*ast.UnaryExpr)
	return ok && unary.Op == token.AND
}

// operand returns the largest expression that denotes the same variable as
// the identifier at cur: the selection if it names a field, and parentheses.
func operand(cur inspector.Cursor) inspector.Cursor {
	if cur.ParentEdgeKind() == edge.SelectorExpr_Sel {
		cur = cur.Parent()
	}
	for cur.ParentEdgeKind() == edge.ParenExpr_X {
		cur = cur.Parent()
	}
	return cur
}

// enclosing returns the innermost node of type N that strictly encloses
// cur.
func enclosing[N ast.Node](cur inspector.Cursor) (inspector.Cursor, bool) {
	for c := cur.Parent(); c.Node() != nil; c = c.Parent() {
		if _, ok := c.Node().(N); ok {
			return c, true
		}
	}
	return inspector.Cursor{}, false
}

// function returns the innermost function declaration or literal that
// strictly encloses cur.
func function(cur inspector.Cursor) (inspector.Cursor, bool) {
	for c := cur.Parent(); c.Node() != nil; c = c.Parent() {
		switch c.Node().(type) {
		case *ast.FuncDecl, *ast.FuncLit:
			return c, true
		}
	}
	return inspector.Cursor{}, false
}

// body returns the body of a function declaration or literal.
func body(fn ast.Node) *ast.BlockStmt {
	switch fn := fn.(type) {
	case *ast.FuncDecl:
		return fn.Body
	case *ast.FuncLit:
		return fn.Body
	}
	return nil
}

// typeOf returns the type of a function as it is written.
func typeOf(fn inspector.Cursor) *ast.FuncType {
	if lit, ok := fn.Node().(*ast.FuncLit); ok {
		return lit.Type
	}
	return fn.Node().(*ast.FuncDecl).Type
}

// function returns the function that the expression at cur is known to be,
// or an invalid cursor.
func (x *index) function(cur inspector.Cursor) inspector.Cursor {
	if _, ok := cur.Node().(*ast.FuncLit); ok {
		return cur
	}
	if _, ok := cur.Node().(*ast.CallExpr); ok {
		return x.returned(x.function(cur.ChildAt(edge.CallExpr_Fun, -1)))
	}
	switch obj := x.denoted(cur.Node().(ast.Expr)).(type) {
	case *types.Func:
		if decl := x.decls[obj]; decl != nil {
			return x.places[decl]
		}
	case *types.Var:
		if lits, all := x.literals(obj); len(lits) == 1 && all {
			return lits[0]
		}
	}
	return inspector.Cursor{}
}

// returned returns the literal that fn returns, if its only result is that
// one wherever it returns.
//
//	load := func(n *node) func() error {
//		return func() error { … }
//	}
//	g.Go(load(n))
func (x *index) returned(fn inspector.Cursor) (lit inspector.Cursor) {
	if !fn.Valid() || body(fn.Node()) == nil {
		return inspector.Cursor{}
	}
	for ret := range fn.Preorder((*ast.ReturnStmt)(nil)) {
		if in, _ := function(ret); in != fn {
			continue
		}
		if len(ret.Node().(*ast.ReturnStmt).Results) != 1 || lit.Valid() {
			return inspector.Cursor{}
		}
		result := ret.ChildAt(edge.ReturnStmt_Results, 0)
		if _, ok := result.Node().(*ast.FuncLit); !ok {
			return inspector.Cursor{}
		}
		lit = result
	}
	return lit
}

// find returns where a node stands.
func (x *index) find(node ast.Node) (inspector.Cursor, bool) {
	for file := range x.root.Children() {
		if fn := declaredAround(file.Node().(*ast.File), node); fn != nil {
			return x.places[fn].FindNode(node) // and not through all other functions
		}
	}
	return x.root.FindNode(node)
}

// declaredAround returns the function declared in a file that holds a node.
func declaredAround(file *ast.File, node ast.Node) *ast.FuncDecl {
	after := sort.Search(len(file.Decls), func(i int) bool { return file.Decls[i].Pos() > node.Pos() })
	if after == 0 {
		return nil
	}
	if fn, ok := file.Decls[after-1].(*ast.FuncDecl); ok && node.End() <= fn.End() {
		return fn
	}
	return nil
}

// parameters returns the parameters of a function, with nil for those that
// have no name.
func (x *index) parameters(fn inspector.Cursor) []*types.Var {
	var params []*types.Var
	for _, field := range typeOf(fn).Params.List {
		for _, name := range field.Names {
			v, _ := x.info.Defs[name].(*types.Var)
			params = append(params, v)
		}
		if len(field.Names) == 0 {
			params = append(params, nil)
		}
	}
	return params
}

// receivers returns how many arguments of a call come before the first
// parameter: one where it calls a method expression, T.m(x, …), or none.
func (x *index) receivers(call *ast.CallExpr) int {
	sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr)
	if ok && x.info.Selections[sel] != nil && x.info.Selections[sel].Kind() == types.MethodExpr {
		return 1
	}
	return 0
}

// parameter returns the parameter of fn that gets the i'th argument of a call
// of it, or nil for one without a name or for the receiver.
func (x *index) parameter(fn inspector.Cursor, call *ast.CallExpr, i int) *types.Var {
	i -= x.receivers(call)
	if params := x.parameters(fn); 0 <= i && i < len(params) {
		return params[i]
	}
	return nil
}

// declaring returns the function that declares v as a parameter, unless it
// is one of a mere function type.
func (x *index) declaring(v *types.Var) (inspector.Cursor, bool) {
	typ, ok := enclosing[*ast.FuncType](x.idents[v][0])
	if !ok || typ.ParentEdgeKind() != edge.FuncDecl_Type && typ.ParentEdgeKind() != edge.FuncLit_Type {
		fn, ok := function(x.idents[v][0])
		return fn, ok && v.Kind() == types.RecvVar
	}
	return typ.Parent(), true
}

// inInterface reports whether an interface that the package declares or
// mentions by its method has a method of this name.
func (x *index) inInterface(name string) bool {
	return x.interfaceHas(name, func(*types.Func) bool { return true })
}

// interfaceHas is inInterface for a method that satisfies match.
func (x *index) interfaceHas(name string, match func(*types.Func) bool) bool {
	for obj := range x.idents {
		if fn, ok := obj.(*types.Func); ok && fn.Name() == name && match(fn) {
			if recv := fn.Signature().Recv(); recv != nil && types.IsInterface(recv.Type()) {
				return true
			}
		}
	}
	return false
}
