package wholeline

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/build"
	"go/format"
	"go/parser"
	"go/token"
	"go/types"
	"slices"
	"strconv"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/report/reporttest"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
)

// A program is a package that compiles.
type program struct {
	content []byte // of the first file
	fset    *token.FileSet
	files   []*ast.File
	pkg     *types.Package
	info    *types.Info
	facts   map[types.Object]*summary.Summary
}

// compiled parses and type-checks the files of a package. The error says that
// it is none, so that there is nothing to ask of the checks.
func compiled(path string, contents ...[]byte) (*program, error) {
	p := &program{
		content: contents[0],
		fset:    token.NewFileSet(),
		facts:   make(map[types.Object]*summary.Summary),
		info: &types.Info{
			Types:        make(map[ast.Expr]types.TypeAndValue),
			Instances:    make(map[*ast.Ident]types.Instance),
			Defs:         make(map[*ast.Ident]types.Object),
			Uses:         make(map[*ast.Ident]types.Object),
			Implicits:    make(map[ast.Node]types.Object),
			Selections:   make(map[*ast.SelectorExpr]*types.Selection),
			Scopes:       make(map[ast.Node]*types.Scope),
			FileVersions: make(map[*ast.File]string),
		},
	}
	for i, content := range contents {
		file, err := parser.ParseFile(p.fset, fmt.Sprintf("file%d.go", i), content, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, err
		}
		p.files = append(p.files, file)
	}
	config := types.Config{Importer: imports, Sizes: sizes}
	var err error
	p.pkg, err = config.Check(path, p.fset, p.files, p.info)
	return p, err
}

var sizes = types.SizesFor("gc", build.Default.GOARCH)

// diagnostics runs the suite. An error is one of the tool's own.
func (p *program) diagnostics() ([]analysis.Diagnostic, error) {
	judged, err := fanout.Analyzer.Run(p.pass(fanout.Analyzer, nil))
	if err != nil {
		return nil, err
	}
	var found []analysis.Diagnostic
	for _, check := range append(analyzer.Suite(), analyzer.Explain) {
		pass := p.pass(check, map[*analysis.Analyzer]any{fanout.Analyzer: judged})
		pass.Report = func(d analysis.Diagnostic) {
			if check != analyzer.Explain {
				found = append(found, d)
			}
		}
		if _, err := check.Run(pass); err != nil {
			return nil, err
		}
	}
	return found, nil
}

func (p *program) pass(a *analysis.Analyzer, results map[*analysis.Analyzer]any) *analysis.Pass {
	return &analysis.Pass{
		Analyzer:   a,
		Fset:       p.fset,
		Files:      p.files,
		Pkg:        p.pkg,
		TypesInfo:  p.info,
		TypesSizes: sizes,
		ResultOf:   results,
		ReadFile:   func(string) ([]byte, error) { return p.content, nil },
		ImportObjectFact: func(object types.Object, fact analysis.Fact) bool {
			known := imports.fact(object)
			if known != nil {
				*fact.(*summary.Summary) = *known
			}
			return known != nil
		},
		ExportObjectFact: func(object types.Object, fact analysis.Fact) {
			p.facts[object] = fact.(*summary.Summary)
		},
	}
}

// edited returns the text with fixes applied, and nothing else done to it.
func (p *program) edited(fixes ...analysis.SuggestedFix) ([]byte, error) {
	var edits []analysis.TextEdit
	for _, fix := range fixes {
		edits = append(edits, fix.TextEdits...)
	}
	return reporttest.Edited(p.content, p.fset.File(p.files[0].FileStart).Base(), edits)
}

// driven does what drivers do with a text after all fixes are applied: it
// removes imports that nothing needs any longer, and formats.
func driven(content []byte) ([]byte, error) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", content, parser.ParseComments)
	if err != nil {
		return nil, err
	}
	for _, spec := range slices.Clone(file.Imports) {
		path, _ := strconv.Unquote(spec.Path.Value)
		if spec.Name != nil {
			if name := spec.Name.Name; name != "_" && name != "." && !uses(file, name) {
				astutil.DeleteNamedImport(fset, file, name, path)
			}
			continue
		}
		imported, err := imports.Import(path)
		if err != nil {
			return nil, err
		}
		if !uses(file, imported.Name()) {
			astutil.DeleteImport(fset, file, path)
		}
	}
	var out bytes.Buffer
	if err := format.Node(&out, fset, file); err != nil {
		return nil, err
	}
	return out.Bytes(), nil
}

// uses reports whether a file names a package.
func uses(file *ast.File, name string) (found bool) {
	ast.Inspect(file, func(n ast.Node) bool {
		if sel, ok := n.(*ast.SelectorExpr); ok {
			id, ok := sel.X.(*ast.Ident)
			found = found || ok && id.Name == name
		}
		return !found
	})
	return found
}
