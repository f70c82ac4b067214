package golangci

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
)

// What golangci-lint asks of the code of a linter: nothing ends the program,
// and nothing runs unasked but the registration.
func TestCodeEndsNoProgram(t *testing.T) {
	var initializers []string
	files := 0
	for _, root := range []string{"..", "../../passes"} {
		require.NoError(t, filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
			if err != nil || entry.IsDir() && entry.Name() == "testdata" {
				return fs.SkipDir
			}
			if entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
				return nil
			}
			files++
			file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
			require.NoError(t, err)
			ast.Inspect(file, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.FuncDecl:
					if n.Name.Name == "init" && n.Recv == nil {
						initializers = append(initializers, filepath.Base(path))
					}
				case *ast.CallExpr:
					require.NotContains(t, []string{
						"panic", "os.Exit", "runtime.Goexit", "syscall.Exit",
						"log.Fatal", "log.Fatalf", "log.Fatalln", "log.Panic", "log.Panicf", "log.Panicln",
					}, called(n), path)
				}
				return true
			})
			return nil
		}))
	}
	require.Greater(t, files, 50)
	require.Equal(t, []string{"plugin.go"}, initializers)
}

// called returns the name of what is called, with that of its package.
func called(call *ast.CallExpr) string {
	switch fun := call.Fun.(type) {
	case *ast.Ident:
		return fun.Name
	case *ast.SelectorExpr:
		if x, ok := fun.X.(*ast.Ident); ok {
			return x.Name + "." + fun.Sel.Name
		}
	}
	return ""
}

// The checks share the syntax with all other linters.
func TestSyntaxIsLeftAsItIs(t *testing.T) {
	checked := linter(t, nil)
	judge := checked.Requires[0]
	for _, a := range []*analysis.Analyzer{checked, judge} {
		run := a.Run
		a.Run = func(pass *analysis.Pass) (any, error) {
			if name := pass.Pkg.Name(); name != "fold" && name != "several" {
				return run(pass) // the standard library would take long to compare
			}
			before := dump(t, pass)
			result, err := run(pass)
			require.True(t, before == dump(t, pass), "%s changes the syntax of %s", a.Name, pass.Pkg.Name())
			return result, err
		}
	}
	for _, result := range analysistest.Run(ignored{}, analysistest.TestData(), checked, "fold", "several") {
		require.NotEmpty(t, result.Diagnostics)
	}
}

// dump returns all that the syntax of a package holds, but for the names that
// the parser has resolved, since they are in maps.
func dump(t *testing.T, pass *analysis.Pass) string {
	t.Helper()
	var out bytes.Buffer
	resolved := []string{"Obj", "Scope", "Unresolved"}
	for _, file := range pass.Files {
		keep := func(name string, _ reflect.Value) bool { return !slices.Contains(resolved, name) }
		require.NoError(t, ast.Fprint(&out, pass.Fset, file, keep))
	}
	return out.String()
}
