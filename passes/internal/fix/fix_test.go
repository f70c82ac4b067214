package fix_test

import (
	"bytes"
	"flag"
	"go/ast"
	"go/format"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
	"golang.org/x/tools/go/ast/astutil"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/fix"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/report/reporttest"
)

var update = flag.Bool("update", false, "write the golden files anew")

// A suggestion is a kind of fix: the method of a Fixer that suggests it.
type suggestion func(*fix.Fixer, ast.Node) (*analysis.SuggestedFix, *fix.Obstacle)

// marked reports every spawn on a line with a "want" comment, as if a check
// had, with a fix of one kind, and says what stands in the way of it.
func marked(name string, suggest suggestion) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name: name,
		Doc:  "report marked spawns",
		Run: func(pass *analysis.Pass) (any, error) {
			fixer := fix.New(pass)
			for _, spawn := range spawns(pass) {
				diagnostic := analysis.Diagnostic{Pos: spawn.Pos(), Message: name}
				if fix, obstacle := suggest(fixer, spawn); obstacle != nil {
					diagnostic.Message = obstacle.Reason
				} else {
					diagnostic.SuggestedFixes = []analysis.SuggestedFix{*fix}
				}
				pass.Report(diagnostic)
			}
			return nil, nil
		},
	}
}

var (
	bounded = marked("bounded", (*fix.Fixer).Limited)
	inline  = marked("inline", (*fix.Fixer).Inlined)
	shared  = marked("shared", (*fix.Fixer).Shared)
)

// spawns returns the marked spawns of a package in source order.
func spawns(pass *analysis.Pass) []ast.Node {
	var found []ast.Node
	for _, file := range pass.Files {
		lines := make(map[int]bool)
		for _, group := range file.Comments {
			for _, comment := range group.List {
				if strings.HasPrefix(comment.Text, "// want") {
					lines[pass.Fset.Position(comment.Pos()).Line] = true
				}
			}
		}
		ast.Inspect(file, func(n ast.Node) bool {
			if n != nil && isSpawn(n) && lines[pass.Fset.Position(n.Pos()).Line] {
				found = append(found, n)
			}
			return true
		})
	}
	return found
}

func isSpawn(n ast.Node) bool {
	if _, ok := n.(*ast.GoStmt); ok {
		return true
	}
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	sel, ok := call.Fun.(*ast.SelectorExpr)
	return ok && slices.Contains([]string{"Go", "TryGo"}, sel.Sel.Name)
}

// packages are the folders of testdata/src, by what they are about.
var packages = map[*analysis.Analyzer][]string{
	bounded: {"local", "errgroups", "shared", "captured", "detached", "channels", "slots", "left", "returned", "handed", "kept", "room", "queued", "early", "earlyobstacles", "obstacles", "imports", "shadow", "line", "program"},
	inline:  {"inline", "inlineobstacles"},
	shared:  {"percall"},
}

func TestGolden(t *testing.T) {
	for analyzer, packages := range packages {
		for _, pkg := range packages {
			t.Run(pkg, func(t *testing.T) {
				if *update {
					updateGolden(t, analysistest.Run(quiet{}, analysistest.TestData(), analyzer, pkg))
				}
				for _, result := range analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), analyzer, pkg) {
					checkAlone(t, result)
					checkTogether(t, result)
				}
			})
		}
	}
}

// quiet ignores expectations, which don't matter to the edits.
type quiet struct{}

func (quiet) Errorf(string, ...any) {}

// updateGolden writes what a driver makes of the files.
func updateGolden(t *testing.T, results []*analysistest.Result) {
	for _, result := range results {
		for name, content := range driven(t, result) {
			require.NoError(t, os.WriteFile(name+".golden", content, 0o666))
		}
	}
}

// driven returns each file with all fixes applied as a driver does, which
// formats it and removes unused imports.
func driven(t *testing.T, result *analysistest.Result) map[string][]byte {
	files := applied(t, result, result.Action.Diagnostics)
	for name, content := range files {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, name, content, parser.ParseComments)
		require.NoError(t, err)
		for _, spec := range slices.Clone(file.Imports) {
			path, _ := strconv.Unquote(spec.Path.Value)
			if path != "C" && spec.Name == nil && !astutil.UsesImport(file, path) {
				astutil.DeleteImport(fset, file, path)
			}
		}
		var out bytes.Buffer
		require.NoError(t, format.Node(&out, fset, file))
		files[name] = out.Bytes()
	}
	return files
}

// checkAlone applies each fix alone, as an editor does: without gofmt and
// without removing imports. The result must be formatted and must compile.
func checkAlone(t *testing.T, result *analysistest.Result) {
	for i := range result.Action.Diagnostics {
		files := applied(t, result, result.Action.Diagnostics[i:i+1])
		if len(files) == 0 {
			continue // an obstacle
		}
		for name, content := range files {
			checkFormatted(t, name, content)
		}
		var errs []error
		typecheck(t, result, files, func(err error) { errs = append(errs, err) })
		assert.Empty(t, errs, "fix of %s", result.Action.Package.Fset.Position(result.Action.Diagnostics[i].Pos))
	}
}

// checkTogether applies all fixes, as a driver does. Imports that are unused
// then are the driver's to remove.
func checkTogether(t *testing.T, result *analysistest.Result) {
	files := applied(t, result, result.Action.Diagnostics)
	for name, content := range files {
		checkFormatted(t, name, content)
	}
	typecheck(t, result, files, func(err error) {
		if !strings.Contains(err.Error(), "imported and not used") {
			assert.NoError(t, err)
		}
	})
}

func checkFormatted(t *testing.T, name string, content []byte) {
	formatted, err := format.Source(content)
	require.NoError(t, err, "%s", content)
	assert.Equal(t, string(formatted), string(content), name)
}

// typecheck checks a package with some of its files replaced.
func typecheck(t *testing.T, result *analysistest.Result, files map[string][]byte, report func(error)) {
	fset := token.NewFileSet()
	var parsed []*ast.File
	for _, name := range result.Action.Package.GoFiles {
		var content any
		if replaced, ok := files[name]; ok {
			content = replaced
		}
		file, err := parser.ParseFile(fset, name, content, parser.SkipObjectResolution)
		require.NoError(t, err)
		parsed = append(parsed, file)
	}
	config := types.Config{Importer: imports, Error: report, FakeImportC: true}
	config.Check(result.Action.Package.PkgPath, fset, parsed, nil)
}

// imports finds the stub packages in testdata, and all others in the
// standard library.
var imports = stubs{importer.Default()}

type stubs struct{ types.Importer }

func (s stubs) Import(path string) (*types.Package, error) {
	names, _ := filepath.Glob(filepath.Join("testdata", "src", filepath.FromSlash(path), "*.go"))
	if len(names) == 0 || !strings.Contains(path, ".") {
		return s.Importer.Import(path)
	}
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, names[0], nil, parser.SkipObjectResolution)
	if err != nil {
		return nil, err
	}
	config := types.Config{Importer: s}
	return config.Check(path, fset, []*ast.File{file}, nil)
}

// applied returns each file with the fixes of some diagnostics applied, and
// nothing else done to it.
func applied(t *testing.T, result *analysistest.Result, diagnostics []analysis.Diagnostic) map[string][]byte {
	fset := result.Action.Package.Fset
	edits := make(map[string][]analysis.TextEdit)
	for _, diag := range diagnostics {
		for _, fix := range diag.SuggestedFixes {
			for _, edit := range fix.TextEdits {
				name := fset.File(edit.Pos).Name()
				edits[name] = append(edits[name], edit)
			}
		}
	}
	files := make(map[string][]byte)
	for name, edits := range edits {
		content, err := os.ReadFile(name)
		require.NoError(t, err)
		files[name], err = reporttest.Edited(content, fset.File(edits[0].Pos).Base(), edits)
		require.NoError(t, err, name)
	}
	return files
}
