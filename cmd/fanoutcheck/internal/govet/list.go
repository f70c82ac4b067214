package govet

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
)

// A listedPackage is what go list says of a package or of its variant for
// tests.
type listedPackage struct {
	ImportPath string
	ForTest    string   // the package that this is a variant for
	Match      []string // empty for the main package of a test
	Error      *listError
	DepsErrors []*listError
	Standard   bool
	Module     *struct {
		Path string
		Main bool
	}

	Dir                                          string
	GoFiles, CgoFiles, TestGoFiles, XTestGoFiles []string
}

// A Package is one that the patterns stand for, with its tests.
type Package struct {
	Path, Dir string
	Files     []string // those that are part of the build, by their absolute names
	// Foreign says that the package is not of a main module, so that its
	// files are not to be changed.
	Foreign bool
}

func (p listedPackage) summary() Package {
	vendored := p.Standard && strings.HasPrefix(p.ImportPath, "vendor/")
	s := Package{Path: p.ImportPath, Dir: p.Dir, Foreign: vendored || p.Module != nil && !p.Module.Main}
	for _, file := range slices.Concat(p.GoFiles, p.CgoFiles, p.TestGoFiles, p.XTestGoFiles) {
		s.Files = append(s.Files, filepath.Join(p.Dir, file))
	}
	return s
}

// module returns the path of the module that the package belongs to, as a
// vet tool is told it.
func (p listedPackage) module() string {
	switch {
	case p.Standard:
		return Std
	case p.Module != nil:
		return p.Module.Path
	}
	return ""
}

// A listError is why the go command cannot load a package.
type listError struct {
	ImportStack []string
	Pos, Err    string
}

func (e listError) String() string {
	message := OneLine(e.Err)
	if strings.HasPrefix(message, "import cycle") {
		// The only error that the place of an import doesn't explain.
		message += ": " + strings.Join(e.ImportStack, " imports ")
	}
	if e.Pos == "" {
		return message
	}
	return e.Pos + ": " + message
}

// list finds out what go vet is to be called with. One package that does not
// load would keep go vet from looking at any other, so those are sorted out
// and become problems.
func (d *Driver) list(ctx context.Context, patterns []string, result *Result) {
	args := append([]string{"list", "-e", "-test", "-json=ImportPath,ForTest,Match,Error,DepsErrors,Standard,Module,Dir,GoFiles,CgoFiles,TestGoFiles,XTestGoFiles"}, d.BuildFlags...)
	stdout, stderr, err := d.Go(ctx, append(append(args, "--"), patterns...)...)
	if err != nil {
		result.Problems = []Problem{{Message: OneLine(stderr)}}
		return
	}
	result.Problems = unmatched(stderr)

	packages, err := decodeList(stdout)
	if err != nil {
		result.Problems = append(result.Problems, Problem{Message: err.Error()})
		return
	}
	for _, p := range packages {
		if len(p.Match) > 0 && p.ForTest == "" {
			result.Packages = append(result.Packages, p.summary())
			result.modules = append(result.modules, p.module())
		}
	}
	sound, broken := separate(packages)
	result.Targets = sound
	result.named = make(map[string]bool)
	for _, name := range sound {
		result.named[name] = true
		result.named[name+"_test"] = true // the package of external tests
	}
	if len(result.Problems) == 0 && len(broken) == 0 {
		result.Targets = patterns // which are shorter, and may be files
		return
	}
	for _, p := range broken {
		if d.noModule() && strings.HasPrefix(p.Package, ".") {
			p.Message = "there is no go.mod file in the current directory or above it"
		}
		result.Problems = append(result.Problems, p)
	}
}

// unmatched returns a problem for each pattern that the go command warns
// of. To a linter in a continuous build, a mistyped pattern must not look
// like success.
func unmatched(stderr string) []Problem {
	var problems []Problem
	for line := range strings.Lines(stderr) {
		warning, ok := strings.CutPrefix(strings.TrimSpace(line), "go: warning: ")
		if ok && strings.HasSuffix(warning, "matched no packages") {
			problems = append(problems, Problem{Message: "pattern " + warning})
		}
	}
	return problems
}

func decodeList(stdout []byte) ([]listedPackage, error) {
	var packages []listedPackage
	for dec := json.NewDecoder(bytes.NewReader(stdout)); ; {
		var p listedPackage
		switch err := dec.Decode(&p); {
		case errors.Is(err, io.EOF):
			return packages, nil
		case err != nil:
			return nil, fmt.Errorf("reading the output of go list: %w", err)
		}
		packages = append(packages, p)
	}
}

// separate returns the packages that can be loaded together with their
// tests, and a problem for each of the others.
func separate(packages []listedPackage) (sound []string, broken []Problem) {
	reasons := make(map[string]string)
	var named []string
	for _, p := range packages {
		if len(p.Match) == 0 {
			continue
		}
		name := p.ForTest
		if name == "" {
			name = p.ImportPath
			named = append(named, name)
		}
		if reasons[name] == "" {
			reasons[name] = p.reason()
		}
	}
	for _, name := range named {
		if reason := reasons[name]; reason != "" {
			broken = append(broken, Problem{Package: name, Message: reason})
		} else {
			sound = append(sound, name)
		}
	}
	return sound, broken
}

// reason returns why a package cannot be loaded, or "".
func (p listedPackage) reason() string {
	if p.Error != nil {
		return p.Error.String()
	}
	if len(p.DepsErrors) > 0 {
		return p.DepsErrors[0].String()
	}
	return ""
}
