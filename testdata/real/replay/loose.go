package main

import (
	"fmt"
	"go/parser"
	"go/token"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// A loose program is made of files that belong to no module: packages by the
// paths under which the others import them.
type loose map[string][]string

// sweepLoose runs the tool over the Go files below root that belong to no
// module, such as the programs by which the Go project tests its compiler, and
// by which analyzers are tested. Many of them are not meant to compile.
func sweepLoose(t tool, root string, out io.Writer) error {
	root, err := filepath.Abs(root)
	if err != nil {
		return err
	}
	module, err := os.MkdirTemp("", "loose")
	if err != nil {
		return err
	}
	defer os.RemoveAll(module)
	version, err := exec.Command("go", "env", "GOVERSION").Output()
	if err != nil {
		return fmt.Errorf("go env: %w", err)
	}
	language := strings.TrimPrefix(strings.Fields(string(version))[0], "go")
	if err := os.WriteFile(filepath.Join(module, "go.mod"), []byte("module loose\n\ngo "+language+"\n"), 0o644); err != nil {
		return err
	}
	programs, err := loosePrograms(root)
	if err != nil {
		return err
	}
	for i, p := range programs {
		if err := p.write(module, fmt.Sprintf("p%05d-%s", i+1, p.name())); err != nil {
			return err
		}
	}
	t.offline = true
	total := newSum()
	total.add(t, module, []string{"./..."}, out)
	return total.print(out)
}

// loosePrograms returns the programs below root. The packages of one belong
// together below a folder testdata/src, and in a folder whose name ends in
// .dir, as the tests of the compiler have them; every other file is a program
// of its own.
func loosePrograms(root string) (programs []loose, err error) {
	together := make(map[string]loose)
	err = filepath.WalkDir(root, func(file string, entry fs.DirEntry, err error) error {
		if err != nil || !entry.Type().IsRegular() || filepath.Ext(file) != ".go" {
			return err
		}
		dir := filepath.ToSlash(filepath.Dir(file))
		folder, pkg, ok := strings.Cut(dir, "/testdata/src/")
		if !ok && strings.HasSuffix(dir, ".dir") {
			folder, ok = dir, true
			if pkg, err = packageIn(together[folder], file); err != nil {
				return nil // no package clause is to be had
			}
		}
		if !ok {
			programs = append(programs, loose{"": {file}})
			return nil
		}
		if together[folder] == nil {
			together[folder] = make(loose)
			programs = append(programs, together[folder])
		}
		together[folder][pkg] = append(together[folder][pkg], file)
		return nil
	})
	return programs, err
}

// packageIn returns the path of the package that a file in a folder of several
// belongs to. It is that of the package's first file, without its ending.
func packageIn(known loose, file string) (string, error) {
	name, err := packageName(file)
	if err != nil {
		return "", err
	}
	for pkg, files := range known {
		if other, err := packageName(files[0]); err == nil && other == name && !apart(filepath.Dir(file)) {
			return pkg, nil
		}
	}
	return "./" + strings.TrimSuffix(filepath.Base(file), ".go"), nil
}

func packageName(file string) (string, error) {
	syntax, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.PackageClauseOnly)
	if err != nil {
		return "", err
	}
	return syntax.Name.Name, nil
}

var flagApart = regexp.MustCompile(`^// \w+dir\b.* -s\b`)

// apart reports whether the test that a folder belongs to takes each of its
// files for a package.
func apart(folder string) bool {
	text, err := os.ReadFile(strings.TrimSuffix(folder, ".dir") + ".go")
	return err == nil && flagApart.Match(text)
}

// unusual are the characters that an import path can not have everywhere.
var unusual = regexp.MustCompile(`[^a-zA-Z0-9]+`)

// name returns something by which a person finds the program again.
func (p loose) name() string {
	var names []string
	for _, files := range p {
		dir, file := filepath.Split(files[0])
		names = append(names, filepath.Base(dir)+"-"+strings.TrimSuffix(file, ".go"))
	}
	return unusual.ReplaceAllString(slices.Min(names), "-")
}

// write writes the program into a folder of a module called loose.
func (p loose) write(module, folder string) error {
	for pkg, files := range p {
		for _, file := range files {
			text, err := os.ReadFile(file)
			if err != nil {
				return err
			}
			name := filepath.Base(file)
			if pkg == "" {
				name = "program.go" // since its own could make it a test, or exclude it
			}
			dir := filepath.Join(module, folder, filepath.FromSlash(pkg))
			if err := os.MkdirAll(dir, 0o755); err != nil {
				return err
			}
			text = append([]byte("//line "+file+":1\n"), p.renamed(text, folder)...)
			if err := os.WriteFile(filepath.Join(dir, name), text, 0o644); err != nil {
				return err
			}
		}
	}
	return nil
}

// renamed returns a file that imports the other packages of the program by
// their new paths.
func (p loose) renamed(text []byte, folder string) []byte {
	fset := token.NewFileSet()
	syntax, err := parser.ParseFile(fset, "", text, parser.ImportsOnly)
	if err != nil {
		return text
	}
	for _, spec := range slices.Backward(syntax.Imports) {
		pkg, err := strconv.Unquote(spec.Path.Value)
		if err != nil || p[pkg] == nil {
			continue
		}
		start, end := fset.PositionFor(spec.Path.Pos(), false).Offset, fset.PositionFor(spec.Path.End(), false).Offset
		text = slices.Concat(text[:start], []byte(strconv.Quote(path.Join("loose", folder, pkg))), text[end:])
	}
	return text
}
