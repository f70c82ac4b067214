package analyzer

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
)

func TestSuiteIsValid(t *testing.T) {
	require.NoError(t, analysis.Validate(append(Suite(), Explain, Recursions)))
}

func TestEveryCheckIsDocumented(t *testing.T) {
	for _, a := range Suite() {
		sentence, rest, _ := strings.Cut(a.Doc, "\n\n")
		require.NotContains(t, sentence, "\n", "%s: the first paragraph is shown in lists", a.Name)
		require.GreaterOrEqual(t, strings.Count(rest, "\n\n\t"), 2, "%s: a wrong and a right program", a.Name)
		require.Contains(t, rest, "package lifo", a.Name)
		require.True(t, strings.HasSuffix(a.URL, "/"+a.Name), a.URL)
	}
}
