// Package unit answers the go command when it has one package analysed.
//
// It is a driver for package analysis that says the same as unitchecker and is
// cheaper, for three reasons. Types come from the export data that the compiler
// left, so that none have to be written for the packages above, and of that only
// what is mentioned is read. Of the packages that are only asked for their
// facts, which are most of a build, more than half are passed over: the standard
// library, since its facts are in a table, and whatever by its syntax can not
// have any. Of the others, what facts do not depend on is taken out before types
// are checked.
package unit

import (
	"fmt"
	"go/scanner"
	"go/token"
	"go/types"
	"io"
	"maps"
	"os"
	"slices"

	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// Options say what is wanted of the packages that are not only asked for
// their facts.
type Options struct {
	Analyzers []*analysis.Analyzer // that report
	Settings  fanout.Settings
	AnswerFor []string // modules whose packages are reported on even if only their facts are asked for
	JSON      bool
	Context   int // lines to show around a diagnostic; none if negative
	// Thorough takes the long way for every package.
	Thorough bool
}

// Run analyses the package that a file describes and returns the exit status,
// as the go command expects it.
func Run(file string, o Options) (status int) {
	collectLate()
	c, err := read(file)
	if err == nil {
		status, err = c.run(o)
	}
	if err == nil {
		return status
	}
	if c == nil || !c.VetxOnly {
		switch err.(type) {
		case types.Error, *scanner.Error, scanner.ErrorList:
			fmt.Fprintln(os.Stderr, err) // a position comes first
		default:
			fmt.Fprintf(os.Stderr, "fanoutcheck: %v\n", err)
		}
	}
	return 1
}

func (c *config) run(o Options) (status int, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("internal error in package %s: %v; please report it at %s", c.ImportPath, cause, govet.Issues)
		}
	}()
	factsOnly := c.VetxOnly && !c.belongs(o.AnswerFor)
	shortcuts := factsOnly && !o.Thorough
	imports := c.PackageVetx
	if shortcuts && c.standard() {
		imports = nil // the standard library imports nothing else
	}
	known, err := readFacts(imports)
	if err != nil {
		return 0, err
	}
	if shortcuts && c.standard() {
		return 0, known.write(c.ImportPath, c.VetxOutput)
	}
	noted, err := known.noted()
	if err != nil {
		return 0, err
	}
	all := slices.Concat(slices.Collect(maps.Values(noted))...)
	scanner := fanout.NewScanner(o.Settings, all, func(declared string) []string { return noted[c.ImportMap[declared]] })
	u := &unit{config: c, facts: known, told: fanout.Variables(all)}
	if err := u.parse(factsOnly); err != nil {
		return 0, err
	}
	syntax := scanner.Scan(c.ImportPath, u.files)
	known.notes = syntax.Notes
	if shortcuts && !syntax.Concerned {
		return 0, known.write(c.ImportPath, c.VetxOutput)
	}
	if shortcuts {
		syntax.Prune()
	}
	if err = u.check(); err != nil && shortcuts {
		// The package compiles, so it was the pruning.
		if err = u.parse(factsOnly); err == nil {
			err = u.check()
		}
	}
	if err != nil {
		return 0, err
	}
	analyzers := o.Analyzers
	if factsOnly {
		analyzers = []*analysis.Analyzer{fanout.Facts}
	}
	results := u.run(analyzers)
	if known.err != nil {
		return 0, known.err
	}
	if err := known.write(c.ImportPath, c.VetxOutput); err != nil {
		return 0, err
	}
	if factsOnly {
		return 0, nil // what went wrong is said where the package is named
	}
	return c.print(u.fset, results, o)
}

// print prints what was found to where the go command wants it.
func (c *config) print(fset *token.FileSet, results []result, o Options) (status int, err error) {
	var out io.Writer = os.Stdout
	if c.Stdout != "" {
		file, err := os.Create(c.Stdout)
		if err != nil {
			return 0, err
		}
		defer func() {
			if closeErr := file.Close(); err == nil {
				err = closeErr
			}
		}()
		out = file
	}
	if o.JSON {
		return 0, printJSON(out, fset, c.ID, results)
	}
	return printText(os.Stderr, fset, results, o.Context), nil
}
