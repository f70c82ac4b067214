package verdict

import (
	"go/ast"
	"go/parser"
	"go/token"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"
)

// all returns the verdicts that the package declares.
func all(t *testing.T) []Verdict {
	t.Helper()
	file, err := parser.ParseFile(token.NewFileSet(), "verdict.go", nil, 0)
	require.NoError(t, err)
	var found []Verdict
	for _, decl := range file.Decls {
		group, ok := decl.(*ast.GenDecl)
		if !ok || group.Tok != token.CONST {
			continue
		}
		for _, spec := range group.Specs {
			text, err := strconv.Unquote(spec.(*ast.ValueSpec).Values[0].(*ast.BasicLit).Value)
			require.NoError(t, err)
			found = append(found, Verdict(text))
		}
	}
	require.NotEmpty(t, found)
	return found
}

// A picture has room for a few words at an arrow, and has some for everything.
func TestBrief(t *testing.T) {
	for _, v := range all(t) {
		require.NotEqual(t, string(v), v.Brief(), "%s has no words of its own", v)
		require.LessOrEqual(t, len(v.Brief()), 24, v)
	}
	require.Equal(t, "directive", Verdict("directive").Brief())
}
