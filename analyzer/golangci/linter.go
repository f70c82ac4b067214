package golangci

import (
	"errors"
	"fmt"
	"maps"
	"reflect"

	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// An outcome is what judging a package came to.
type outcome struct {
	result *fanout.Result
	err    error
}

// newLinter returns the analyzer that runs the checks, which share one judge.
func newLinter(checks []*analysis.Analyzer) *analysis.Analyzer {
	judge := *checks[0].Requires[0]
	run := judge.Run
	judge.Run = func(pass *analysis.Pass) (any, error) {
		result, err := run(pass)
		if err != nil {
			return &outcome{err: err}, nil
		}
		return &outcome{result: result.(*fanout.Result)}, nil
	}
	judge.ResultType = reflect.TypeFor[*outcome]()
	return &analysis.Analyzer{
		Name:     name,
		Doc:      "find recursion that starts goroutines without a limit",
		URL:      "https://pkg.go.dev/github.com/fanoutcheck/fanoutcheck/analyzer/golangci",
		Requires: []*analysis.Analyzer{&judge},
		Run: func(pass *analysis.Pass) (any, error) {
			judged := pass.ResultOf[&judge].(*outcome)
			if judged.err != nil {
				failed(pass, judged.err)
				return nil, nil
			}
			found, err := runAll(pass, checks, judged.result)
			if err != nil {
				failed(pass, err)
			}
			together(pass, found)
			for _, r := range found {
				pass.Report(analysis.Diagnostic{
					Pos:            r.Pos,
					End:            r.End,
					Category:       r.Category,
					Message:        message(pass.Fset, r),
					SuggestedFixes: r.SuggestedFixes,
				})
			}
			return nil, nil
		},
	}
}

// A report is a diagnostic of one of the checks.
type report struct {
	check string
	analysis.Diagnostic
	site *fanout.Site // nil if it does not stand on a spawn
}

// runAll runs the checks and returns what they report. The error joins those
// of the checks that failed.
func runAll(pass *analysis.Pass, checks []*analysis.Analyzer, judged *fanout.Result) ([]*report, error) {
	var found []*report
	var failures []error
	for _, check := range checks {
		own := *pass
		own.Analyzer = check
		own.ResultOf = maps.Clone(pass.ResultOf)
		own.ResultOf[check.Requires[0]] = judged
		own.Report = func(d analysis.Diagnostic) {
			if judged.Silenced(d.Pos) {
				d.SuggestedFixes = nil // not to be made, not with another either
			}
			r := &report{check: check.Name, Diagnostic: d}
			for _, site := range judged.Sites {
				if site.Node.Pos() == d.Pos {
					r.site = site
				}
			}
			found = append(found, r)
		}
		if _, err := check.Run(&own); err != nil {
			failures = append(failures, err)
		}
	}
	return found, errors.Join(failures...)
}

// failed reports that a package could not be analysed, at its package
// clause.
func failed(pass *analysis.Pass, err error) {
	if len(pass.Files) > 0 {
		pass.Report(analysis.Diagnostic{Pos: pass.Files[0].Name.Pos(), Message: fmt.Sprintf("this package could not be analysed: %v", err)})
	}
}
