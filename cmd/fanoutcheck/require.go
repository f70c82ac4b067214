package main

import (
	"bytes"
	"context"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"path/filepath"
	"slices"
	"strconv"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/format"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// What the fixes import, and the module that has it.
const (
	lifoPackage   = runtimeModule + "/lifo"
	runtimeModule = "github.com/fanoutcheck/fanoutcheck/runtime"
)

// adviseRequire says what to run where a changed file imports package lifo
// and its module does not provide that yet. Changing go.mod is left to the
// user and the go command, since it decides about versions.
func (c *command) adviseRequire(changed map[string]bool) error {
	var modules []string
	for file, ok := range changed {
		if !ok || !imports(file, lifoPackage) {
			continue
		}
		module, err := c.lacksLifo(filepath.Dir(file))
		if err != nil {
			return err
		}
		if module != "" {
			modules = append(modules, module)
		}
	}
	slices.Sort(modules)
	for _, module := range slices.Compact(modules) {
		change := ""
		if dir := format.Short(c.dir, govet.Position{File: module}).File; dir != "." {
			change = "-C " + dir + " "
		}
		fmt.Fprintf(c.stdout, "The fixed code imports package lifo, which its module does not require yet. Run:\n\tgo get %s%s@latest\n",
			change, runtimeModule)
	}
	return nil
}

// lacksLifo returns the root of the module that dir is in if code there
// can not import package lifo, and "" if it can.
func (c *command) lacksLifo(dir string) (module string, err error) {
	out, stderr, err := c.driver.Go(context.Background(), "list", "-C", dir, "-e", "-f", "{{with .Error}}missing{{end}}", lifoPackage)
	if err != nil {
		return "", fmt.Errorf("looking for package lifo in %s: %s", dir, govet.OneLine(stderr))
	}
	if len(bytes.TrimSpace(out)) == 0 {
		return "", nil
	}
	gomod, stderr, err := c.driver.Go(context.Background(), "env", "-C", dir, "GOMOD")
	if err != nil {
		return "", fmt.Errorf("looking for the module of %s: %s", dir, govet.OneLine(stderr))
	}
	return filepath.Dir(string(bytes.TrimSpace(gomod))), nil
}

// imports reports whether a Go file imports a package. A file that cannot
// be read or parsed imports nothing.
func imports(file, path string) bool {
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ImportsOnly)
	return err == nil && slices.ContainsFunc(parsed.Imports, func(spec *ast.ImportSpec) bool {
		return spec.Path.Value == strconv.Quote(path)
	})
}
