package lostslot_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/fanoutcheck/fanoutcheck/passes/lostslot"
)

// The messages stand beside the programs; here is what each leads to.
func TestReport(t *testing.T) {
	results := analysistest.Run(t, analysistest.TestData(), lostslot.Analyzer, "walk")
	require.Len(t, results, 1)
	require.Equal(t, [][]string{
		{
			"lost-slot",
			"17: early starts goroutines here that need slots",
		},
		{
			"lost-slot",
			"38: skipped starts goroutines here that need slots",
		},
		{
			"lost-slot",
			"59: inChild starts goroutines here that need slots",
		},
		{
			"lost-slot",
			"68: twice starts goroutines here that need slots",
		},
	}, related(results[0]))
}

// related returns the category and the related positions of each report, by
// line. What is in the way of a fix is left to the tests of the fixes.
func related(result *analysistest.Result) [][]string {
	var found [][]string
	for _, d := range result.Diagnostics {
		lines := []string{d.Category}
		for _, r := range d.Related {
			if strings.HasPrefix(r.Message, "no fix is offered") {
				continue
			}
			line := result.Pass.Fset.Position(r.Pos).Line
			lines = append(lines, fmt.Sprintf("%d: %s", line, r.Message))
		}
		found = append(found, lines)
	}
	return found
}
