package wholeline

import (
	"fmt"
	"go/importer"
	"go/token"
	"go/types"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
)

// imports has the packages that programs may import. Others are refused: a
// text could ask for the whole library.
var imports = &importable{
	library:  importer.ForCompiler(token.NewFileSet(), "gc", nil),
	compiled: make(map[string]*types.Package),
	facts:    make(map[types.Object]*summary.Summary),
}

type importable struct {
	mu       sync.Mutex
	library  types.Importer
	compiled map[string]*types.Package
	facts    map[types.Object]*summary.Summary
}

// library are the packages of the standard library that programs may import.
var library = []string{
	"bufio", "bytes", "cmp", "container/heap", "container/list", "container/ring", "context", "encoding/json", "errors", "flag", "fmt", "go/ast", "hash/crc32", "io", "io/fs", "iter", "log", "maps", "math", "math/rand", "net", "net/http",
	"os", "os/exec", "os/signal", "path", "path/filepath", "reflect", "runtime", "runtime/debug", "runtime/pprof", "slices", "sort", "strconv", "strings", "sync", "sync/atomic", "testing", "time",
	"unsafe",
}

// below are the folders of the other packages that programs import: stubs, and
// package lifo itself.
var below = []struct{ prefix, folder string }{
	{"github.com/fanoutcheck/fanoutcheck/runtime/", filepath.Join("..", "..", "..", "runtime")},
	{"program/", filepath.Join("..", "..", "fanout", "differential", "testdata", "program")},
	{"textbook/", filepath.Join("..", "..", "..", "testdata", "textbook")},
	{"", filepath.Join("..", "..", "fanout", "testdata", "src")},
}

// folder returns the folder of a package that is not in the standard library.
func folder(path string) (string, bool) {
	if !filepath.IsLocal(path) || strings.ContainsAny(path, `\*?[`) {
		return "", false
	}
	for _, b := range below {
		if rest, ok := strings.CutPrefix(path, b.prefix); ok {
			return filepath.Join(b.folder, filepath.FromSlash(rest)), true
		}
	}
	return "", false
}

// Import returns a package, analysed so that its facts are known.
func (i *importable) Import(path string) (*types.Package, error) {
	if slices.Contains(library, path) {
		i.mu.Lock()
		defer i.mu.Unlock()
		return i.library.Import(path)
	}
	dir, ok := folder(path)
	if !ok {
		return nil, fmt.Errorf("the import of %q is refused", path)
	}
	i.mu.Lock()
	known := i.compiled[path]
	i.mu.Unlock()
	if known != nil {
		return known, nil
	}
	contents, err := sources(dir)
	if err != nil {
		return nil, err
	}
	if len(contents) == 0 {
		return nil, fmt.Errorf("the import of %q is refused", path)
	}
	p, err := compiled(path, contents...)
	if err != nil {
		return nil, err
	}
	if _, err := p.diagnostics(); err != nil {
		return nil, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.compiled[path] = p.pkg
	maps.Copy(i.facts, p.facts)
	return p.pkg, nil
}

// sources returns the Go files of a folder, without its tests.
func sources(dir string) (contents [][]byte, err error) {
	names, err := filepath.Glob(filepath.Join(dir, "*.go"))
	for _, name := range names {
		if strings.HasSuffix(name, "_test.go") {
			continue
		}
		content, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		contents = append(contents, content)
	}
	return contents, err
}

func (i *importable) fact(object types.Object) *summary.Summary {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.facts[object]
}
