package unit

import (
	"bufio"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"

	"golang.org/x/tools/go/gcexportdata"
)

// A unit is a package to analyse.
type unit struct {
	config *config
	facts  *facts
	told   map[string]bool // variables of other packages that facts tell of, by path and name
	fset   *token.FileSet
	files  []*ast.File
	pkg    *types.Package
	info   *types.Info
	sizes  types.Sizes
}

// parse reads the files of the package. If only facts are asked for, comments
// are left out.
func (u *unit) parse(factsOnly bool) error {
	mode := parser.SkipObjectResolution
	if !factsOnly {
		mode |= parser.ParseComments
	}
	u.fset, u.files = token.NewFileSet(), nil
	for _, name := range u.config.GoFiles {
		file, err := parser.ParseFile(u.fset, name, nil, mode)
		if err != nil {
			return err
		}
		u.files = append(u.files, file)
	}
	return nil
}

// check type-checks the package, with the types of its imports from the
// compiler.
func (u *unit) check() (err error) {
	checker := types.Config{
		Importer:  &exportData{config: u.config, fset: u.fset, packages: make(map[string]*types.Package), wanted: mentioned(u.files), told: u.told},
		Sizes:     types.SizesFor("gc", build.Default.GOARCH),
		GoVersion: u.config.GoVersion,
	}
	u.sizes = checker.Sizes
	u.info = &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Instances:    make(map[*ast.Ident]types.Instance),
		Scopes:       make(map[ast.Node]*types.Scope),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		FileVersions: make(map[*ast.File]string),
	}
	u.pkg, err = checker.Check(u.config.ImportPath, u.fset, u.files, u.info)
	return err
}

// exportData imports packages from what the compiler wrote of them.
type exportData struct {
	config   *config
	fset     *token.FileSet
	packages map[string]*types.Package
	wanted   map[string]bool // the names that are looked up in packages
	told     map[string]bool // variables that are wanted, too, by path and name
}

func (e *exportData) Import(declared string) (*types.Package, error) {
	path, ok := e.config.ImportMap[declared]
	if !ok {
		return nil, fmt.Errorf("the go command does not say which package %q is", declared)
	}
	if path == "unsafe" {
		return types.Unsafe, nil
	}
	if pkg := e.packages[path]; pkg != nil && pkg.Complete() {
		return pkg, nil
	}
	file, ok := e.config.PackageFile[path]
	if !ok {
		return nil, fmt.Errorf("the go command names no export data for %q", path)
	}
	// Most of the file is machine code, and is left alone.
	archive, err := os.Open(file)
	if err != nil {
		return nil, err
	}
	defer archive.Close()
	export, err := gcexportdata.NewReader(bufio.NewReader(archive))
	if err != nil {
		return nil, fmt.Errorf("reading the export data of %q: %w", path, err)
	}
	if whole, ok := export.(*io.LimitedReader); ok { // which is read at once
		whole.R = &narrowing{whole.R, func(name []byte, isVariable bool) bool {
			return e.wanted[string(name)] || isVariable && e.told[path+"."+string(name)]
		}}
	}
	return gcexportdata.Read(export, e.fset, e.packages, path)
}
