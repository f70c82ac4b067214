package main

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// A vetOutput is what a vet tool prints for a package: from the package's
// identity, such as "fmt [fmt.test]", over the name of an analyzer to a
// list of diagnostics or to an error.
type vetOutput map[string]map[string]json.RawMessage

// A vetDiagnostic is a diagnostic as a vet tool prints it.
type vetDiagnostic struct {
	Category, Message string
	Posn, End         string
	Related           []struct{ Posn, End, Message string }
	SuggestedFixes    []struct {
		Message string
		Edits   []struct {
			Filename   string
			Start, End int
			New        string
		}
	} `json:"suggested_fixes"`
}

// goVet runs go vet with this program as the tool.
func (d *driver) goVet(targets []string, flags ...string) (stdout []byte, stderr string, err error) {
	args := append([]string{"vet", "-vettool=" + d.self}, flags...)
	args = append(args, d.settingFlags...)
	args = append(args, d.goFlags()...)
	return d.goRun(append(args, targets...)...)
}

// analyse returns the reports for the targets; what can not be analysed is
// added to the problems.
func (d *driver) analyse(targets []string) []report {
	if len(targets) == 0 {
		return nil
	}
	flags := []string{"-json"}
	if d.explain {
		flags = append(flags, "-"+analyzer.Explain.Name, "-"+fanout.Analyzer.Name)
	}
	stdout, stderr, err := d.goVet(targets, flags...)
	if err != nil {
		d.problems = append(d.problems, d.failures(stderr, targets)...)
	} else {
		fmt.Fprint(d.stderr, stderr) // such as warnings of a C compiler
	}
	reports, err := d.decode(stdout)
	if err != nil {
		d.problems = append(d.problems, problem{Message: err.Error()})
	}
	if d.explain {
		for i, r := range reports {
			if !d.settings.Runs(r.Check) {
				reports[i].Check = ""
			}
		}
	}
	return arrange(reports)
}

func (d *driver) decode(stdout []byte) ([]report, error) {
	var reports []report
	for dec := json.NewDecoder(bytes.NewReader(stdout)); ; {
		var output vetOutput
		switch err := dec.Decode(&output); {
		case errors.Is(err, io.EOF):
			return reports, nil
		case err != nil:
			return reports, fmt.Errorf("reading the output of go vet: %w", err)
		}
		for id, results := range output {
			name, _, _ := strings.Cut(id, " ")
			found, failure, err := decodeResults(name, results)
			if err != nil {
				return reports, fmt.Errorf("reading the output of go vet for %s: %w", id, err)
			}
			reports = append(reports, found...)
			if failure != "" {
				d.problems = append(d.problems, problem{Package: name, Message: failure})
			}
		}
	}
}

// decodeResults returns the reports of all analyzers on a package, and the
// one error that says most about why some of them failed.
func decodeResults(name string, results map[string]json.RawMessage) (reports []report, failure string, err error) {
	for _, check := range slices.Sorted(maps.Keys(results)) {
		result := results[check]
		if !bytes.HasPrefix(result, []byte("[")) {
			var e struct{ Error string }
			if err := json.Unmarshal(result, &e); err != nil {
				return nil, "", err
			}
			failure = moreTelling(failure, e.Error)
			continue
		}
		var diagnostics []vetDiagnostic
		if err := json.Unmarshal(result, &diagnostics); err != nil {
			return nil, "", err
		}
		for _, diagnostic := range diagnostics {
			reports = append(reports, diagnostic.report(name, check))
		}
	}
	return reports, oneLine(failure), nil
}

// moreTelling prefers a cause to the mention that there is one, which is
// all that is said of the analyzers that depend on a failed one.
func moreTelling(a, b string) string {
	if a == "" || strings.HasPrefix(a, "failed prerequisites") {
		return b
	}
	return a
}

// report translates a diagnostic of a check on the package called name.
func (v vetDiagnostic) report(name, check string) report {
	r := report{
		Package:  name,
		Check:    check,
		Category: v.Category,
		Message:  v.Message,
		Position: parsePosition(v.Posn),
		End:      parsePosition(v.End),
		Related:  []related{},
		Fixes:    []fix{},
	}
	if check == analyzer.Explain.Name {
		r.Check = fanout.Verdict(v.Category).Check()
		r.Function, r.Message, _ = strings.Cut(v.Message, ": "+v.Category+": ")
	}
	for _, x := range v.Related {
		r.Related = append(r.Related, related{parsePosition(x.Posn), parsePosition(x.End), x.Message})
	}
	for _, x := range v.SuggestedFixes {
		f := fix{Message: x.Message, Edits: []edit{}}
		for _, e := range x.Edits {
			f.Edits = append(f.Edits, edit{e.Filename, e.Start, e.End, e.New})
		}
		r.Fixes = append(r.Fixes, f)
	}
	return r
}

// failures returns a problem for each package that go vet complains about
// on standard error, and for each target that was silently left out because
// it depends on one of those.
func (d *driver) failures(stderr string, targets []string) []problem {
	var problems []problem
	for _, c := range complaints(stderr) {
		message := strings.TrimPrefix(c.lines[0], "fanoutcheck: ")
		problems = append(problems, problem{Package: c.pkg, Message: oneLine(message)})
	}
	if len(problems) == 0 {
		return []problem{{Message: "go vet failed without saying why"}}
	}
	broken := func(name string) bool {
		return slices.ContainsFunc(problems, func(p problem) bool { return p.Package == name })
	}
	for _, dependant := range d.dependants(targets, problems) {
		if !broken(dependant.Package) {
			problems = append(problems, dependant)
		}
	}
	return problems
}

// A complaint is a paragraph of the go command's standard error.
type complaint struct {
	pkg   string // the package it is about, or ""
	lines []string
}

// complaints splits the go command's standard error, in which a line such
// as "# fmt [fmt.test]" starts what is said about a package.
func complaints(stderr string) []complaint {
	var all []complaint
	for line := range strings.Lines(stderr) {
		line = strings.TrimRight(line, "\r\n")
		header, isHeader := strings.CutPrefix(line, "# ")
		switch {
		case isHeader && strings.HasPrefix(header, "["):
			// The same package again, as the vet tool knows it.
		case isHeader:
			name, _, _ := strings.Cut(header, " ")
			all = append(all, complaint{pkg: name})
		case line == "":
		case len(all) == 0:
			all = append(all, complaint{lines: []string{line}})
		default:
			last := &all[len(all)-1]
			last.lines = append(last.lines, line)
		}
	}
	return slices.DeleteFunc(all, func(c complaint) bool { return len(c.lines) == 0 })
}
