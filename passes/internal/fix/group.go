package fix

import (
	"go/ast"
	"go/scanner"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// A kind is a type that joins goroutines, and what takes its place.
type kind struct {
	path, name string // the type
	group      string // the type of package lifo
	make       string // the limiter's method that makes it
}

func (k *kind) String() string { return k.path[lastSlash(k.path)+1:] + "." + k.name }

func lastSlash(path string) int {
	for i := len(path) - 1; i >= 0; i-- {
		if path[i] == '/' {
			return i
		}
	}
	return -1
}

// kindOf returns the kind of a variable of type t or *t, or nil.
func kindOf(t types.Type) *kind {
	for _, k := range []*kind{
		{"sync", "WaitGroup", "Group", "NewGroup"},
		{"golang.org/x/sync/errgroup", "Group", "ErrorGroup", "NewErrorGroup"},
	} {
		if isNamed(t, k.path, k.name) {
			return k
		}
	}
	return nil
}

// A group is a wait group or error group, and all that the package does
// with it. Every identifier that denotes it is in one of the lists.
type group struct {
	*kind
	vars   []*types.Var       // the variables, parameters and fields that denote it
	decls  []inspector.Cursor // their declaring identifiers
	passed []inspector.Cursor // the arguments that hand it to a parameter, and what is kept in a variable
	made   []inspector.Cursor // the new groups that are kept in a field as it is set
	calls  map[string][]inspector.Cursor
}

// collect follows a group from one variable that denotes it through every
// use of the package, to the variables that denote it elsewhere.
func (r *rewrite) collect(v *types.Var) (*group, *Obstacle) {
	g := &group{kind: kindOf(v.Type()), vars: []*types.Var{v}, calls: make(map[string][]inspector.Cursor)}
	for i := 0; i < len(g.vars); i++ {
		for _, ident := range r.index.idents[g.vars[i]] {
			if !r.holds(ident.Node().Pos()) {
				return nil, obstruct(ident.Node(), "%s is used in another file, and a fix stays within one", g.vars[i].Name())
			}
			if obstacle := r.classify(g, ident); obstacle != nil {
				return nil, obstacle
			}
		}
		if obstacle := r.embedded(g, g.vars[i]); obstacle != nil {
			return nil, obstacle
		}
		if g.vars[i].Kind() == types.ParamVar {
			if obstacle := r.closed(g, g.vars[i]); obstacle != nil {
				return nil, obstacle
			}
		}
	}
	return g, r.oneOwner(g)
}

// classify files the use of a group at an identifier, or the declaration.
func (r *rewrite) classify(g *group, ident inspector.Cursor) *Obstacle {
	cur := operand(ident)
	name := ident.Node().(*ast.Ident).Name
	if addressTaken(cur) {
		cur = operand(cur.Parent())
	}
	switch kind, i := cur.ParentEdge(); kind {
	case edge.Field_Names, edge.Field_Type:
		g.decls = append(g.decls, cur)
		return nil
	case edge.StarExpr_X:
		if cur.Parent().ParentEdgeKind() == edge.Field_Type { // *sync.WaitGroup, embedded
			g.decls = append(g.decls, cur)
			return nil
		}
	case edge.ValueSpec_Names, edge.AssignStmt_Lhs:
		if r.keeps(g, cur) {
			return nil
		}
		if kind == edge.ValueSpec_Names || cur.Parent().Node().(*ast.AssignStmt).Tok == token.DEFINE {
			g.decls = append(g.decls, cur)
			return nil
		}
		if r.remade(cur) {
			g.decls = append(g.decls, cur)
			return nil
		}
		return obstruct(cur.Node(), "%s is assigned again, so it may denote another group", name)
	case edge.SelectorExpr_X:
		return g.called(name, cur.Parent())
	case edge.CallExpr_Args:
		return r.follow(g, cur, i)
	case edge.KeyValueExpr_Key:
		if r.keptIn(g, r.index.variable(cur.Node().(ast.Expr)), cur.Parent().ChildAt(edge.KeyValueExpr_Value, -1)) {
			return nil
		}
	case edge.KeyValueExpr_Value, edge.AssignStmt_Rhs, edge.ValueSpec_Values:
		if r.kept(g, cur) {
			return nil
		}
	}
	return obstruct(cur.Node(), "%s is stored or passed on, and what happens to it there isn't known", name)
}

// called files the call of a method of a group that is selected at sel.
func (g *group) called(name string, sel inspector.Cursor) *Obstacle {
	method := sel.Node().(*ast.SelectorExpr).Sel.Name
	if sel.ParentEdgeKind() != edge.CallExpr_Fun {
		return obstruct(sel.Node(), "%s.%s is used as a value, and who calls it isn't known", name, method)
	}
	if !slices.Contains(g.methods(), method) {
		return obstruct(sel.Node(), "the limited group has no method %s", method)
	}
	g.calls[method] = append(g.calls[method], sel.Parent())
	return nil
}

// remade reports whether the assignment to a local variable at cur replaces
// a group that has no tasks yet by another new one.
//
//	g := new(errgroup.Group)
//	if failFast {
//		g, ctx = errgroup.WithContext(ctx)
//	}
func (r *rewrite) remade(cur inspector.Cursor) bool {
	v := r.index.variable(cur.Node().(ast.Expr))
	decl := r.index.idents[v][0]
	if v.Kind() != types.LocalVar || mustFunction(decl) != mustFunction(cur) || len(loops(decl)) != len(loops(cur)) {
		return false
	}
	for _, use := range r.uses(v) {
		if use.Node().Pos() < cur.Node().Pos() {
			return false
		}
	}
	value, _ := assignedValue(cur)
	if value.Valid() {
		return r.zero(value.Node().(ast.Expr))
	}
	return true // see [rewrite.withContext]
}

// methods returns the methods that a fix keeps or knows how to take out.
func (k *kind) methods() []string {
	if k.name == "WaitGroup" {
		return []string{"Add", "Done", "Go", "Wait"}
	}
	return []string{"Go", "TryGo", "SetLimit", "Wait"}
}

// follow adds the parameter that receives a group as the i'th argument at
// arg.
func (r *rewrite) follow(g *group, arg inspector.Cursor, i int) *Obstacle {
	call := arg.Parent()
	fn := r.index.function(call.ChildAt(edge.CallExpr_Fun, -1))
	sig, ok := r.info.TypeOf(call.Node().(*ast.CallExpr).Fun).Underlying().(*types.Signature)
	if !fn.Valid() || !r.holds(fn.Node().Pos()) || !ok || sig.Variadic() && i >= sig.Params().Len()-1 {
		return obstruct(arg.Node(), "the group is passed to a function whose code isn't in this file")
	}
	g.passed = append(g.passed, arg)
	param := r.index.parameter(fn, call.Node().(*ast.CallExpr), i)
	if slices.Contains(g.vars, param) {
		return nil
	}
	if param == nil || !isPointer(param.Type()) || kindOf(param.Type()) == nil {
		return obstruct(arg.Node(), "the group is passed as another type")
	}
	g.vars = append(g.vars, param)
	return nil
}

// closed checks that a function whose parameter denotes the group is only
// ever called, and with a group in that place, since the parameter's type
// changes with the group. It adds the groups that other calls pass.
func (r *rewrite) closed(g *group, param *types.Var) *Obstacle {
	fn := mustFunction(r.index.idents[param][0])
	i := slices.Index(r.index.parameters(fn), param)
	calls, obstacle := r.callsOf(fn, param)
	if obstacle != nil {
		return obstacle
	}
	for _, call := range calls {
		i := i + r.index.receivers(call)
		if len(call.Args) <= i {
			return obstruct(call, "the group is passed in a way that isn't understood")
		}
		v := r.index.variable(addressed(call.Args[i]))
		if v == nil || kindOf(v.Type()) == nil {
			return obstruct(call.Args[i], "the group that this call passes isn't a plain variable")
		}
		if !slices.Contains(g.vars, v) {
			g.vars = append(g.vars, v)
		}
	}
	return nil
}

// callsOf returns the calls of the function fn, or an obstacle if its
// parameter can't change because something else uses it.
func (r *rewrite) callsOf(fn inspector.Cursor, param *types.Var) ([]*ast.CallExpr, *Obstacle) {
	var obj types.Object
	switch node := fn.Node().(type) {
	case *ast.FuncLit:
		if fn.ParentEdgeKind() == edge.CallExpr_Fun {
			return []*ast.CallExpr{fn.Parent().Node().(*ast.CallExpr)}, nil
		}
		v := literalVariable(r.index, fn)
		if v == nil {
			return nil, obstruct(node, "who calls this function isn't known, so the type of its parameter %s can't change", param.Name())
		}
		if lits, all := r.index.literals(v); !all || len(lits) != 1 || v.Kind() == types.PackageVar {
			return nil, obstruct(node, "%s may hold several functions", v.Name())
		}
		return nil, obstruct(node, "%s is declared with its parameter's type", v.Name())
	case *ast.FuncDecl:
		obj = r.info.Defs[node.Name]
		if r.index.open(node, r.pass.Pkg) {
			return nil, obstruct(node, "%s is exported, and the fix would change the type of its parameter", node.Name.Name)
		}
		if node.Recv != nil && r.index.inInterface(node.Name.Name) {
			return nil, obstruct(node, "an interface has a method %s, and the fix would change the type of its parameter", node.Name.Name)
		}
	}
	if obstacle := r.unseen(obj); obstacle != nil {
		return nil, obstacle
	}
	var calls []*ast.CallExpr
	for _, fun := range r.uses(obj) {
		if !r.holds(fun.Node().Pos()) {
			return nil, obstruct(fun.Node(), "%s is called from another file, and a fix stays within one", obj.Name())
		}
		if fun.ParentEdgeKind() != edge.CallExpr_Fun {
			return nil, obstruct(fun.Node(), "%s is used as a value, so the type of its parameter %s can't change", obj.Name(), param.Name())
		}
		calls = append(calls, fun.Parent().Node().(*ast.CallExpr))
	}
	return calls, nil
}

// unseen looks for uses of a package's own name where types can't show
// them: in files that build tags leave out of this analysis, and in test
// files that only another variant of the package holds.
func (r *rewrite) unseen(obj types.Object) *Obstacle {
	if obj.Parent() != r.pass.Pkg.Scope() && obj.Parent() != nil {
		return nil // local
	}
	if file := r.otherFileNaming(obj.Name()); file != "" {
		return &Obstacle{Pos: obj.Pos(), Reason: obj.Name() + " is also named in " + file + ", which is outside this build"}
	}
	return nil
}

// otherFileNaming returns a file of the package's folder that this
// analysis doesn't see and that holds the name, or "".
func (f *Fixer) otherFileNaming(name string) string {
	seen := make(map[string]bool)
	var dir string
	for _, file := range f.pass.Files {
		path := f.pass.Fset.File(file.FileStart).Name()
		seen[path] = true
		dir = filepath.Dir(path)
	}
	others, _ := filepath.Glob(filepath.Join(dir, "*_test.go"))
	for _, path := range append(others, f.pass.IgnoredFiles...) {
		if seen[path] {
			continue
		}
		if content, err := os.ReadFile(path); err == nil && strings.Contains(string(content), name) && usesName(content, name) {
			return filepath.Base(path)
		}
	}
	return ""
}

// usesName reports whether a file uses a name other than for its package.
func usesName(content []byte, name string) bool {
	var s scanner.Scanner
	s.Init(token.NewFileSet().AddFile("", -1, len(content)), content, nil, 0)
	for last := token.ILLEGAL; ; {
		_, tok, text := s.Scan()
		if tok == token.EOF {
			return false
		}
		if tok == token.IDENT && text == name && last != token.PACKAGE {
			return true
		}
		last = tok
	}
}
