package analyzer

import (
	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// Settings choose the checks, and say what their judgement needs to know of
// the code. The zero value is the default.
type Settings = fanout.Settings

// New returns the checks of the [Suite] that the settings leave switched on,
// judging by these settings, whatever the flags of [fanout.Analyzer] say. It
// fails if a setting is wrong, and says which and what is allowed.
func New(settings Settings) ([]*analysis.Analyzer, error) {
	judge, err := fanout.New(settings)
	if err != nil {
		return nil, err
	}
	var checks []*analysis.Analyzer
	for _, check := range Suite() {
		if settings.Runs(check.Name) {
			bound := *check
			bound.Requires = []*analysis.Analyzer{judge}
			checks = append(checks, &bound)
		}
	}
	return checks, nil
}
