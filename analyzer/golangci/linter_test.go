package golangci

import (
	"errors"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
)

// linter returns the analyzer that golangci-lint runs under some settings.
func linter(t *testing.T, conf any) *analysis.Analyzer {
	t.Helper()
	p, err := New(conf)
	require.NoError(t, err)
	require.Equal(t, "typesinfo", p.GetLoadMode())
	analyzers, err := p.BuildAnalyzers()
	require.NoError(t, err)
	require.NoError(t, analysis.Validate(analyzers))
	require.Len(t, analyzers, 1)
	require.Equal(t, "fanoutcheck", analyzers[0].Name, "or golangci-lint puts the name before each message")
	return analyzers[0]
}

func TestMessages(t *testing.T) {
	for _, result := range analysistest.Run(t, analysistest.TestData(), linter(t, nil), "fold") {
		for _, d := range result.Diagnostics {
			require.Empty(t, d.Related, "golangci-lint makes an issue of each")
		}
	}
}

// A failure in one package must not end the run of all other linters.
func TestFailuresAreReports(t *testing.T) {
	fails := func(*analysis.Pass) (any, error) { return nil, errors.New("it was dark") }
	checks := func(t *testing.T) []*analysis.Analyzer {
		checks, err := analyzer.New(analyzer.Settings{})
		require.NoError(t, err)
		return checks
	}
	for name, broken := range map[string]func([]*analysis.Analyzer){
		"the judge": func(checks []*analysis.Analyzer) { checks[0].Requires[0].Run = fails },
		"a check":   func(checks []*analysis.Analyzer) { checks[2].Run = fails },
	} {
		t.Run(name, func(t *testing.T) {
			checks := checks(t)
			broken(checks)
			for _, result := range analysistest.Run(ignored{}, analysistest.TestData(), newLinter(checks), "fold") {
				require.NoError(t, result.Err)
				at := result.Pass.Fset.Position(result.Diagnostics[0].Pos)
				require.Equal(t, "this package could not be analysed: it was dark", result.Diagnostics[0].Message)
				require.Equal(t, [2]int{1, 9}, [2]int{at.Line, at.Column})
				require.Equal(t, name == "a check", len(result.Diagnostics) > 1, "the other checks still report")
			}
		})
	}
}

// ignored takes no expectation seriously.
type ignored struct{}

func (ignored) Errorf(string, ...any) {}
