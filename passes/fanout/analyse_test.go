package fanout_test

import (
	"cmp"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
)

// errNotGo says that a text is no program, so that there is nothing to ask
// of the analyzer.
var errNotGo = errors.New("not a program")

// parsed parses the files of one package.
func parsed(sources ...string) (*token.FileSet, []*ast.File, error) {
	fset := token.NewFileSet()
	var files []*ast.File
	for i, source := range sources {
		file, err := parser.ParseFile(fset, fmt.Sprintf("file%d.go", i), source, parser.ParseComments|parser.SkipObjectResolution)
		if err != nil {
			return nil, nil, errNotGo
		}
		files = append(files, file)
	}
	return fset, files, nil
}

// analysed runs the analyzer over one package, and renders all that it says
// about it: sites and facts.
func analysed(fset *token.FileSet, files []*ast.File) (string, error) {
	_, result, facts, err := analysePackage("example.com/p", fset, files)
	if err != nil {
		return "", err
	}
	return rendered(fset, result, facts), nil
}

func analysePackage(path string, fset *token.FileSet, files []*ast.File) (*types.Package, *fanout.Result, map[*types.Func]*summary.Summary, error) {
	pass, facts, err := checked(path, fset, files)
	if err != nil {
		return nil, nil, nil, err
	}
	result, err := fanout.Analyzer.Run(pass)
	if err != nil {
		return nil, nil, nil, err
	}
	return pass.Pkg, result.(*fanout.Result), facts, nil
}

// checked type-checks a package for a pass, which puts its facts into a map.
func checked(path string, fset *token.FileSet, files []*ast.File) (*analysis.Pass, map[*types.Func]*summary.Summary, error) {
	info := &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Instances:    make(map[*ast.Ident]types.Instance),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		Scopes:       make(map[ast.Node]*types.Scope),
		FileVersions: make(map[*ast.File]string),
	}
	wrong := false
	config := types.Config{Importer: imports, Error: func(err error) {
		// What is unused does no harm, and lets more texts through.
		if !strings.Contains(err.Error(), " and not used") {
			wrong = true
		}
	}}
	pkg, _ := config.Check(path, fset, files, info)
	if wrong {
		return nil, nil, errNotGo
	}
	facts := make(map[*types.Func]*summary.Summary)
	return &analysis.Pass{
		Analyzer:   fanout.Analyzer,
		Fset:       fset,
		Files:      files,
		Pkg:        pkg,
		TypesInfo:  info,
		TypesSizes: types.SizesFor("gc", "amd64"),
		ImportObjectFact: func(object types.Object, fact analysis.Fact) bool {
			stored, ok := fact.(*summary.Summary)
			known := imports.fact(object)
			if !ok || known == nil {
				return false
			}
			*stored = *known
			return true
		},
		ExportObjectFact: func(object types.Object, fact analysis.Fact) {
			if fact, ok := fact.(*summary.Summary); ok {
				facts[object.(*types.Func)] = fact
			}
		},
	}, facts, nil
}

func rendered(fset *token.FileSet, result *fanout.Result, facts map[*types.Func]*summary.Summary) string {
	var lines []string
	for object, fact := range facts {
		lines = append(lines, fmt.Sprint(fset.Position(object.Pos()), ": ", fact))
	}
	slices.Sort(lines)
	at := func(pos token.Pos) token.Position { return fset.Position(pos) }
	for _, site := range result.Sites {
		lines = append(lines, fmt.Sprint(at(site.Node.Pos()), ": ", site.Verdict, ": ", site.Function, ": ", site.Spawner, ": ", site.Message))
		for _, step := range site.Cycle {
			lines = append(lines, fmt.Sprint("\t", at(step.Pos), ": ", step.Text))
		}
		for _, e := range site.Evidence {
			lines = append(lines, fmt.Sprint("\t", at(e.Pos), ": ", cmp.Or(e.Verdict, "no verdict"), ": ", e.Counts, ": ", e.Text))
		}
	}
	for _, recursion := range result.Recursions {
		lines = append(lines, fmt.Sprint(*recursion))
	}
	return strings.Join(lines, "\n")
}

// imports reads the few packages that programs may import, once. Others are
// refused: a text could ask for the whole library.
var imports = &importable{
	source: importer.ForCompiler(token.NewFileSet(), "source", nil),
	stubs:  make(map[string]*types.Package),
	facts:  make(map[types.Object]*summary.Summary),
}

type importable struct {
	mu     sync.Mutex
	source types.Importer
	stubs  map[string]*types.Package
	facts  map[types.Object]*summary.Summary
}

var cheap = []string{
	"bytes", "container/list", "context", "errors", "fmt", "go/ast", "io", "io/fs", "iter", "math", "net/http", "os", "os/exec", "path/filepath", "runtime", "slices", "sort",
	"strings", "sync", "sync/atomic", "time",
}

// stubs are the packages below testdata that programs import.
var stubs = []string{
	"golang.org/x/sync/errgroup", "golang.org/x/sync/semaphore",
	"github.com/fanoutcheck/fanoutcheck/runtime/lifo", "spawnlib", "spawnlib/inner", "workerlib", "settings/pool",
	"poolmaker", "slotlib", "protolib", "github.com/sourcegraph/conc/pool", "github.com/panjf2000/ants/v2", "github.com/alitto/pond/v2",
}

func (i *importable) Import(path string) (*types.Package, error) {
	switch {
	case slices.Contains(cheap, path):
		i.mu.Lock()
		defer i.mu.Unlock()
		return i.source.Import(path)
	case slices.Contains(stubs, path):
		return i.stub(path)
	}
	return nil, errNotGo
}

// stub analyses a package below testdata and keeps its facts.
func (i *importable) stub(path string) (*types.Package, error) {
	i.mu.Lock()
	pkg := i.stubs[path]
	i.mu.Unlock()
	if pkg != nil {
		return pkg, nil
	}
	names, err := filepath.Glob(filepath.Join("testdata", "src", filepath.FromSlash(path), "*.go"))
	if err != nil {
		return nil, err
	}
	var sources []string
	for _, name := range names {
		source, err := os.ReadFile(name)
		if err != nil {
			return nil, err
		}
		sources = append(sources, string(source))
	}
	fset, files, err := parsed(sources...)
	if err != nil {
		return nil, err
	}
	pkg, _, facts, err := analysePackage(path, fset, files)
	if err != nil {
		return nil, err
	}
	i.mu.Lock()
	defer i.mu.Unlock()
	i.stubs[path] = pkg
	for fn, fact := range facts {
		i.facts[fn] = fact
	}
	return pkg, nil
}

func (i *importable) fact(object types.Object) *summary.Summary {
	i.mu.Lock()
	defer i.mu.Unlock()
	return i.facts[object]
}
