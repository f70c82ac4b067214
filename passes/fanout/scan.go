package fanout

import (
	"go/ast"
	"go/token"
	"go/types"
	"maps"
	"slices"
	"strconv"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/bound"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
)

// A Syntax is what can be said of a package before it is type-checked.
type Syntax struct {
	// Concerned says that the package may have facts. If not, it needs no
	// analysis when only these are asked for.
	Concerned bool
	// Notes are what a scan of a package that imports this one has to know.
	Notes []string

	scanner *Scanner
	names   map[*ast.File]*typeNames
	starts  bool // goroutines

	// declared is what the package declares. It is asked for by packages that are
	// not passed over at a glance.
	declared func() *declared
}

// The kinds of notes.
const (
	functionType = "type " // its values are functions
	packageName  = "name " // the package's own, where its path does not say it
	caller       = "func " // whoever calls it has to be analysed
	variable     = "var "  // facts tell what is done to it
)

// Notes returns what packages above have to know of a function that has a fact.
func Notes(fn *types.Func, fact analysis.Fact) (notes []string) {
	told, ok := fact.(*summary.Summary)
	if !ok {
		return nil
	}
	spawns := slices.ContainsFunc(told.Params, func(effect summary.Effect) bool { return effect&summary.Spawns != 0 })
	if spawns || bound.Tells(told.Acts) {
		notes = append(notes, caller+fn.FullName())
	}
	for _, act := range told.Acts {
		if act.Arg == summary.Variable && token.IsExported(lastName(act.Name)) {
			notes = append(notes, variable+act.Name)
		}
	}
	return notes
}

// Variables returns the variables that packages can name and that facts tell of,
// by path and name, from notes.
func Variables(notes []string) map[string]bool {
	variables := make(map[string]bool)
	for _, note := range notes {
		if name, ok := strings.CutPrefix(note, variable); ok {
			variables[name] = true
		}
	}
	return variables
}

// A Scanner decides by the syntax of a package whether it has to be analysed.
// In doubt it has: the analysis asks the same questions of the types.
type Scanner struct {
	noted     func(path string) []string
	methods   map[string]bool     // by name, of those that a caller has to see
	functions map[string][]string // likewise, the paths of packages by name
	plain     map[string]bool     // by name, of those that the scanned package may declare
}

// NewScanner returns a scanner that knows the notes on all packages that the
// scanned one depends on. Those on an import are found by the path in its
// declaration.
func NewScanner(settings Settings, notes []string, noted func(path string) []string) *Scanner {
	s := &Scanner{noted: noted, methods: make(map[string]bool), functions: make(map[string][]string), plain: make(map[string]bool)}
	for _, setting := range settings.lists() {
		if setting.effect != 0 {
			for _, name := range *setting.list {
				s.add(name)
				s.plain[lastName(name)] = true
			}
		}
	}
	for _, name := range summary.Spawners() {
		s.add(name)
	}
	for _, name := range bound.Synchronisers() { // none of which returns a channel
		if last := lastName(name); strings.HasPrefix(name, "(") && !s.methods[last] {
			s.methods[last] = false
		} else {
			s.add(name)
		}
	}
	for _, note := range notes {
		if name, ok := strings.CutPrefix(note, caller); ok {
			s.add(name)
		}
	}
	return s
}

// add adds a function by its full name.
func (s *Scanner) add(name string) {
	last := lastName(name)
	if strings.HasPrefix(name, "(") {
		s.methods[last] = true
	} else {
		s.functions[last] = append(s.functions[last], name[:len(name)-len(last)-1])
	}
}

func lastName(name string) string { return name[strings.LastIndexByte(name, '.')+1:] }

// Scan reads the files of a package, which need no comments.
func (s *Scanner) Scan(importPath string, files []*ast.File) *Syntax {
	syntax := &Syntax{scanner: s, names: make(map[*ast.File]*typeNames)}
	syntax.declared = sync.OnceValue(syntax.declarations)
	local := make(map[string]bool)
	for _, file := range files {
		syntax.names[file] = &typeNames{local: local, scanner: s, imports: imports(file)}
	}
	syntax.addFunctionTypes(local)
	if name := files[0].Name.Name; name != nameOf(importPath) {
		syntax.Notes = append(syntax.Notes, packageName+name)
	}
	for _, name := range slices.Sorted(maps.Keys(local)) {
		if token.IsExported(name) {
			syntax.Notes = append(syntax.Notes, functionType+name)
		}
	}
	syntax.Concerned = syntax.concerns(files) || syntax.starts && syntax.tellsMore(files)
	return syntax
}

// tellsMore reports whether a package that is analysed since it starts goroutines
// may then have something to tell: of a function that comes out of a map which it
// is given, of a channel of its own that is sent to or received from.
func (s *Syntax) tellsMore(files []*ast.File) (more bool) {
	declared := s.declared()
	for _, file := range files {
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.SendStmt, *ast.SelectStmt:
				more = true
			case *ast.UnaryExpr:
				more = more || n.Op == token.ARROW
			case *ast.RangeStmt:
				more = more || n.Key == nil
			case *ast.CallExpr:
				more = more || declared.callsValue(n)
			}
			return !more
		})
	}
	return more
}

// concerns reports whether files have what facts come from, and notes whether
// they start goroutines.
func (s *Syntax) concerns(files []*ast.File) (concerned bool) {
	var channels semaphore
	var received *ast.SelectorExpr // whose call returns a channel, as the Done of a context does
	for _, file := range files {
		scanner, names := s.scanner, s.names[file]
		anyName := len(scanner.plain) > 0 || names.imports["."] != nil
		ast.Inspect(file, func(n ast.Node) bool {
			concerned = concerned || channels.complete(n)
			switch n := n.(type) {
			case *ast.GoStmt:
				s.starts = true
			case *ast.UnaryExpr:
				if call, ok := n.X.(*ast.CallExpr); ok && n.Op == token.ARROW {
					received, _ = call.Fun.(*ast.SelectorExpr)
				}
			case *ast.SelectorExpr:
				concerned = concerned || names.shows(n, n == received)
			case *ast.Ident:
				concerned = concerned || anyName && (scanner.plain[n.Name] || names.any(names.imports["."], scanner.functions[n.Name]))
			case *ast.FuncDecl:
				concerned = concerned || n.Body != nil && names.takesFunctions(n.Type)
			}
			return !concerned
		})
	}
	return concerned
}

// addFunctionTypes adds the declared types whose values are functions.
func (s *Syntax) addFunctionTypes(found map[string]bool) {
	for again := true; again; {
		again = false
		for file, names := range s.names {
			for _, decl := range file.Decls {
				general, ok := decl.(*ast.GenDecl)
				if !ok || general.Tok != token.TYPE {
					continue
				}
				for _, spec := range general.Specs {
					spec := spec.(*ast.TypeSpec)
					if !found[spec.Name.Name] && names.isFunctions(spec.Type) {
						found[spec.Name.Name] = true
						again = true
					}
				}
			}
		}
	}
}

// imports returns the paths that a file imports, by the names that selectors
// start with. A name that no declaration states is guessed to be any that its
// path could mean.
func imports(file *ast.File) map[string][]string {
	paths := make(map[string][]string)
	for _, spec := range file.Imports {
		path, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			continue
		}
		name := ""
		if spec.Name != nil {
			name = spec.Name.Name
		}
		paths[name] = append(paths[name], path)
	}
	return paths
}

// typeNames tell which types are functions, in one file.
type typeNames struct {
	local   map[string]bool
	scanner *Scanner
	imports map[string][]string
}

func (t *typeNames) takesFunctions(typ *ast.FuncType) bool {
	return slices.ContainsFunc(typ.Params.List, func(field *ast.Field) bool {
		if variadic, ok := field.Type.(*ast.Ellipsis); ok {
			return t.isFunction(variadic.Elt)
		}
		return t.isFunctions(field.Type)
	})
}

// isFunctions reports whether a type is a function or a slice of functions.
func (t *typeNames) isFunctions(typ ast.Expr) bool {
	if slice, ok := ast.Unparen(typ).(*ast.ArrayType); ok && slice.Len == nil {
		typ = slice.Elt
	}
	return t.isFunction(typ)
}

func (t *typeNames) isFunction(typ ast.Expr) bool {
	switch typ := ast.Unparen(typ).(type) {
	case *ast.FuncType:
		return true
	case *ast.Ident:
		return t.local[typ.Name] || t.noted(t.imports["."], typ.Name)
	case *ast.SelectorExpr:
		return t.noted(t.paths(typ), typ.Sel.Name)
	case *ast.IndexExpr:
		return t.isFunction(typ.X)
	case *ast.IndexListExpr:
		return t.isFunction(typ.X)
	}
	return false
}

// paths returns the packages that the left side of a selector can mean.
func (t *typeNames) paths(selector *ast.SelectorExpr) []string {
	pkg, ok := selector.X.(*ast.Ident)
	if !ok {
		return nil
	}
	if paths := t.imports[pkg.Name]; paths != nil {
		return paths
	}
	return t.imports[""]
}

// shows reports whether a selector may name a function that a caller has to see,
// if need be one that returns a channel.
func (t *typeNames) shows(selector *ast.SelectorExpr, channel bool) bool {
	if returns, ok := t.scanner.methods[selector.Sel.Name]; ok && (returns || !channel) {
		return true
	}
	declaring := t.scanner.functions[selector.Sel.Name]
	return declaring != nil && t.any(t.paths(selector), declaring)
}

// any reports whether one of the imported packages is among those that declare
// something.
func (t *typeNames) any(imported, declaring []string) bool {
	return slices.ContainsFunc(imported, func(path string) bool { return slices.Contains(declaring, path) })
}

// noted reports whether a type of one of these packages is noted as one of
// functions.
func (t *typeNames) noted(paths []string, name string) bool {
	return slices.ContainsFunc(paths, func(path string) bool {
		return standardFunctionTypes[path+"."+name] || slices.Contains(t.scanner.noted(path), functionType+name)
	})
}

// standardFunctionTypes are the types of the standard library whose values are
// functions.
var standardFunctionTypes = map[string]bool{
	"archive/zip.Compressor": true, "archive/zip.Decompressor": true, "bufio.SplitFunc": true,
	"context.CancelCauseFunc": true, "context.CancelFunc": true, "expvar.Func": true,
	"go/ast.FieldFilter": true, "go/ast.Filter": true, "go/ast.Importer": true, "go/doc.Filter": true,
	"go/importer.Lookup": true, "go/scanner.ErrorHandler": true, "go/types.Qualifier": true,
	"io/fs.WalkDirFunc": true, "iter.Seq": true, "iter.Seq2": true, "net/http.HandlerFunc": true,
	"path/filepath.WalkFunc": true,
}
