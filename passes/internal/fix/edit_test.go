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
	"github.com/fanoutcheck/fanoutcheck/passes/internal/report/reporttest"
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

import "runtime"

import "github.com/fanoutcheck/fanoutcheck/runtime/lifo"

type node struct{ children []*node }

// walkLimiter bounds how many goroutines walk keeps running at once,
// over all its calls together.
var walkLimiter = lifo.NewLimiter(runtime.GOMAXPROCS(0))

func walk(n *node) {
	for _, c := range n.children {
		walkLimiter.Go(func() { walk(c) })
	}
}
`
	fixes := suggest(t, parse(t, before))
	require.Len(t, fixes, 1)
	assert.Equal(t, "Bound walk with a lifo limiter", fixes[0].Message)
	assert.Equal(t, after, applyEdits(t, before, fixes[0].TextEdits))
}

// TestOneByOne applies fixes in turn, as a user of an editor does, with the
// file analysed anew in between. It must come to the same as all at once.
func TestOneByOne(t *testing.T) {
	const before = `package p

import "sync"

type node struct{ children []*node }

func walk(n *node) {
	var wg sync.WaitGroup
	for _, c := range n.children {
		wg.Go(func() { walk(c) })
	}
	wg.Wait()
	for _, c := range n.children {
		go leaf(c)
	}
}

func leaf(n *node) {}

func Walk(n *node) {
	for _, c := range n.children {
		go Walk(c)
	}
}
`
	var together []analysis.TextEdit
	fixes := suggest(t, parse(t, before))
	require.Len(t, fixes, 3)
	for _, fix := range fixes {
		together = append(together, fix.TextEdits...)
	}
	want := applyEdits(t, before, together)
	assert.NotContains(t, want, "sync")

	content := before
	for range fixes {
		fixes := suggest(t, parse(t, content))
		content = applyEdits(t, content, fixes[len(fixes)-1].TextEdits)
	}
	assert.Equal(t, want, content)
	assert.Empty(t, suggest(t, parse(t, content)))
}

// suggest returns the best fix of each spawn of a file, in source order.
func suggest(t *testing.T, pass *analysis.Pass) []analysis.SuggestedFix {
	var found []analysis.SuggestedFix
	ast.Inspect(pass.Files[0], func(n ast.Node) bool {
		if n == nil || !isSpawn(n) || limited(pass, n) {
			return true
		}
		fixes, obstacle := fix.Suggest(pass, n)
		require.Nil(t, obstacle)
		found = append(found, fixes[0])
		return true
	})
	return found
}

// limited reports whether a spawn is a call of the runtime package.
func limited(pass *analysis.Pass, n ast.Node) bool {
	call, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	method := pass.TypesInfo.Uses[call.Fun.(*ast.SelectorExpr).Sel]
	return method != nil && method.Pkg().Name() == "lifo"
}

func applyEdits(t *testing.T, content string, edits []analysis.TextEdit) string {
	edited, err := reporttest.Edited([]byte(content), 1, edits)
	require.NoError(t, err)
	return string(edited)
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
