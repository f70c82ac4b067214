package fix

import (
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/types"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
)

// lifoPath is the import path of the runtime package that fixes insert.
const lifoPath = "github.com/fanoutcheck/fanoutcheck/runtime/lifo"

// limiter returns the name of the limiter of a declared function, and the
// edit that declares it directly above the function unless an earlier fix
// has done so.
func (r *rewrite) limiter(fn *ast.FuncDecl) (string, []analysis.TextEdit, *Obstacle) {
	name := r.limiterName(fn)
	if r.declaredLimiter(name) {
		return name, nil, nil
	}
	edit, obstacle := r.declaration(fn, name, r.size(fn), func(size string) string { return r.qualifier(r.source, lifoPath) + "NewLimiter(" + size + ")" })
	if obstacle != nil {
		return "", nil, obstacle
	}
	return name, []analysis.TextEdit{edit}, nil
}

// declaration returns the edit that declares what bounds a declared function
// directly above it, made of its size.
func (r *rewrite) declaration(fn *ast.FuncDecl, name string, size size, made func(size string) string) (analysis.TextEdit, *Obstacle) {
	pos := fn.Pos()
	if fn.Doc != nil {
		pos = fn.Doc.Pos()
	}
	if r.lineStart(r.tok.Offset(pos)) != r.tok.Offset(pos) {
		return analysis.TextEdit{}, obstruct(fn, "the limiter needs a line of its own above %s", fn.Name.Name)
	}
	r.needsRuntime = r.needsRuntime || size.runtime
	text := fmt.Sprintf("// %s bounds how many goroutines %s keeps running at once,\n// over all its calls together.\nvar %s = %s\n",
		name, functionName(fn), name, made(size.text))
	if formatted, err := format.Source([]byte(text)); err == nil {
		text = string(formatted)
	}
	text += "\n"
	if at := r.tok.Offset(pos); at > 0 && !r.blank(at-1) {
		text = "\n" + text // gofmt lets functions touch, but no variables
	}
	return replace(pos, pos, text), nil
}

// recursion returns the function whose limiter a group gets that fn makes:
// fn, unless it is where a program or a test starts. Then it is the function
// that starts the tasks, or else the one that they run.
func (r *rewrite) recursion(fn *ast.FuncDecl) *ast.FuncDecl {
	if !r.startsProgram(fn) {
		return fn
	}
	tasks := slices.SortedFunc(slices.Values(r.tasked), func(x, y task) int {
		return cmp.Compare(x.start.Node().Pos(), y.start.Node().Pos())
	})
	var candidates []*ast.FuncDecl
	for _, t := range tasks {
		candidates = append(candidates, r.declarationOf(t.start.Node()))
	}
	for _, t := range tasks {
		for code := range r.reached([]inspector.Cursor{t.body}) {
			if decl, ok := code.Node().(*ast.FuncDecl); ok && r.holds(decl.Pos()) {
				candidates = append(candidates, decl)
			}
		}
	}
	for _, decl := range candidates {
		if decl != nil && !r.startsProgram(decl) {
			return decl
		}
	}
	return fn
}

// startsProgram reports whether fn is where a program or a test starts.
func (r *rewrite) startsProgram(fn *ast.FuncDecl) bool {
	if fn.Recv != nil {
		return false
	}
	name := fn.Name.Name
	if name == "main" && r.pass.Pkg.Name() == "main" || name == "init" {
		return true
	}
	return strings.HasSuffix(r.tok.Name(), "_test.go") && slices.ContainsFunc([]string{"Test", "Benchmark", "Fuzz", "Example"}, func(prefix string) bool {
		return strings.HasPrefix(name, prefix)
	})
}

// declaredLimiter reports whether the package has a limiter of this name.
func (f *Fixer) declaredLimiter(name string) bool {
	obj, ok := f.pass.Pkg.Scope().Lookup(name).(*types.Var)
	if !ok || !isNamed(obj.Type(), lifoPath, "Limiter") {
		return false
	}
	for _, cur := range f.index.idents[obj] {
		if value, assigned := assignedValue(cur); assigned {
			return value.Valid()
		}
	}
	return false
}

// limiterName returns the name of the limiter of fn. Fixes of one package
// are applied together or alone, so each must find the name that the others
// won't take: names are dealt out to all functions of the package, whether
// they need one or not.
func (f *Fixer) limiterName(fn *ast.FuncDecl) string {
	if f.names == nil {
		f.names = make(map[*ast.FuncDecl]string)
		dealt, declared := make(map[string]bool), f.declaredNames()
		free := func(name string) bool {
			return !dealt[name] && (!declared[name] || f.declaredLimiter(name))
		}
		for _, fn := range f.functions() {
			f.names[fn] = freeName(limiterNames(fn), free)
			dealt[f.names[fn]] = true
		}
	}
	return f.names[fn]
}

// functions returns the declared functions in the order in which they may
// choose a name: walk before (*T).walk and before Walk, in source order
// otherwise. Test files come last, since the package is also analysed without
// them and the names must be the same.
func (f *Fixer) functions() []*ast.FuncDecl {
	var fns []*ast.FuncDecl
	rank := make(map[*ast.FuncDecl]int)
	for _, file := range f.pass.Files {
		for _, decl := range file.Decls {
			fn, ok := decl.(*ast.FuncDecl)
			if !ok {
				continue
			}
			fns = append(fns, fn)
			if fn.Recv != nil {
				rank[fn]++
			}
			if fn.Name.IsExported() {
				rank[fn] += 2
			}
			if strings.HasSuffix(f.pass.Fset.File(file.FileStart).Name(), "_test.go") {
				rank[fn] += 4
			}
		}
	}
	slices.SortStableFunc(fns, func(x, y *ast.FuncDecl) int { return cmp.Compare(rank[x], rank[y]) })
	return fns
}

// freeName returns the first candidate that is free, or numbers the last.
func freeName(candidates []string, free func(string) bool) string {
	for _, name := range candidates {
		if free(name) {
			return name
		}
	}
	last := candidates[len(candidates)-1]
	for i := 2; ; i++ {
		if name := fmt.Sprint(last, i); free(name) {
			return name
		}
	}
}

// limiterNames returns the names for the limiter of fn, best first:
// runDepsLimiter and executorRunDepsLimiter for (*Executor).runDeps.
func limiterNames(fn *ast.FuncDecl) []string {
	names := []string{lowerFirst(fn.Name.Name) + "Limiter"}
	if recv := receiverName(fn); recv != "" {
		names = append(names, lowerFirst(recv)+upperFirst(fn.Name.Name)+"Limiter")
	}
	return names
}

// declaredNames returns every name that any scope of the package declares.
func (f *Fixer) declaredNames() map[string]bool {
	if f.declared != nil {
		return f.declared
	}
	f.declared = make(map[string]bool)
	var visit func(*types.Scope)
	visit = func(scope *types.Scope) {
		for _, name := range scope.Names() {
			f.declared[name] = true
		}
		for child := range scope.Children() {
			visit(child)
		}
	}
	visit(f.pass.Pkg.Scope())
	return f.declared
}

// functionName returns the name of fn as a reader of the source would say
// it: "walk", "(*Executor).runDeps".
func functionName(fn *ast.FuncDecl) string {
	recv := receiverName(fn)
	if recv == "" {
		return fn.Name.Name
	}
	if _, ok := ast.Unparen(fn.Recv.List[0].Type).(*ast.StarExpr); ok {
		return "(*" + recv + ")." + fn.Name.Name
	}
	return recv + "." + fn.Name.Name
}

// receiverName returns the name of the type that fn is a method of, or "".
func receiverName(fn *ast.FuncDecl) string {
	if fn.Recv == nil || len(fn.Recv.List) == 0 {
		return ""
	}
	recv := ast.Unparen(fn.Recv.List[0].Type)
	for {
		switch t := recv.(type) {
		case *ast.StarExpr:
			recv = ast.Unparen(t.X)
		case *ast.IndexExpr:
			recv = t.X
		case *ast.IndexListExpr:
			recv = t.X
		case *ast.Ident:
			return t.Name
		default:
			return ""
		}
	}
}

// lowerFirst makes a name unexported: HTTPGet becomes httpGet.
func lowerFirst(name string) string {
	runes := []rune(name)
	for i, r := range runes {
		if i > 0 && (!unicode.IsUpper(r) || i+1 < len(runes) && unicode.IsLower(runes[i+1])) {
			break
		}
		runes[i] = unicode.ToLower(r)
	}
	return string(runes)
}

func upperFirst(name string) string {
	r, size := utf8.DecodeRuneInString(name)
	return string(unicode.ToUpper(r)) + name[size:]
}

func isError(t types.Type) bool {
	return types.Identical(t, types.Universe.Lookup("error").Type())
}

// isNamed reports whether t, or what it points to, is the named type of a
// package.
func isNamed(t types.Type, path, name string) bool {
	if ptr, ok := types.Unalias(t).(*types.Pointer); ok {
		t = ptr.Elem()
	}
	named, ok := types.Unalias(t).(*types.Named)
	return ok && named.Obj().Name() == name && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == path
}

// declarationOf returns the declared function that holds node.
func (s *source) declarationOf(node ast.Node) *ast.FuncDecl {
	return declaredAround(s.file, node)
}
