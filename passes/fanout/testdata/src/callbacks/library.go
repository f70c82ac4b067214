// Package callbacks has recursion that runs through functions which are
// handed functions.
package callbacks

import (
	"go/ast"
	"io/fs"
	"os"
	"path/filepath"
	"sort"
	"strings"
)

// The walk of the library calls the literal for every entry.
func walkDir(dir string) {
	filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		if path != dir && d.IsDir() {
			go walkDir(path) // want "^recursive-spawn"
			return filepath.SkipDir
		}
		return nil
	})
}

// The function itself is handed over.
type scan struct{ root string }

func (s *scan) all() { filepath.Walk(s.root, s.entry) }

func (s *scan) entry(path string, info os.FileInfo, err error) error {
	if info.Mode()&os.ModeSymlink != 0 {
		go (&scan{path}).all() // want "^recursive-spawn"
	}
	return err
}

// A plain walk that starts a goroutine for every file is no recursion of
// this package.
func files(dir string) {
	filepath.WalkDir(dir, func(path string, d fs.DirEntry, err error) error {
		go os.Remove(path)
		return nil
	})
}

// A visitor of syntax trees.
func inspect(n ast.Node) {
	ast.Inspect(n, func(child ast.Node) bool {
		if lit, ok := child.(*ast.FuncLit); ok {
			go inspect(lit.Body) // want "^recursive-spawn"
			return false
		}
		return true
	})
}

// Functions of strings and of sorting are read from their summaries too.
func mapped(s string) string {
	return strings.Map(func(r rune) rune {
		go mapped(string(r)) // want "^recursive-spawn"
		return r
	}, s)
}

func sorted(items []string) {
	sort.Slice(items, func(i, k int) bool {
		go sorted(items[i:k]) // want "^recursive-spawn"
		return items[i] < items[k]
	})
}
