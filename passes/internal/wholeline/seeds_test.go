package wholeline

import (
	"bytes"
	"cmp"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// starts finds programs that start goroutines.
var starts = regexp.MustCompile(`\bgo (func\b|[\w.]+\()|\.(Try)?(Go|Submit)\(`)

// seeds returns the programs below a folder that start goroutines. A file that
// does not compile alone gets the smallest file beside it with which it does.
func seeds(t testing.TB, root string) (found [][]byte) {
	byFolder := make(map[string][][]byte)
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		source, err := os.ReadFile(path)
		folder := filepath.Dir(path)
		byFolder[folder] = append(byFolder[folder], source)
		return err
	})
	require.NoError(t, err)
	for _, folder := range slices.Sorted(maps.Keys(byFolder)) {
		sources := byFolder[folder]
		slices.SortStableFunc(sources, func(a, b []byte) int { return cmp.Compare(len(a), len(b)) })
		for _, source := range sources {
			if !starts.Match(source) {
				continue
			}
			if program, ok := completed(source, sources); ok {
				found = append(found, program)
			}
		}
	}
	require.NotEmpty(t, found)
	return found
}

func completed(source []byte, others [][]byte) (program []byte, ok bool) {
	if _, err := compiled("example.com/p", source); err == nil {
		return source, true
	}
	for _, other := range others {
		merged, ok := merged(source, other)
		if !ok {
			continue
		}
		if _, err := compiled("example.com/p", merged); err == nil {
			return merged, true
		}
	}
	return nil, false
}

// merged puts the declarations of one file below those of another that import
// the same or more.
func merged(source, other []byte) (program []byte, ok bool) {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", other, parser.ImportsOnly)
	if err != nil {
		return nil, false
	}
	end := file.Name.End()
	for _, spec := range file.Imports {
		if !bytes.Contains(source, []byte(spec.Path.Value)) {
			return nil, false
		}
		end = spec.End()
	}
	rest := bytes.TrimLeft(other[fset.Position(end).Offset:], "\n)")
	return slices.Concat(source, []byte("\n"), rest), true
}
