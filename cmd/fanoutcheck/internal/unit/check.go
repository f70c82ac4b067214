package unit

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/build"
	"go/parser"
	"go/token"
	"go/types"
	"os"

	"golang.org/x/tools/go/gcexportdata"
)

// parse reads the files of the package. A package that is only asked for its
// facts needs no comments.
func (c *config) parse(fset *token.FileSet) ([]*ast.File, error) {
	mode := parser.SkipObjectResolution
	if !c.VetxOnly {
		mode |= parser.ParseComments
	}
	var files []*ast.File
	for _, name := range c.GoFiles {
		file, err := parser.ParseFile(fset, name, nil, mode)
		if err != nil {
			return nil, err
		}
		files = append(files, file)
	}
	return files, nil
}

// check type-checks the package, with the types of its imports from the
// compiler.
func (c *config) check(fset *token.FileSet, files []*ast.File) (*types.Package, *types.Info, types.Sizes, error) {
	checker := types.Config{
		Importer:  &exportData{config: c, fset: fset, packages: make(map[string]*types.Package)},
		Sizes:     types.SizesFor("gc", build.Default.GOARCH),
		GoVersion: c.GoVersion,
	}
	info := &types.Info{
		Types:        make(map[ast.Expr]types.TypeAndValue),
		Defs:         make(map[*ast.Ident]types.Object),
		Uses:         make(map[*ast.Ident]types.Object),
		Implicits:    make(map[ast.Node]types.Object),
		Instances:    make(map[*ast.Ident]types.Instance),
		Scopes:       make(map[ast.Node]*types.Scope),
		Selections:   make(map[*ast.SelectorExpr]*types.Selection),
		FileVersions: make(map[*ast.File]string),
	}
	pkg, err := checker.Check(c.ImportPath, fset, files, info)
	return pkg, info, checker.Sizes, err
}

// exportData imports packages from what the compiler wrote of them.
type exportData struct {
	config   *config
	fset     *token.FileSet
	packages map[string]*types.Package
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
	data, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	export, err := gcexportdata.NewReader(bytes.NewReader(data))
	if err != nil {
		return nil, fmt.Errorf("reading the export data of %q: %w", path, err)
	}
	return gcexportdata.Read(export, e.fset, e.packages, path)
}
