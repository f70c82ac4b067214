package analyzer

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// Settings know the checks by their names, in the order of the suite.
func TestSettingsKnowTheSuite(t *testing.T) {
	settings := Settings{Enable: []string{"nonsense"}}
	var names []string
	for _, a := range Suite() {
		names = append(names, a.Name)
		require.NoError(t, (&Settings{Enable: []string{a.Name}}).Validate())
	}
	require.ErrorContains(t, settings.Validate(), "allowed are "+strings.Join(names, ", ")+"\n")
}

func TestNewRunsWhatIsEnabled(t *testing.T) {
	for _, test := range []struct {
		enable, disable string
		want            string
	}{
		{"", "", "unboundedspawn perlevelbound lateacquire holdwait lostslot"},
		{"holdwait perlevelbound", "", "perlevelbound holdwait"},
		{"", "lostslot lateacquire", "unboundedspawn perlevelbound holdwait"},
		{"lostslot holdwait", "lostslot", "holdwait"},
	} {
		checks, err := New(Settings{Enable: strings.Fields(test.enable), Disable: strings.Fields(test.disable)})
		require.NoError(t, err)
		require.NoError(t, analysis.Validate(checks))
		var names []string
		for _, a := range checks {
			names = append(names, a.Name)
		}
		require.Equal(t, test.want, strings.Join(names, " "))
	}
	_, err := New(Settings{Limit: -1})
	require.ErrorContains(t, err, "limit: ")
}

// Suites with settings of their own know nothing of each other, nor of the
// flags.
func TestNewSharesNothing(t *testing.T) {
	strict, err := New(Settings{Strict: true, Enable: []string{"unboundedspawn"}})
	require.NoError(t, err)
	lenient, err := New(Settings{Enable: []string{"unboundedspawn"}})
	require.NoError(t, err)
	require.NotContains(t, strict[0].Requires, fanout.Analyzer)
	for suite, want := range map[*analysis.Analyzer]int{strict[0]: 1, lenient[0]: 0, Suite()[0]: 0} {
		for _, result := range analysistest.Run(ignored{}, analysistest.TestData(), suite, "depth") {
			require.Len(t, result.Diagnostics, want)
		}
	}
}

// A driver that reads nolint comments gets what they silence, and nothing is
// said of the comments. Our own directives it does not know.
func TestNewKeepsSilenced(t *testing.T) {
	for keep, want := range map[bool][]string{
		false: {"19: directive"},
		true:  {"8: recursive-spawn"},
	} {
		checks, err := New(Settings{KeepSilenced: keep})
		require.NoError(t, err)
		var got []string
		for _, result := range analysistest.Run(ignored{}, analysistest.TestData(), checks[0], "silenced") {
			for _, d := range result.Diagnostics {
				got = append(got, fmt.Sprintf("%d: %s", result.Pass.Fset.Position(d.Pos).Line, d.Category))
			}
		}
		require.Equal(t, want, got)
	}
}

// ignored takes no expectation seriously.
type ignored struct{}

func (ignored) Errorf(string, ...any) {}
