package fanout_test

import (
	"errors"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/ast/astutil"
)

// programs returns the sources of the tables of programs, by folder.
func programs(t testing.TB) map[string][]string {
	names, err := filepath.Glob(filepath.Join("testdata", "src", "*", "*.go"))
	require.NoError(t, err)
	require.NotEmpty(t, names)
	found := make(map[string][]string)
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue // imports a great deal
		}
		source, err := os.ReadFile(name)
		require.NoError(t, err)
		folder := filepath.Base(filepath.Dir(name))
		found[folder] = append(found[folder], string(source))
	}
	return found
}

// FuzzAnalyze: whatever compiles is analysed without a panic, and twice in
// the same way.
func FuzzAnalyze(f *testing.F) {
	for _, sources := range programs(f) {
		for _, source := range sources {
			f.Add(source)
		}
	}
	for _, test := range odd {
		f.Add(test.sources[0])
	}
	for _, test := range generics {
		f.Add(test.source)
	}
	f.Fuzz(func(t *testing.T, source string) {
		if len(source) > 1<<14 {
			t.Skip("too long to be quick")
		}
		fset, files, err := parsed(source)
		if err != nil {
			t.Skip(err)
		}
		once, err := analysed(fset, files)
		if errors.Is(err, errNotGo) {
			t.Skip(err)
		}
		require.NoError(t, err)
		again, err := analysed(fset, files)
		require.NoError(t, err)
		require.Equal(t, once, again)
	})
}

// Each program is analysed once more without each of its statements: what
// is left is often a shape that nobody thought of.
func TestWithoutStatement(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses a program for every statement of every program")
	}
	for folder, sources := range programs(t) {
		t.Run(folder, func(t *testing.T) {
			left := 0
			for i := range sources {
				for at := 0; ; at++ {
					fset, files, err := parsed(sources...)
					require.NoError(t, err)
					pos := dropStatement(files[i], at)
					if pos == token.NoPos {
						break
					}
					if _, err = analysed(fset, files); errors.Is(err, errNotGo) {
						continue
					}
					left++
					require.NoError(t, err, "without the statement at %s", fset.Position(pos))
				}
			}
			require.NotZero(t, left)
		})
	}
}

// dropStatement removes the statement with some number from the blocks of a
// file, and returns where it was.
func dropStatement(file *ast.File, number int) token.Pos {
	found := token.NoPos
	astutil.Apply(file, func(c *astutil.Cursor) bool {
		if _, ok := c.Node().(ast.Stmt); ok && c.Index() >= 0 && found == token.NoPos {
			if _, clause := c.Node().(*ast.CaseClause); clause {
				return true
			}
			if _, clause := c.Node().(*ast.CommClause); clause {
				return true
			}
			if number == 0 {
				found = c.Node().Pos()
				c.Delete()
				return false
			}
			number--
		}
		return found == token.NoPos
	}, nil)
	return found
}
