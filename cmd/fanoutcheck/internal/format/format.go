// Package format prints what was found: for a person, and in the forms that
// other programs read.
//
// Each form has a file of its own. All start from the same run, so that none
// knows more than another, and none decides what is a report.
package format

import (
	"io"
	"os"
	"path/filepath"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/source"
)

// A Run is what one run of the command found.
type Run struct {
	Reports  []govet.Report
	Problems []govet.Problem
	// Explained says that the reports are explanations: of every goroutine
	// in recursion, reported or not.
	Explained bool
	// Recursions are what the goroutines of explanations are started in.
	Recursions []govet.Recursion
	// Dir is the current directory; Root is the one that holds the repository.
	Dir, Root string
	// Files are the files that reports stand in.
	Files *source.Files
	// Checks are those that can report.
	Checks []*analysis.Analyzer
	// Version is the version of this program.
	Version string
	// Status is what the command will exit with.
	Status int
}

// A Format is a way to print a run.
type Format struct {
	Name, Usage string
	Print       func(w io.Writer, run *Run) error
}

// All returns the formats. The first is the default.
func All() []Format {
	return []Format{
		{"text", "a line for each report, and why below it", Text},
		{"json", `one document with everything, told by "fanoutcheck help json"`, JSON},
		{"sarif", "SARIF 2.1.0, for code scanning and for editors", SARIF},
		{"github", "annotations of a GitHub Actions run", GitHub},
		{"checkstyle", "Checkstyle XML, for Jenkins, reviewdog and others", Checkstyle},
	}
}

// Lookup returns the format called name.
func Lookup(name string) (Format, bool) {
	for _, f := range All() {
		if f.Name == name {
			return f, true
		}
	}
	return Format{}, false
}

// Names returns the names of all formats.
func Names() []string {
	var names []string
	for _, f := range All() {
		names = append(names, f.Name)
	}
	return names
}

// Root returns the directory that holds the repository that dir is in. It is
// known by its .git; where there is none, by what GitHub Actions say, and else
// it is dir.
func Root(dir string) string {
	for at := dir; ; at = filepath.Dir(at) {
		if _, err := os.Stat(filepath.Join(at, ".git")); err == nil {
			return at
		}
		if at == filepath.Dir(at) {
			break
		}
	}
	if workspace := os.Getenv("GITHUB_WORKSPACE"); workspace != "" {
		if _, ok := inside(workspace, dir); ok {
			return workspace
		}
	}
	return dir
}

// inside returns the path of a file below a directory, with slashes.
func inside(dir, file string) (path string, ok bool) {
	rel, err := filepath.Rel(dir, file)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return "", false
	}
	return filepath.ToSlash(rel), true
}

// NoFix begins the related message that says why a report has no fix.
const NoFix = "no fix is offered: "

// problemPosition returns where a problem is, if its message begins with a
// position of a Go file. The go command writes it relative to dir.
func problemPosition(p govet.Problem, dir string) (at govet.Position, message string, ok bool) {
	place, message, ok := strings.Cut(p.Message, ": ")
	if !ok {
		return govet.Position{}, "", false
	}
	at = govet.ParsePosition(place)
	if at.Line == 0 || filepath.Ext(at.File) != ".go" {
		return govet.Position{}, "", false
	}
	if !filepath.IsAbs(at.File) {
		at.File = filepath.Join(dir, at.File)
	}
	return at, message, true
}
