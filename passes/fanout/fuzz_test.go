package fanout_test

import (
	"errors"
	"go/ast"
	"go/token"
	"os"
	"path/filepath"
	"slices"
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
// the same way. Mutated text seldom compiles, so one statement can also be
// repeated in another place.
func FuzzAnalyze(f *testing.F) {
	for _, sources := range programs(f) {
		for _, source := range sources {
			f.Add(source, uint16(0), uint16(0))
		}
	}
	for _, test := range slices.Concat(odd, generics) {
		f.Add(test.source, uint16(0), uint16(0))
	}
	f.Fuzz(func(t *testing.T, source string, from, to uint16) {
		if len(source) > 1<<14 {
			t.Skip("too long to be quick")
		}
		if from != to {
			source = repeated(source, int(from), int(to))
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

// mostDropped is how many statements of one file are dropped in turn. Each
// drop costs an analysis of the whole folder.
const mostDropped = 40

// Each program is analysed once more without one of its statements, for
// statements all over it: what is left is often a shape that nobody thought of.
func TestWithoutStatement(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses a program for every statement of every program")
	}
	for folder, sources := range programs(t) {
		t.Run(folder, func(t *testing.T) {
			left := 0
			for i := range sources {
				for at := 0; ; at += stride(t, sources[i]) {
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

// stride returns how far apart the dropped statements of a file are.
func stride(t *testing.T, source string) int {
	_, files, err := parsed(source)
	require.NoError(t, err)
	count := 0
	statements(files[0], func(int, *astutil.Cursor) { count++ })
	return 1 + count/mostDropped
}

// dropStatement removes the statement with some number from the blocks of a
// file, and returns where it was.
func dropStatement(file *ast.File, number int) token.Pos {
	found := token.NoPos
	statements(file, func(at int, c *astutil.Cursor) {
		if at == number {
			found = c.Node().Pos()
			c.Delete()
		}
	})
	return found
}

// repeated returns a source in which the statement with one number stands
// once more, before that with another.
func repeated(source string, from, to int) string {
	fset, files, err := parsed(source)
	if err != nil {
		return source
	}
	text, before := "", -1
	statements(files[0], func(at int, c *astutil.Cursor) {
		start, end := fset.Position(c.Node().Pos()).Offset, fset.Position(c.Node().End()).Offset
		if at == from {
			text = source[start:end] + "\n"
		}
		if at == to {
			before = start
		}
	})
	if text == "" || before < 0 {
		return source
	}
	return source[:before] + text + source[before:]
}

// statements visits the statements that stand in a list, by number.
func statements(file *ast.File, visit func(int, *astutil.Cursor)) {
	number := 0
	astutil.Apply(file, func(c *astutil.Cursor) bool {
		switch c.Node().(type) {
		case *ast.CaseClause, *ast.CommClause:
		case ast.Stmt:
			if c.Index() >= 0 {
				visit(number, c)
				number++
			}
		}
		return true
	}, nil)
}
