package fix_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/fix"
)

// TestPreamble applies a fix to a file whose preamble must stay in front of
// its import "C", as a driver sees it that reads cgo files unprocessed.
func TestPreamble(t *testing.T) {
	const before = `package p

// int one(void) { return 1; }
import "C"

type node struct{ children []*node }

func walk(n *node) {
	for _, c := range n.children {
		go walk(c)
	}
}
`
	const after = `package p

// int one(void) { return 1; }
import "C"

import (
	"runtime"

	"github.com/fanoutcheck/fanoutcheck/runtime/lifo"
)

type node struct{ children []*node }

// walkLimiter bounds how many goroutines walk keeps running at once.
var walkLimiter = lifo.NewLimiter(runtime.GOMAXPROCS(0))

func walk(n *node) {
	for _, c := range n.children {
		walkLimiter.Go(func() { walk(c) })
	}
}
`
	pass := parse(t, before)
	var spawn ast.Node
	ast.Inspect(pass.Files[0], func(n ast.Node) bool {
		if n, ok := n.(*ast.GoStmt); ok {
			spawn = n
		}
		return true
	})
	fixes, obstacle := fix.Suggest(pass, fix.Spawn{Node: spawn})
	require.Nil(t, obstacle)
	require.Len(t, fixes, 1)
	assert.Equal(t, "Bound walk with a lifo limiter", fixes[0].Message)
	base := pass.Fset.File(pass.Files[0].FileStart).Base()
	assert.Equal(t, after, string(apply(t, []byte(before), base, fixes[0].TextEdits)))
}

// parse returns a pass over a package of one file.
func parse(t *testing.T, content string) *analysis.Pass {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", content, parser.ParseComments|parser.SkipObjectResolution)
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
	config := types.Config{Importer: imports, FakeImportC: true}
	pkg, err := config.Check("p", fset, []*ast.File{file}, info)
	require.NoError(t, err)
	return &analysis.Pass{
		Fset:      fset,
		Files:     []*ast.File{file},
		Pkg:       pkg,
		TypesInfo: info,
		ReadFile:  func(string) ([]byte, error) { return []byte(content), nil },
	}
}
