package directive

import (
	"go/ast"
	"go/parser"
	"go/token"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
)

// A source with a go statement on each line that says go. What each would be
// answered stands behind the source, and then what is said of directives.
func TestDirectives(t *testing.T) {
	const (
		needless      = "nothing is reported here, so this directive is not needed"
		needlessName  = "nothing is reported here, so there is no need to name fanoutcheck in this directive"
		needsReason   = "this directive needs a reason: //fanoutcheck:bounded REASON"
		onlyAComment  = "this is a comment like any other; a directive has no space after the slashes: //fanoutcheck:bounded REASON"
		silencedByOne = "silenced by //nolint:fanoutcheck"
	)
	for _, test := range []struct {
		name, source string
		answers      []string // "" for a report that stays
		misuses      []string
	}{
		// Ours.
		{"at the end", "go f() //fanoutcheck:bounded few", []string{"few"}, nil},
		{"above", "//fanoutcheck:bounded few\ngo f()", []string{"few"}, nil},
		{"above, with a blank line", "//fanoutcheck:bounded few\n\ngo f()", []string{""}, []string{needless}},
		{"below", "go f()\n//fanoutcheck:bounded few", []string{""}, []string{needless}},
		{"above other comments", "//fanoutcheck:bounded few\n//nolint:errcheck\n// Start it.\ngo f()", []string{"few"}, nil},
		{"below other comments", "// Start it.\n//fanoutcheck:bounded few\ngo f()", []string{"few"}, nil},
		{"at the end of the line before", "go f() //fanoutcheck:bounded few\ngo f()", []string{"few", ""}, nil},
		{"behind a brace", "if true { //fanoutcheck:bounded few\ngo f()\n}", []string{""}, []string{needless}},
		{"behind a closing brace", "{\n} //fanoutcheck:bounded few\ngo f()", []string{""}, []string{needless}},
		{"two on a line", "go f(); go f() //fanoutcheck:bounded few", []string{"few", "few"}, nil},
		{"above and at the end", "//fanoutcheck:bounded few\ngo f() //fanoutcheck:bounded none", []string{"few"}, nil},
		{"where the statement starts", "//fanoutcheck:bounded few\ngo func() {\nf()\n}()", []string{"few"}, nil},
		{"where the statement ends", "go func() {\nf()\n}() //fanoutcheck:bounded few", []string{""}, []string{needless}},
		{"inside the statement", "go func() {\n//fanoutcheck:bounded few\nf()\n}()", []string{""}, []string{needless}},
		{"in a block", "go f() /* //fanoutcheck:bounded few */", []string{""}, []string{onlyAComment}},
		{"in a block of its own", "/*fanoutcheck:bounded few*/\ngo f()", []string{""}, []string{onlyAComment}},
		{"with a space", "// fanoutcheck:bounded few\ngo f()", []string{""}, []string{onlyAComment}},
		{"mentioned", "// The comment is //fanoutcheck:bounded and a reason.\ngo f()", []string{""}, nil},
		{"shown", "// Write\n//\n//\t//fanoutcheck:bounded REASON\n//\tfanoutcheck:bounded\n//\n// before it.\ngo f()", []string{""}, nil},
		{"no reason", "go f() //fanoutcheck:bounded", []string{""}, []string{needsReason}},
		{"blanks for a reason", "go f() //fanoutcheck:bounded \t ", []string{""}, []string{needsReason}},
		{"a tab", "go f() //fanoutcheck:bounded\tfew", []string{"few"}, nil},
		{"another verb", "go f() //fanoutcheck:ignore few", []string{""}, []string{"unknown directive //fanoutcheck:ignore; the only one is //fanoutcheck:bounded REASON"}},
		{"no verb", "go f() //fanoutcheck: bounded few", []string{""}, []string{"unknown directive //fanoutcheck:; the only one is //fanoutcheck:bounded REASON"}},
		{"on lines that are said to be one", "go f() //fanoutcheck:bounded few\n//line p.go:1\ngo f()\n//line p.go:1\ngo f()", []string{"few", "", ""}, nil},

		// Those of golangci-lint.
		{"named", "go f() //nolint:fanoutcheck", []string{silencedByOne}, nil},
		{"named above", "//nolint:fanoutcheck\ngo f()", []string{silencedByOne}, nil},
		{"named, with a blank line", "//nolint:fanoutcheck\n\ngo f()", []string{""}, []string{needlessName}},
		{"named in a list", "go f() //nolint:errcheck,fanoutcheck,gosec", []string{"silenced by //nolint:errcheck,fanoutcheck,gosec"}, nil},
		{"named in a list with spaces", "go f() //nolint: errcheck , FanoutCheck // few", []string{"silenced by //nolint: errcheck , FanoutCheck // few"}, nil},
		{"after a space", "go f() // nolint:fanoutcheck", []string{"silenced by // nolint:fanoutcheck"}, nil},
		{"all", "go f() //nolint:all", []string{"silenced by //nolint:all"}, nil},
		{"all in a list", "go f() //nolint:errcheck,all", []string{"silenced by //nolint:errcheck,all"}, nil},
		{"without names", "go f() //nolint", []string{"silenced by //nolint"}, nil},
		{"without names, and a reason", "go f() //nolint // few", []string{"silenced by //nolint // few"}, nil},
		{"others", "go f() //nolint:errcheck", []string{""}, nil},
		{"named in the explanation", "go f() //nolint:errcheck // not fanoutcheck", []string{""}, nil},
		{"an explanation without slashes", "go f() //nolint:fanoutcheck few", []string{""}, nil},
		{"in a block comment", "go f() /*nolint:fanoutcheck*/", []string{""}, nil},
		{"another word", "go f() //nolinting", []string{""}, nil},
		{"a whole statement", "//nolint:fanoutcheck\nfor {\ngo f()\ngo f()\n}\ngo f()", []string{silencedByOne, silencedByOne, ""}, nil},
		{"only the line that it ends", "for { //nolint:fanoutcheck\ngo f()\n}", []string{""}, []string{needlessName}},
		{"nothing to silence", "//nolint:fanoutcheck\nf()", nil, []string{needlessName}},
		{"nothing to silence, for all", "//nolint:all\nf()", nil, nil},
		{"both", "//nolint:fanoutcheck\n//fanoutcheck:bounded few\ngo f()", []string{"few"}, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			check(t, "package p\n\nfunc f() {\n"+test.source+"\n}\n", test.answers, test.misuses)
		})
	}
}

// Where the driver reads nolint comments, they answer nothing, and none of
// them is needless.
func TestNolintLeftToTheDriver(t *testing.T) {
	d, file := parse(t, "package p\n\nfunc f() {\ngo f() //nolint:fanoutcheck\ngo f() //fanoutcheck:bounded few\nf() //nolint:fanoutcheck\n}\n", true)
	var left, accepted []bool
	ast.Inspect(file, func(n ast.Node) bool {
		if spawn, ok := n.(*ast.GoStmt); ok {
			_, answered := d.Accept(spawn.Pos())
			left, accepted = append(left, d.Left(spawn.Pos())), append(accepted, answered)
		}
		return true
	})
	require.Equal(t, []bool{true, false}, left)
	require.Equal(t, []bool{false, true}, accepted)
	require.Empty(t, d.Misuses())
}

// A nolint comment above a function or above the package clause speaks for
// all of that; ours speaks for a line.
func TestDirectivesOutsideOfFunctions(t *testing.T) {
	for _, test := range []struct {
		name, source string
		answers      []string
		misuses      int
	}{
		{"a function", "package p\n\n// f spreads.\n//\n//nolint:fanoutcheck // few\nfunc f() {\ngo f()\n}\n\nfunc g() { go g() }\n", []string{"silenced by //nolint:fanoutcheck // few", ""}, 0},
		{"a file", "//nolint:all\npackage p\n\nfunc f() {\ngo f()\n}\n\nfunc g() { go g() }\n", []string{"silenced by //nolint:all", "silenced by //nolint:all"}, 0},
		{"ours on a function", "package p\n\n//fanoutcheck:bounded few\nfunc f() {\ngo f()\n}\n", []string{""}, 1},
		{"ours on a function of one line", "package p\n\n//fanoutcheck:bounded few\nfunc f() { go f() }\n", []string{"few"}, 0},
		{"generated", "// Code generated by hand. DO NOT EDIT.\n\npackage p\n\nfunc f() {\ngo f() //fanoutcheck:bounded few\n}\n", []string{"few"}, 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			d := read(t, test.source, test.answers)
			require.Len(t, d.Misuses(), test.misuses)
		})
	}
}

// Whether goroutines are bounded is no answer to a report that is not about
// how many there are.
func TestSilence(t *testing.T) {
	for source, want := range map[string]bool{
		"f() //nolint:fanoutcheck":      true,
		"f() //fanoutcheck:bounded few": false,
	} {
		d, file := parse(t, "package p\n\nfunc f() {\n"+source+"\n}\n", false)
		call := file.Decls[0].(*ast.FuncDecl).Body.List[0]
		require.Equal(t, want, d.Silence(call.Pos()), source)
		require.Equal(t, want, len(d.Misuses()) == 0, source)
	}
}

func check(t *testing.T, source string, answers, misuses []string) {
	t.Helper()
	var texts []string
	for _, misuse := range read(t, source, answers).Misuses() {
		texts = append(texts, misuse.Text)
	}
	require.Equal(t, misuses, texts)
}

// read reads the directives of a file and asks them about its go statements.
func read(t *testing.T, source string, answers []string) *Directives {
	t.Helper()
	d, file := parse(t, source, false)
	var texts []string
	ast.Inspect(file, func(n ast.Node) bool {
		if spawn, ok := n.(*ast.GoStmt); ok {
			answer, _ := d.Accept(spawn.Pos())
			texts = append(texts, answer.Text)
		}
		return true
	})
	require.Equal(t, answers, texts)
	return d
}

func parse(t *testing.T, source string, driverReads bool) (*Directives, *ast.File) {
	t.Helper()
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "p.go", source, parser.ParseComments)
	require.NoError(t, err)
	return Read(&analysis.Pass{Fset: fset, Files: []*ast.File{file}}, driverReads), file
}
