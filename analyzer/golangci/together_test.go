package golangci

import (
	"bytes"
	"fmt"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
)

// Whichever fixes golangci-lint applies, what it makes of the package
// compiles.
func TestEverySubsetOfFixesCompiles(t *testing.T) {
	for _, found := range analysistest.Run(ignored{}, analysistest.TestData(), linter(t, nil), "several") {
		gopath := t.TempDir()
		src := filepath.Join(analysistest.TestData(), "src")
		for _, stub := range []string{"github.com", "golang.org"} {
			require.NoError(t, os.CopyFS(filepath.Join(gopath, "src", stub), os.DirFS(filepath.Join(src, stub))))
		}
		byFile := make(map[string][]analysis.Diagnostic)
		for _, d := range found.Diagnostics {
			if len(d.SuggestedFixes) > 0 {
				name := found.Pass.Fset.File(d.Pos).Name()
				byFile[name] = append(byFile[name], d)
			}
		}
		var variants []string
		for name, fixed := range byFile {
			for chosen := 1; chosen < 1<<len(fixed); chosen++ {
				variant := fmt.Sprintf("%s%d", strings.TrimSuffix(filepath.Base(name), ".go"), chosen)
				dir := filepath.Join(gopath, "src", variant)
				require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join(src, "several"))))
				require.NoError(t, os.WriteFile(filepath.Join(dir, filepath.Base(name)), applied(t, found.Pass, fixed, chosen), 0o666))
				variants = append(variants, variant)
			}
		}
		require.Len(t, variants, 15+3+1+1+1, "join.go has four fixes, alone.go two, the others one")
		nothing := &analysis.Analyzer{Name: "nothing", Doc: "report nothing", Run: func(*analysis.Pass) (any, error) { return nil, nil }}
		analysistest.Run(t, gopath, nothing, variants...) // fails if one does not compile
	}
}

// applied returns a file after the chosen fixes, as golangci-lint applies
// them: of edits that are the same it makes one.
func applied(t *testing.T, pass *analysis.Pass, fixed []analysis.Diagnostic, chosen int) []byte {
	t.Helper()
	tok := pass.Fset.File(fixed[0].Pos)
	var edits []analysis.TextEdit
	for i, d := range fixed {
		if chosen&(1<<i) != 0 {
			require.Len(t, d.SuggestedFixes, 1, "golangci-lint applies all alternatives")
			edits = append(edits, d.SuggestedFixes[0].TextEdits...)
		}
	}
	slices.SortStableFunc(edits, func(x, y analysis.TextEdit) int {
		if x.Pos != y.Pos {
			return int(x.Pos - y.Pos)
		}
		return int(x.End - y.End)
	})
	edits = slices.CompactFunc(edits, same)
	content, err := os.ReadFile(tok.Name())
	require.NoError(t, err)
	var out bytes.Buffer
	at := 0
	for _, edit := range edits {
		require.LessOrEqual(t, at, tok.Offset(edit.Pos), "edits overlap: %q", edit.NewText)
		out.Write(content[at:tok.Offset(edit.Pos)])
		out.Write(edit.NewText)
		at = tok.Offset(edit.End)
	}
	out.Write(content[at:])
	return out.Bytes()
}

// What does not fit is taken away, and the report says why.
func TestWithdrawnFixes(t *testing.T) {
	const content = "package p\n\nvar a, b, c = 1, 2, 3\n"
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", content, 0)
	require.NoError(t, err)
	other, err := parser.ParseFile(fset, "q.go", content, 0)
	require.NoError(t, err)
	pass := &analysis.Pass{Fset: fset, Files: nil, ReadFile: func(string) ([]byte, error) { return []byte(content), nil }}
	pass.Files = append(pass.Files, file, other)
	replace := func(start, end int, text string) analysis.TextEdit {
		return analysis.TextEdit{Pos: file.FileStart + token.Pos(start), End: file.FileStart + token.Pos(end), NewText: []byte(text)}
	}
	a, b, c := replace(15, 16, "x"), replace(18, 19, "y"), replace(21, 22, "z")
	above, over := replace(11, 11, "// one\n"), replace(11, 11, "// two\n")
	for name, test := range map[string]struct {
		fixes [][]analysis.TextEdit
		kept  []bool
		why   string
	}{
		"apart":                  {[][]analysis.TextEdit{{a}, {b}, {c}}, []bool{true, true, true}, ""},
		"sharing an edit":        {[][]analysis.TextEdit{{a, above}, {b, above}}, []bool{true, true}, ""},
		"one place":              {[][]analysis.TextEdit{{a, above}, {b, over}}, []bool{true, true}, ""},
		"sharing one of a place": {[][]analysis.TextEdit{{a, above}, {b, over}, {c, above}}, []bool{true, true, false}, "overlaps with another fix"},
		"overlapping":            {[][]analysis.TextEdit{{a}, {replace(15, 19, "")}, {b}}, []bool{true, false, true}, "overlaps with another fix"},
		"inside a deletion":      {[][]analysis.TextEdit{{replace(11, 20, "")}, {replace(15, 15, "x")}}, []bool{true, false}, "overlaps with another fix"},
		"of another file":        {[][]analysis.TextEdit{{{Pos: other.Name.Pos(), End: other.Name.End()}}, {a}}, []bool{false, true}, "would change q.go"},
		"not Go together":        {[][]analysis.TextEdit{{replace(11, 11, "{")}, {a}}, []bool{false, false}, "do not go together"},
	} {
		t.Run(name, func(t *testing.T) {
			var found []*report
			for _, edits := range test.fixes {
				d := analysis.Diagnostic{Pos: file.Name.Pos(), SuggestedFixes: []analysis.SuggestedFix{{TextEdits: edits}, {Message: "an alternative"}}}
				found = append(found, &report{Diagnostic: d})
			}
			together(pass, found)
			for i, r := range found {
				if test.kept[i] {
					require.Len(t, r.SuggestedFixes, 1)
					require.Empty(t, r.Related)
				} else {
					require.Empty(t, r.SuggestedFixes)
					require.Contains(t, r.Related[0].Message, test.why)
				}
			}
		})
	}
}
