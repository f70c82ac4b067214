package govet

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// A vetOutput is what a vet tool prints for a package: from the package's
// identity, such as "fmt [fmt.test]", over the name of an analyzer to a
// list of diagnostics or to an error.
type vetOutput map[string]map[string]json.RawMessage

// analyse adds the reports on the targets of a result, and what can not be
// analysed.
func (d *Driver) analyse(ctx context.Context, result *Result) {
	if len(result.Targets) == 0 {
		return
	}
	stdout, stderr, err := d.Vet(ctx, result.Targets, questions(result.modules)...)
	if err != nil {
		result.Problems = append(result.Problems, d.failures(ctx, stderr, result.Targets)...)
	} else {
		result.Warnings = stderr
	}
	said, err := decode(stdout)
	result.Problems = append(result.Problems, said.Problems...)
	if err != nil {
		result.Problems = append(result.Problems, Problem{Message: err.Error()})
	}
	for _, r := range said.Recursions {
		if result.named[r.Package] {
			result.Recursions = append(result.Recursions, r)
		}
	}
	result.Recursions = arrangeRecursions(result.Recursions)
	for _, r := range said.Reports {
		switch {
		case !result.named[r.Package]:
			// It is only imported.
		case r.Function != "":
			result.Explanations = append(result.Explanations, r)
		default:
			result.Reports = append(result.Reports, r)
		}
	}
	result.Reports, result.Explanations = arrange(result.Reports), arrange(result.Explanations)
}

// AnswerFor is the flag that asks this program, as a vet tool, to say what it
// finds in all packages of some modules, be they only imported. For the go
// command keeps the answer under one key, whether the package was named or
// imported, and the first kind of question would decide what the other one is
// told.
const AnswerFor = "answer-for"

// Std stands for the standard library among modules.
const Std = "std"

// questions returns the flags of the one question that is ever asked about a
// module: then all ways to show the answer share what the go command keeps.
func questions(modules []string) []string {
	flags := []string{"-json", answerFor(modules)}
	for _, a := range append(analyzer.Suite(), analyzer.Explain, analyzer.Recursions, fanout.Analyzer) {
		flags = append(flags, "-"+a.Name)
	}
	return flags
}

func answerFor(modules []string) string {
	modules = slices.Compact(slices.Sorted(slices.Values(modules)))
	return "-" + AnswerFor + "=" + strings.Join(modules, ",")
}

// Patch returns the changes that the fixes of a result make together, as a
// unified diff, and what else was said. There may be some of packages that are
// not in the result: of those that these import in the same modules.
func (d *Driver) Patch(ctx context.Context, result *Result) (patch, stderr string) {
	// The command fails whenever there is a patch.
	stdout, stderr, _ := d.Vet(ctx, result.Targets, "-fix", "-diff", answerFor(result.modules))
	return string(stdout), stderr
}

// decode reads what go vet prints for the packages, one after the other.
func decode(stdout []byte) (said Result, err error) {
	for dec := json.NewDecoder(bytes.NewReader(stdout)); ; {
		var output vetOutput
		switch err := dec.Decode(&output); {
		case errors.Is(err, io.EOF):
			return said, nil
		case err != nil:
			return said, fmt.Errorf("reading the output of go vet: %w", err)
		}
		for id, results := range output {
			name, _, _ := strings.Cut(id, " ")
			if err := said.decode(name, results); err != nil {
				return said, fmt.Errorf("reading the output of go vet for %s: %w", id, err)
			}
		}
	}
}

// decode adds what all analyzers say of a package, and of the errors of those
// that failed the one that says most about why.
func (said *Result) decode(name string, results map[string]json.RawMessage) error {
	failure := ""
	for _, check := range slices.Sorted(maps.Keys(results)) {
		result := results[check]
		if !bytes.HasPrefix(result, []byte("[")) {
			var e Failure
			if err := json.Unmarshal(result, &e); err != nil {
				return err
			}
			failure = moreTelling(failure, e.Error)
			continue
		}
		var diagnostics []Diagnostic
		if err := json.Unmarshal(result, &diagnostics); err != nil {
			return err
		}
		for _, diagnostic := range diagnostics {
			if check != analyzer.Recursions.Name {
				said.Reports = append(said.Reports, diagnostic.report(name, check))
				continue
			}
			recursion, err := diagnostic.recursion(name)
			if err != nil {
				return err
			}
			said.Recursions = append(said.Recursions, recursion)
		}
	}
	if failure != "" {
		said.Problems = append(said.Problems, Problem{Package: name, Message: OneLine(failure)})
	}
	return nil
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
func (v Diagnostic) report(name, check string) Report {
	r := Report{
		Package:  name,
		Check:    check,
		Category: v.Category,
		Message:  v.Message,
		Position: ParsePosition(v.Posn),
		End:      ParsePosition(v.End),
		Related:  []Related{},
		Fixes:    []Fix{},
	}
	if check == analyzer.Explain.Name {
		r.Check = fanout.Verdict(v.Category).Check()
		r.Function, r.Message, _ = strings.Cut(v.Message, ": "+v.Category+": ")
	}
	for _, x := range v.Related {
		r.Related = append(r.Related, Related{ParsePosition(x.Posn), ParsePosition(x.End), x.Message})
	}
	for _, x := range v.Fixes {
		f := Fix{Message: x.Message, Edits: []Edit{}}
		for _, e := range x.Edits {
			f.Edits = append(f.Edits, Edit{e.Filename, e.Start, e.End, e.New})
		}
		r.Fixes = append(r.Fixes, f)
	}
	return r
}

// failures returns a problem for each package that go vet complains about
// on standard error, and for each target that was silently left out because
// it depends on one of those.
func (d *Driver) failures(ctx context.Context, stderr string, targets []string) []Problem {
	var problems, rejected []Problem
	for _, c := range complaints(stderr) {
		problem := Problem{Package: c.pkg, Message: OneLine(c.message())}
		problems = append(problems, problem)
		if !slices.ContainsFunc(c.lines, death().MatchString) { // else what imports it is analysed
			rejected = append(rejected, problem)
		}
	}
	if len(problems) == 0 {
		return []Problem{{Message: "go vet failed without saying why"}}
	}
	broken := func(name string) bool {
		return slices.ContainsFunc(problems, func(p Problem) bool { return p.Package == name })
	}
	for _, dependant := range d.dependants(ctx, targets, rejected) {
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

// Issues is where bugs are reported.
const Issues = "https://github.com/fanoutcheck/fanoutcheck/issues"

// death is what is printed when a program is ended, and does not end by itself.
var death = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^(panic: |fatal error: |runtime: goroutine stack exceeds |.*\bsignal: )`)
})

// message returns what a complaint comes down to. A vet tool that breaks down,
// since its stack or the memory was exhausted, has no chance to say so itself.
func (c complaint) message() string {
	at := slices.IndexFunc(c.lines, death().MatchString)
	if at < 0 {
		return strings.TrimPrefix(c.lines[0], "fanoutcheck: ")
	}
	return fmt.Sprintf("internal error: %s; please report it at %s", c.lines[at], Issues)
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
