package fix

import (
	"go/ast"
	"go/format"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// spawnEdits turns a go statement into a call that takes a closure.
//
//	go func() { … }()              callee(func() { … })
//	go func(c T) { … }(c)          callee(func() { … }), if c never changes
//	go f(a, b())                   b := b()
//	                               callee(func() { f(a, b) })
//
// A go statement evaluates the function and its arguments at once, the
// closure only once it runs. So what may have changed by then is evaluated
// into a variable first.
func (r *rewrite) spawnEdits(stmt inspector.Cursor, callee string) ([]analysis.TextEdit, *Obstacle) {
	call := stmt.Node().(*ast.GoStmt).Call
	if !inList(stmt) {
		return nil, obstruct(stmt.Node(), "the go statement isn't in a block of its own")
	}
	if lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit); ok {
		return r.literalEdits(stmt, call, lit, callee)
	}
	return r.callEdits(stmt, call, callee)
}

// literalEdits is spawnEdits for a function literal.
func (r *rewrite) literalEdits(stmt inspector.Cursor, call *ast.CallExpr, lit *ast.FuncLit, callee string) ([]analysis.TextEdit, *Obstacle) {
	if lit.Type.Results.NumFields() > 0 {
		return nil, obstruct(lit, "the goroutine's function has a result")
	}
	if call.Fun != ast.Expr(lit) || r.commented(stmt.Node().Pos(), lit.Body.Lbrace) || r.commented(lit.End(), call.End()) {
		return nil, obstruct(call, "a comment or parentheses between the function and its arguments would be lost")
	}
	h := r.newHoist(stmt)
	i := 0
	for _, field := range lit.Type.Params.List {
		if _, ok := field.Type.(*ast.Ellipsis); ok || len(call.Args) != lit.Type.Params.NumFields() {
			return nil, obstruct(field, "the goroutine's function is variadic")
		}
		names := field.Names
		if len(names) == 0 {
			names = []*ast.Ident{ast.NewIdent("_")}
		}
		for _, name := range names {
			if obstacle := r.bind(h, name, field.Type, call.Args[i]); obstacle != nil {
				return nil, obstacle
			}
			i++
		}
	}
	// go func(c T) { … }(c)
	// ---     ---       ---
	// callee(func() { … })
	edits := []analysis.TextEdit{
		replace(stmt.Node().Pos(), lit.Pos(), h.text()+callee+"("),
		replace(call.Lparen, call.End(), ")"),
	}
	if params := lit.Type.Params; params.NumFields() > 0 {
		edits = append(edits, replace(params.Opening+1, params.Closing, ""))
	}
	return append(edits, h.renames...), nil
}

// bind makes the parameter of a literal that loses its parameters denote
// what the argument was at the spawn.
func (r *rewrite) bind(h *hoist, name *ast.Ident, typ, arg ast.Expr) *Obstacle {
	id, _ := arg.(*ast.Ident)
	param, _ := r.info.Defs[name].(*types.Var)
	if param == nil || len(r.index.idents[param]) == 1 || r.onlyEnds(param) {
		if !r.stable(arg) {
			return obstruct(arg, "the goroutine ignores this argument, whose evaluation would be lost")
		}
		if id != nil && !r.readBeside(id) {
			return obstruct(arg, "without this argument nothing uses %s", id.Name)
		}
		return nil // nobody reads it
	}
	if r.isGroup(param) {
		if v := r.index.variable(addressed(arg)); v != nil && v.Name() == name.Name {
			return nil
		}
		return obstruct(arg, "the goroutine knows the group under another name")
	}
	if id != nil && id.Name == name.Name && r.stable(arg) && r.unchanged(param) &&
		types.Identical(r.info.TypeOf(arg), param.Type()) {
		return nil // the variable itself will do
	}
	variable := name.Name
	if h.twin(variable) {
		variable = h.rename(param, variable)
	} else if obstacle := h.reserve(variable, arg); obstacle != nil {
		return obstacle
	}
	convert := ""
	if r.info.Types[arg].Value != nil || r.info.Types[arg].IsNil() || !types.Identical(r.info.TypeOf(arg), param.Type()) {
		convert = r.text(typ)
	}
	return h.add(variable, convert, arg)
}

// readBeside reports whether the variable that id uses doesn't need this
// use: it isn't local, or it is used elsewhere.
func (r *rewrite) readBeside(id *ast.Ident) bool {
	v := r.index.variable(id)
	return v == nil || v.Kind() != types.LocalVar || r.isGroup(v) || len(r.uses(v)) > 1
}

// addressed returns x for &x, else e.
func addressed(e ast.Expr) ast.Expr {
	if unary, ok := ast.Unparen(e).(*ast.UnaryExpr); ok && unary.Op == token.AND {
		return ast.Unparen(unary.X)
	}
	return ast.Unparen(e)
}

// conversion returns a type as it is written in front of an operand.
func conversion(typ string) string {
	if strings.ContainsAny(typ[:1], "*<") || strings.HasPrefix(typ, "func") || strings.HasPrefix(typ, "chan") {
		return "(" + typ + ")"
	}
	return typ
}

// callEdits is spawnEdits for a call of anything but a literal.
func (r *rewrite) callEdits(stmt inspector.Cursor, call *ast.CallExpr, callee string) ([]analysis.TextEdit, *Obstacle) {
	if r.multiline(call) {
		return nil, obstruct(call, "the call spans several lines")
	}
	sig, ok := r.info.TypeOf(call.Fun).Underlying().(*types.Signature)
	if !ok {
		return nil, obstruct(call, "the go statement calls a builtin")
	}
	if len(call.Args) == 0 && sig.Results().Len() == 0 && sig.Params().Len() == 0 {
		// go w.run()
		// ---     --
		// callee(w.run)
		return []analysis.TextEdit{
			replace(stmt.Node().Pos(), call.Pos(), callee+"("),
			replace(call.Lparen, call.End(), ")"),
		}, nil
	}
	h := r.newHoist(stmt)
	var edits []analysis.TextEdit
	hoist := func(e ast.Expr, name string) *Obstacle {
		name = h.fresh(name)
		edits = append(edits, replace(e.Pos(), e.End(), name))
		return h.add(name, "", e)
	}
	if !r.stableCallee(call.Fun) {
		fun, name := call.Fun, "run"
		if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok && r.pointerLike(sel) {
			fun, name = sel.X, r.receiver(sel)
		}
		if obstacle := hoist(fun, name); obstacle != nil {
			return nil, obstacle
		}
	}
	for i, arg := range call.Args {
		if r.stable(arg) {
			continue
		}
		name := "arg"
		if p := sig.Params(); i < p.Len() && p.At(i).Name() != "" && p.At(i).Name() != "_" {
			name = p.At(i).Name()
		}
		if !r.keepsType(arg) {
			return nil, obstruct(arg, "the type of this argument depends on its place in the call")
		}
		if obstacle := hoist(arg, name); obstacle != nil {
			return nil, obstacle
		}
	}
	open, end := "(func() { ", " })"
	if len(r.text(call)) > 60 {
		indent := r.indent(stmt.Node().Pos())
		open, end = "(func() {\n"+indent+"\t", "\n"+indent+"})"
	}
	return append(edits,
		replace(stmt.Node().Pos(), call.Pos(), h.text()+callee+open),
		replace(call.End(), call.End(), end),
	), nil
}

// keepsType reports whether a variable declared with the expression has
// the type that the expression has as an argument.
func (r *rewrite) keepsType(e ast.Expr) bool {
	tv := r.info.Types[e]
	if tv.IsNil() || !tv.IsValue() {
		return false
	}
	if basic, ok := tv.Type.(*types.Basic); ok && basic.Info()&types.IsUntyped != 0 {
		return false
	}
	return !r.adapts(e)
}

// adapts reports whether the type of an expression without a constant value
// depends on its place: that of a shift of an untyped constant does, and that
// of a comparison.
func (r *rewrite) adapts(e ast.Expr) bool {
	switch e := ast.Unparen(e).(type) {
	case *ast.UnaryExpr:
		return e.Op != token.AND && e.Op != token.ARROW && r.adapts(e.X)
	case *ast.BinaryExpr:
		switch e.Op {
		case token.SHL, token.SHR:
			return r.info.Types[e.X].Value != nil || r.adapts(e.X)
		case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
			return r.info.TypeOf(e) != types.Typ[types.Bool]
		}
		return r.adapts(e.X) || r.adapts(e.Y)
	}
	return false
}

// receiver returns a name for a copy of the receiver of a method.
func (r *rewrite) receiver(sel *ast.SelectorExpr) string {
	if s := r.info.Selections[sel]; s != nil {
		if fn, ok := s.Obj().(*types.Func); ok {
			if name := fn.Signature().Recv().Name(); name != "" && name != "_" {
				return name
			}
		}
	}
	return "recv"
}

// pointerLike reports whether a copy of the receiver denotes the same
// receiver.
func (r *rewrite) pointerLike(sel *ast.SelectorExpr) bool {
	s := r.info.Selections[sel]
	if s == nil || s.Kind() != types.MethodVal || embeddedPointer(s) {
		return false
	}
	fn := s.Obj().(*types.Func)
	return types.IsInterface(s.Recv()) || isPointer(s.Recv()) && isPointer(fn.Signature().Recv().Type())
}

// A hoist collects the variables to declare before a spawn.
type hoist struct {
	r             *rewrite
	stmt          inspector.Cursor
	scope         *types.Scope
	names, values []string
	renames       []analysis.TextEdit // of parameters whose names are taken

	before, after []*ast.CallExpr // of other go statements in the same list
}

func (r *rewrite) newHoist(stmt inspector.Cursor) *hoist {
	h := &hoist{r: r, stmt: stmt, scope: r.pass.Pkg.Scope().Innermost(stmt.Node().Pos())}
	for s, ok := stmt.PrevSibling(); ok; s, ok = s.PrevSibling() {
		h.before = append(h.before, started(s)...)
	}
	for s, ok := stmt.NextSibling(); ok; s, ok = s.NextSibling() {
		h.after = append(h.after, started(s)...)
	}
	return h
}

// started returns the call of a go statement.
func started(stmt inspector.Cursor) []*ast.CallExpr {
	if spawn, ok := stmt.Node().(*ast.GoStmt); ok {
		return []*ast.CallExpr{spawn.Call}
	}
	return nil
}

// twin reports whether a literal that is started before the spawn in the same
// list has a parameter of this name, which its own fix then declares there.
func (h *hoist) twin(name string) bool {
	return slices.ContainsFunc(h.before, func(call *ast.CallExpr) bool {
		lit, ok := ast.Unparen(call.Fun).(*ast.FuncLit)
		return ok && slices.ContainsFunc(lit.Type.Params.List, func(field *ast.Field) bool {
			return slices.ContainsFunc(field.Names, func(id *ast.Ident) bool { return id.Name == name })
		})
	})
}

// rename gives a parameter of the spawned literal another name.
func (h *hoist) rename(param *types.Var, was string) string {
	name := h.fresh(was)
	for _, cur := range h.r.index.idents[param] {
		if id := cur.Node().(*ast.Ident); h.r.info.Defs[id] == nil {
			h.renames = append(h.renames, replace(id.Pos(), id.End(), name))
		}
	}
	return name
}

// spare is how many free names the spawn leaves to the fixes of others in the
// list: each fix must go alone as well as with all others.
func (h *hoist) spare() int {
	literal := func(call *ast.CallExpr) bool { _, ok := ast.Unparen(call.Fun).(*ast.FuncLit); return ok }
	if own := started(h.stmt); len(own)*len(h.before) > 0 && literal(own[0]) && !slices.ContainsFunc(slices.Concat(h.before, h.after), func(call *ast.CallExpr) bool { return !literal(call) }) {
		return len(h.before) - 1 // the first keeps the name of its parameter
	}
	return len(h.before)
}

// add declares name with the value of e, converted to a type unless that is
// "".
func (h *hoist) add(name, typ string, e ast.Expr) *Obstacle {
	if h.r.multiline(e) {
		return obstruct(e, "this argument spans several lines")
	}
	for _, arg := range h.r.group.passed {
		if e.Pos() <= arg.Node().Pos() && arg.Node().End() <= e.End() {
			return obstruct(e, "this argument uses the group and is evaluated at the spawn")
		}
	}
	value := h.r.text(e)
	if typ != "" {
		value = conversion(typ) + "(" + value + ")"
	}
	h.names, h.values = append(h.names, name), append(h.values, value)
	h.r.hoisted = append(h.r.hoisted, e)
	return nil
}

// text returns the declaration, if there is anything to declare. Gofmt puts
// spaces around operators according to what stands around an expression, so
// the declaration is formatted anew.
func (h *hoist) text() string {
	if len(h.names) == 0 {
		return ""
	}
	decl := strings.Join(h.names, ", ") + " := " + strings.Join(h.values, ", ")
	if formatted, err := format.Source([]byte(decl)); err == nil {
		decl = string(formatted)
	}
	return decl + "\n" + h.r.indent(h.stmt.Node().Pos())
}

// reserve returns an obstacle if a variable of this name, declared before
// the spawn in its block, would capture what the rest of the block means.
func (h *hoist) reserve(name string, at ast.Node) *Obstacle {
	if h.scope == nil || h.scope.Lookup(name) != nil {
		return obstruct(at, "a copy of this argument needs the name %s, which its block declares already", name)
	}
	block := h.stmt.Parent()
	for cur := range block.Preorder((*ast.Ident)(nil)) {
		id := cur.Node().(*ast.Ident)
		if id.Name != name || id.Pos() < h.stmt.Node().End() || cur.ParentEdgeKind() == edge.SelectorExpr_Sel {
			continue
		}
		if obj := h.r.info.ObjectOf(id); obj != nil && obj.Pos() < block.Node().Pos() {
			return obstruct(at, "a copy of this argument needs the name %s, which the block goes on using", name)
		}
	}
	return nil
}

// fresh returns a name like the given one that nothing in reach of the
// spawn has, nor what the fixes of other spawns declare there.
func (h *hoist) fresh(name string) string {
	used := make(map[string]bool)
	for _, n := range h.names {
		used[n] = true
	}
	for cur := range h.stmt.Parent().Preorder((*ast.Ident)(nil)) {
		used[cur.Node().(*ast.Ident).Name] = true
	}
	spare := h.spare()
	return freeName([]string{name}, func(name string) bool {
		if h.scope != nil {
			if _, obj := h.scope.LookupParent(name, token.NoPos); obj != nil {
				return false
			}
		}
		if used[name] {
			return false
		}
		spare--
		return spare < 0
	})
}
