package differential

import (
	"bytes"
	"fmt"
	"go/format"
	"go/parser"
	"go/token"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/astutil"
	"golang.org/x/tools/go/packages"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/report/reporttest"
)

// A repair is a program with its reports fixed, as a driver does it: each by
// its first fix, or each by the same alternative.
type repair struct {
	program         // with a name of its own
	of      program // what it was before
	whole   bool    // whether all reports had such a fix
}

// repairs are the fixed programs, and what kept others from being fixed.
type repairs struct {
	repairs        []*repair
	reports, fixed int
	obstacles      map[string][]choice // by reason
}

// repairs applies the fixes of some programs.
func (d *driver) repairs(programs []program) *repairs {
	found := &repairs{obstacles: make(map[string][]choice)}
	for _, pkg := range d.loaded {
		i := slices.IndexFunc(programs, func(p program) bool { return "program/"+p.name == pkg.PkgPath })
		if i < 0 {
			continue
		}
		diagnostics := d.diagnosed(pkg)
		for _, diagnostic := range diagnostics {
			found.reports++
			if len(diagnostic.SuggestedFixes) > 0 {
				found.fixed++
			} else {
				reason := obstacle(diagnostic)
				found.obstacles[reason] = append(found.obstacles[reason], programs[i].choice)
			}
		}
		for rank := range most(diagnostics) {
			found.repairs = append(found.repairs, d.repaired(pkg, programs[i], diagnostics, rank))
		}
	}
	return found
}

// diagnosed returns what the checks report of a package.
func (d *driver) diagnosed(pkg *packages.Package) []analysis.Diagnostic {
	var found []analysis.Diagnostic
	for _, check := range analyzer.Suite() {
		d.run(check, pkg, func(diagnostic analysis.Diagnostic) { found = append(found, diagnostic) })
	}
	return found
}

// obstacle returns why a report has no fix.
func obstacle(diagnostic analysis.Diagnostic) string {
	for _, related := range diagnostic.Related {
		if reason, ok := strings.CutPrefix(related.Message, "no fix is offered: "); ok {
			return reason
		}
	}
	return "no reason is given"
}

// most returns how many fixes a report has at most.
func most(diagnostics []analysis.Diagnostic) int {
	n := 0
	for _, diagnostic := range diagnostics {
		n = max(n, len(diagnostic.SuggestedFixes))
	}
	return n
}

// sizes are those of the limits that fixes insert.
var sizes = regexp.MustCompile(`(?m)^(var \w+Limiter = lifo\.NewLimiter\(|var \w+Slots = (?:make\(chan [^,]+, |semaphore\.NewWeighted\())(.*)\)$`)

// repaired applies the fixes of one rank, and lets the test choose limits.
func (d *driver) repaired(pkg *packages.Package, p program, diagnostics []analysis.Diagnostic, rank int) *repair {
	r := &repair{program: p, of: p, whole: true}
	r.name = fmt.Sprint(p.name, "x", rank)
	var edits []analysis.TextEdit
	for _, diagnostic := range diagnostics {
		if rank < len(diagnostic.SuggestedFixes) {
			edits = append(edits, diagnostic.SuggestedFixes[rank].TextEdits...)
		} else {
			r.whole = false
		}
	}
	text, err := reporttest.Edited([]byte(p.source), pkg.Fset.File(pkg.Syntax[0].FileStart).Base(), edits)
	require.NoError(d.t, err, "%s\n%s", p.choice, p.source)
	source := sizes.ReplaceAllString(string(text), "${1}probe.Limit($2))")
	source = strings.Replace(source, "package "+p.name+"\n", "package "+r.name+"\n", 1)
	r.source = d.tidy(source)
	return r
}

// tidy formats a program and removes the imports that it no longer needs.
func (d *driver) tidy(source string) string {
	fset := token.NewFileSet()
	file, err := parser.ParseFile(fset, "", source, parser.ParseComments)
	require.NoError(d.t, err, source)
	for _, spec := range slices.Clone(file.Imports) {
		name, err := strconv.Unquote(spec.Path.Value)
		require.NoError(d.t, err)
		if !astutil.UsesImport(file, name) {
			astutil.DeleteImport(fset, file, name)
		}
	}
	var out bytes.Buffer
	require.NoError(d.t, format.Node(&out, fset, file))
	return out.String()
}
