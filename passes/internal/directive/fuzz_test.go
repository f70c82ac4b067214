package directive

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
)

// FuzzDirectives: whatever comments a file has, and wherever they stand, they
// are read, and what answers a report is no misuse.
func FuzzDirectives(f *testing.F) {
	for _, comment := range []string{
		"//fanoutcheck:bounded few", "//fanoutcheck:bounded", "//fanoutcheck:", "// fanoutcheck:bounded few", "/*fanoutcheck:bounded few*/",
		"//nolint:fanoutcheck", "//nolint: errcheck , FanoutCheck // few", "//nolint", "//line p.go:1",
	} {
		f.Add("package p\n\n" + comment + "\nfunc f() {\n" + comment + "\ngo f() " + comment + "\nfor {\ngo f()\n} " + comment + "\n}\n" + comment)
	}
	f.Add("package p\n/*line :0:0*/ func f() { go f() } //nolint\r\n")
	f.Fuzz(func(t *testing.T, source string) {
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, "p.go", source, parser.ParseComments)
		if err != nil {
			t.Skip(err)
		}
		d := Read(&analysis.Pass{Fset: fset, Files: []*ast.File{file}}, false)
		accepted := make(map[token.Pos]bool)
		ast.Inspect(file, func(n ast.Node) bool {
			if spawn, ok := n.(*ast.GoStmt); ok {
				if answer, ok := d.Accept(spawn.Pos()); ok {
					require.NotEmpty(t, answer.Text)
					accepted[answer.Pos] = true
				}
				d.Silence(spawn.Pos())
			}
			return true
		})
		for _, misuse := range d.Misuses() {
			require.NotEmpty(t, misuse.Text)
			require.False(t, accepted[misuse.Pos], "%s: %s", fset.Position(misuse.Pos), misuse.Text)
		}
	})
}
