package fix_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/fix"
)

func TestRequirement(t *testing.T) {
	imports := []analysis.SuggestedFix{{TextEdits: []analysis.TextEdit{
		{NewText: []byte("\n\t\"github.com/fanoutcheck/fanoutcheck/runtime/lifo\"")},
	}}}
	const needed = "the fix imports package lifo, and go.mod does not require its module yet: go get github.com/fanoutcheck/fanoutcheck/runtime@latest"
	for name, test := range map[string]struct {
		gomod string
		fixes []analysis.SuggestedFix
		want  string
	}{
		"missing":             {"module m\n\nrequire golang.org/x/sync v0.1.0\n", imports, needed},
		"required":            {"module m\n\nrequire github.com/fanoutcheck/fanoutcheck/runtime v0.1.0\n", imports, ""},
		"required in a group": {"module m\n\nrequire (\n\tgithub.com/fanoutcheck/fanoutcheck/runtime v0.1.0 // indirect\n)\n", imports, ""},
		"the linter alone":    {"module m\n\ntool github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck\n\nrequire github.com/fanoutcheck/fanoutcheck v0.1.0\n", imports, needed},
		"imported already":    {"module m\n", []analysis.SuggestedFix{{TextEdits: []analysis.TextEdit{{NewText: []byte("walkLimiter.NewGroup()")}}}}, ""},
		"no fix":              {"module m\n", nil, ""},
		"no module":           {"", imports, ""},
	} {
		t.Run(name, func(t *testing.T) {
			root := t.TempDir()
			dir := filepath.Join(root, "walk")
			require.NoError(t, os.Mkdir(dir, 0o777))
			if test.gomod != "" {
				require.NoError(t, os.WriteFile(filepath.Join(root, "go.mod"), []byte(test.gomod), 0o666))
			}
			pass := &analysis.Pass{Fset: token.NewFileSet(), TypesInfo: &types.Info{}}
			file, err := parser.ParseFile(pass.Fset, filepath.Join(dir, "walk.go"), "package walk\n", 0)
			require.NoError(t, err)
			pass.Files = []*ast.File{file}
			assert.Equal(t, test.want, fix.New(pass).Requirement(test.fixes))
		})
	}
}
