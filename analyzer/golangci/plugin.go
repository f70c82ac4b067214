// Package golangci is fanoutcheck as a module plugin of golangci-lint v2.
//
// It runs the checks of package analyzer and fits what they report to that
// program, which differs from the go command in what it makes of a
// diagnostic:
//
//	checks → one diagnostic each → fixes that stand together → one line each
//
// It takes each related position for an issue of its own, one that is left
// over after a fix, so the message tells them all ([message]). It applies
// every edit of every fix that is not silenced, and neither merges edits that
// overlap nor removes an import that has no use left, so the fixes of a file
// are made to fit each other here ([together]). And the error of one linter
// ends the run of all the others, so what goes wrong in a package is an
// issue of that package.
package golangci

import (
	"github.com/golangci/plugin-module-register/register"
	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
)

// name is what configurations and nolint comments call the linter.
const name = "fanoutcheck"

func init() { register.Plugin(name, New) }

// New returns the plugin, for settings as golangci-lint has read them. It
// fails if a setting is wrong, and says which and what is allowed.
func New(conf any) (register.LinterPlugin, error) {
	settings, err := decode(conf)
	if err != nil {
		return nil, err
	}
	settings.KeepSilenced = true // golangci-lint reads nolint comments itself
	checks, err := analyzer.New(settings)
	if err != nil {
		return nil, err
	}
	return plugin(checks), nil
}

// A plugin holds the checks that are switched on.
type plugin []*analysis.Analyzer

// BuildAnalyzers returns one analyzer for all checks, since their fixes can
// only be fitted to each other together.
func (p plugin) BuildAnalyzers() ([]*analysis.Analyzer, error) {
	return []*analysis.Analyzer{newLinter(p)}, nil
}

// GetLoadMode asks for packages with types.
func (p plugin) GetLoadMode() string { return register.LoadModeTypesInfo }
