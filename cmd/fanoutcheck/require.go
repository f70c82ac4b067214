package main

import (
	"bytes"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/format"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// What the fixes import, and the module that has it.
const (
	lifoPackage   = runtimeModule + "/lifo"
	runtimeModule = "github.com/fanoutcheck/fanoutcheck/runtime"
)

// require sees to it that the changed files can import package lifo: it says
// what to run where a module does not provide that yet, or runs it with -get.
// Without that flag go.mod is left to the user and the go command, since it
// decides about versions.
func (c *command) require(changed map[string]bool) error {
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
		if err := c.getLifo(module); err != nil {
			return err
		}
	}
	return nil
}

// getLifo has the go command add package lifo to the module in a directory,
// or says how.
func (c *command) getLifo(dir string) error {
	var change []string
	if short := format.Short(c.dir, govet.Position{File: dir}).File; short != "." {
		change = []string{"-C", short}
	}
	commands := [][]string{slices.Concat([]string{"get"}, change, []string{runtimeModule + "@latest"})}
	if c.vendors(dir) {
		commands = append(commands, slices.Concat([]string{"mod", "vendor"}, change))
	}
	said := "The fixed code imports package lifo, which its module does not require yet. Run:\n"
	if c.get {
		said = "The fixed code imports package lifo, so its module requires that now, by:\n"
	}
	for _, args := range commands {
		line := "go " + strings.Join(args, " ")
		said += "\t" + line + "\n"
		if !c.get {
			continue
		}
		if _, stderr, err := c.driver.Go(c.ctx, args...); err != nil {
			return fmt.Errorf("the code is fixed, but can not import package lifo yet, since %q failed: %s", line, govet.OneLine(stderr))
		}
	}
	fmt.Fprint(c.stdout, said)
	return nil
}

// vendors reports whether the go command builds the module in a directory with
// what its vendor folder has, and then refuses to build it until that folder has
// what go.mod says. A workspace takes no notice of the folders of its modules.
func (c *command) vendors(dir string) bool {
	if _, err := os.Stat(filepath.Join(dir, "vendor", "modules.txt")); err != nil {
		return false
	}
	workspace, _, err := c.driver.Go(c.ctx, "env", "-C", dir, "GOWORK")
	workspace = bytes.TrimSpace(workspace)
	return err == nil && (len(workspace) == 0 || string(workspace) == "off")
}

// lacksLifo returns the root of the module that dir is in if code there
// can not import package lifo, and "" if it can, or if it is in no module.
func (c *command) lacksLifo(dir string) (module string, err error) {
	out, stderr, err := c.driver.Go(c.ctx, "list", "-C", dir, "-e", "-f", "{{with .Error}}missing{{end}}", lifoPackage)
	if err != nil {
		return "", fmt.Errorf("looking for package lifo in %s: %s", dir, govet.OneLine(stderr))
	}
	if len(bytes.TrimSpace(out)) == 0 {
		return "", nil
	}
	gomod, stderr, err := c.driver.Go(c.ctx, "env", "-C", dir, "GOMOD")
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
