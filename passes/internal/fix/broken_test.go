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

// TestBroken asks for fixes of a package that doesn't compile, as an editor
// may: there are none, since types that aren't known can't prove anything.
func TestBroken(t *testing.T) {
	const source = `package broken

func walk(n *node, slots chan struct{}) {
	slots <- struct{}{}
	for c := range n.children() {
		for range c.list {
			go walk(c, slots)
		}
	}
	<-slots
}
`
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "broken.go", source, parser.ParseComments)
	require.NoError(t, err)
	pass := &analysis.Pass{
		Fset: fset, Files: []*ast.File{file},
		TypesInfo: &types.Info{
			Types: make(map[ast.Expr]types.TypeAndValue), Defs: make(map[*ast.Ident]types.Object),
			Uses: make(map[*ast.Ident]types.Object), Selections: make(map[*ast.SelectorExpr]*types.Selection),
		},
		ReadFile: func(string) ([]byte, error) { return []byte(source), nil },
	}
	config := types.Config{Error: func(error) {}}
	pass.Pkg, err = config.Check("broken", fset, pass.Files, pass.TypesInfo)
	require.Error(t, err)
	for n := range ast.Preorder(file) {
		switch n.(type) {
		case *ast.GoStmt:
			_, obstacle := fix.New(pass).Suggest(n)
			require.NotNil(t, obstacle)
			assert.Equal(t, "the package doesn't compile as it is", obstacle.Reason)
		case *ast.SendStmt:
			_, obstacle := fix.New(pass).LostSlot(n.Pos())
			require.NotNil(t, obstacle)
			assert.Equal(t, "the package doesn't compile as it is", obstacle.Reason)
		}
	}
}
