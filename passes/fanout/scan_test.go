package fanout_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/packages"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// What is noted on the packages that the scanned ones import.
var noted = map[string][]string{
	"example.com/lib":   {"type Visitor", "func example.com/lib.Start", "func (*example.com/lib.Pool).Submit"},
	"example.com/go-my": {"name my", "type Visitor"},
}

func scanned(t *testing.T, settings fanout.Settings, source string) ([]*ast.File, *fanout.Syntax) {
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", "package p\n"+source, 0)
	require.NoError(t, err)
	var all []string
	for _, notes := range noted {
		all = append(all, notes...)
	}
	scanner := fanout.NewScanner(settings, all, func(path string) []string { return noted[path] })
	files := []*ast.File{file}
	return files, scanner.Scan("example.com/p", files)
}

func TestScanPassesOverWhatHasNoFacts(t *testing.T) {
	for source, concerned := range map[string]bool{
		`func f() { println() }`:                                                 false,
		`func f() { defer println() }`:                                           false,
		`func f() { go println() }`:                                              false, // which tells others nothing
		`func f(m map[string]func()) { go m["f"]() }`:                            true,
		`func f(fs [2]func()) { g := fs[0]; go g() }`:                            true,
		`type S struct{ c chan int }; func (s S) Put() { go f(); s.c <- 1 }`:     true,
		`func f(c chan int) { go f(c); for range c {} }`:                         true,
		`func f(c *T) { <-c.Done() }`:                                            false, // no wait group's, which returns nothing
		`func f(c *T) { c.Done() }`:                                              true,
		`func f(c *T) { <-c.Submit() }`:                                          true, // of lib's pool
		`import "example.com/lib"; func f() { <-lib.Start() }`:                   true,
		`func f(g func()) { g() }`:                                               true,
		`func f(g func())`:                                                       false, // without a body
		`func f(g ...func()) {}`:                                                 true,
		`func f(g []func()) {}`:                                                  true,
		`func f(g map[string]func()) {}`:                                         false,
		`func f() func() { return nil }`:                                         false,
		`type F func(); func f(F) {}`:                                            true,
		`type F func(); type G F; func f(...G) {}`:                               true,
		`type F func(); type G []F; func f(G) {}`:                                true,
		`type F = func(); func f(F) {}`:                                          true,
		`type F[T any] func(T); func f(F[int]) {}`:                               true,
		`type F struct{ g func() }; func f(F) {}`:                                false,
		`import "io/fs"; func f(fs.WalkDirFunc) {}`:                              true,
		`import "io/fs"; func f(fs.FileMode) {}`:                                 false,
		`import "example.com/lib"; func f(lib.Visitor) {}`:                       true,
		`import "example.com/lib"; func f(lib.Node) {}`:                          false,
		`import l "example.com/lib"; func f(l.Visitor) {}`:                       true,
		`import . "example.com/lib"; func f(Visitor) {}`:                         true,
		`import "example.com/go-my"; func f(my.Visitor) {}`:                      true,
		`import "example.com/lib"; func f() { lib.Start(nil) }`:                  true,
		`import "example.com/lib"; func f() { lib.Stop(nil) }`:                   false,
		`import . "example.com/lib"; func f() { Start(nil) }`:                    true,
		`func f(p interface{ Submit(any) }) { p.Submit(nil) }`:                   true,
		`import "sync"; func f(wg *sync.WaitGroup) { wg.Wait() }`:                true,
		`import "time"; func f() { time.AfterFunc(1, nil) }`:                     true,
		`import "time"; func f() { time.After(1) }`:                              false,
		`type S chan int; func (s S) Get() { s <- 1 }; func (s S) Put() { <-s }`: true,
		`func f(c chan int) { c <- 1; println(<-c) }`:                            false, // data
	} {
		_, syntax := scanned(t, fanout.Settings{}, source)
		require.Equal(t, concerned, syntax.Concerned, source)
	}
}

func TestScanKnowsWhatIsStated(t *testing.T) {
	settings := fanout.Settings{Spawners: []string{"example.com/p.later", "(*example.com/q.Queue).Put"}}
	for source, concerned := range map[string]bool{
		`func later(any) {}; func f() { later(nil) }`:  true,
		`func f(q interface{ Put(any) }) { q.Put(1) }`: true,
		`func f(q interface{ Get(any) }) { q.Get(1) }`: false,
	} {
		_, syntax := scanned(t, settings, source)
		require.Equal(t, concerned, syntax.Concerned, source)
	}
}

func TestScanNotesWhatOthersHaveToKnow(t *testing.T) {
	_, syntax := scanned(t, fanout.Settings{}, `type F func(); type hidden func(); type N struct{}`)
	require.Equal(t, []string{"type F"}, syntax.Notes)
	file, err := parser.ParseFile(token.NewFileSet(), "p.go", "package other", 0)
	require.NoError(t, err)
	scanner := fanout.NewScanner(fanout.Settings{}, nil, func(string) []string { return nil })
	require.Equal(t, []string{"name other"}, scanner.Scan("example.com/p", []*ast.File{file}).Notes)
	require.Empty(t, scanner.Scan("example.com/other", []*ast.File{file}).Notes)
	require.Empty(t, scanner.Scan("example.com/other/v2", []*ast.File{file}).Notes)
}

func TestPruneKeepsWhatFactsDependOn(t *testing.T) {
	const source = `
import (
	"example.com/go-my"
	"fmt"
	"io"
	"os"
	"strings"
	"time"
)

func init() { os.Exit(1) }
func Each(f func()) { f() }
func Start() { helper(first(second)) }
func helper(n int) { go println(n, limit, kept{}) }
func first[T any](v T) int { return size }
func format() string { return fmt.Sprint() }
func shout(w io.Writer) string { return strings.ToUpper(format()) }

const second, unused = 1, 2

var (
	limit, size = 3, 4
	late        = time.Now()
	_           = my.Pool.Do(func() { go println() })
	tasks       = each(Start)
)

type kept struct{ embedded }
type embedded = actual
type actual int
type dropped struct{ io.Writer }
type listener interface{ Listen() }

func (a actual) Name() string { return shout(nil) }
func (embedded) Listen() { go a.Name() }
func (dropped) Close() {}
`
	files, syntax := scanned(t, fanout.Settings{}, source)
	require.True(t, syntax.Concerned)
	syntax.Prune()
	require.Equal(t, map[string]bool{
		"Each": true, "Start": true, "helper": true, "first": true, "Name": true, "Listen": true,
		"shout": false,
	}, bodies(files[0]))
	var names []string
	for _, decl := range files[0].Decls {
		if general, ok := decl.(*ast.GenDecl); ok && general.Tok != token.IMPORT {
			for _, spec := range general.Specs {
				switch spec := spec.(type) {
				case *ast.TypeSpec:
					names = append(names, spec.Name.Name)
				case *ast.ValueSpec:
					names = append(names, spec.Names[0].Name)
				}
			}
		}
	}
	require.Equal(t, []string{"second", "limit", "_", "tasks", "kept", "embedded", "actual", "listener"}, names)
	var imports []string
	for _, spec := range files[0].Imports {
		imports = append(imports, spec.Path.Value)
	}
	require.Equal(t, []string{`"example.com/go-my"`, `"io"`}, imports)
}

// bodies returns the functions of a file, and which of them have a body.
func bodies(file *ast.File) map[string]bool {
	found := make(map[string]bool)
	for _, decl := range file.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok {
			found[fn.Name.Name] = fn.Body != nil
		}
	}
	return found
}

// The table of function types is what the standard library declares.
func TestStandardFunctionTypes(t *testing.T) {
	if testing.Short() {
		t.Skip("loads the whole standard library")
	}
	pkgs, err := packages.Load(&packages.Config{Mode: packages.NeedName | packages.NeedTypes | packages.NeedExportFile}, "std")
	require.NoError(t, err)
	found := make(map[string]bool)
	for _, pkg := range pkgs {
		if strings.Contains("/"+pkg.PkgPath+"/", "/internal/") || strings.HasPrefix(pkg.PkgPath, "vendor/") {
			continue
		}
		for _, name := range pkg.Types.Scope().Names() {
			typ, ok := pkg.Types.Scope().Lookup(name).(*types.TypeName)
			if !ok || !typ.Exported() {
				continue
			}
			underlying := typ.Type().Underlying()
			if slice, ok := underlying.(*types.Slice); ok {
				underlying = slice.Elem().Underlying()
			}
			if _, ok := underlying.(*types.Signature); ok {
				found[pkg.PkgPath+"."+name] = true
			}
		}
	}
	require.Equal(t, found, fanout.StandardFunctionTypes())
}
