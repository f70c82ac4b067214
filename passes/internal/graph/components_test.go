package graph_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ssa"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/program"
)

func built(t *testing.T, source string) *graph.Graph {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", source, parser.SkipObjectResolution)
	require.NoError(t, err)
	info := &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Instances:    make(map[*ast.Ident]types.Instance),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		Scopes:       make(map[ast.Node]*types.Scope),
		FileVersions: make(map[*ast.File]string),
	}
	files := []*ast.File{file}
	pkg, err := new(types.Config).Check("p", fset, files, info)
	require.NoError(t, err)
	prog, err := program.Build(&analysis.Pass{
		Fset: fset, Files: files, Pkg: pkg, TypesInfo: info,
		ImportObjectFact: func(types.Object, analysis.Fact) bool { return false },
	})
	require.NoError(t, err)
	return graph.Build(prog, nil)
}

func names(functions []*ssa.Function) []string {
	var found []string
	for _, fn := range functions {
		found = append(found, fn.Name())
	}
	return found
}

// Which declared functions are on one cycle with f?
func TestComponents(t *testing.T) {
	for _, test := range []struct {
		name, source string
		want         []string // nothing when f is on no cycle
	}{
		{"alone", `func f() {}`, nil},
		{"itself", `func f() { f() }`, []string{"f"}},
		{"below a cycle", `func f() {}; func g() { f(); g() }`, nil},
		{"above a cycle", `func f() { g() }; func g() { g() }`, nil},
		{"ring", `func f() { g() }; func g() { h() }; func h() { f() }`, []string{"f", "g", "h"}},
		{"ring that spawns", `func f() { go g() }; func g() { defer h() }; func h() { f() }`, []string{"f", "g", "h"}},
		{"two rings that share a function", `func f() { g() }; func g() { f(); h() }; func h() { g() }`, []string{"f", "g", "h"}},
		{"two rings that only lead on", `func f() { g() }; func g() { f(); h() }; func h() { k() }; func k() { h() }`, []string{"f", "g"}},
		{"through a chord", `func f() { g(); h() }; func g() { h() }; func h() { k() }; func k() { g() }`, nil},
		{"through a helper", `func do(x func()) { x() }; func f() { do(g) }; func g() { f() }`, []string{"f", "g"}},
		{"a helper that both use", `func do(x func()) { x() }; func f() { do(g) }; func g() { do(h) }; func h() {}`, nil},
		{"a helper that stores", `var kept func(); func do(x func()) { kept = x }; func f() { do(f) }`, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			g := built(t, "package p\n"+test.source)
			for _, fn := range g.Prog.Functions {
				if fn.Name() != "f" {
					continue
				}
				require.Equal(t, test.want != nil, g.Recursive(fn))
				if test.want != nil {
					require.Equal(t, test.want, names(g.Members(fn)))
				}
				for _, other := range g.Members(fn) {
					require.True(t, g.Together(fn, other))
					require.True(t, g.Together(other, fn))
				}
			}
		})
	}
}
