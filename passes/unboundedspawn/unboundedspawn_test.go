package unboundedspawn_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/fanoutcheck/fanoutcheck/passes/unboundedspawn"
)

// The messages stand beside the programs; here is what each leads to.
func TestReport(t *testing.T) {
	results := analysistest.Run(t, analysistest.TestData(), unboundedspawn.Analyzer, "walk")
	require.Len(t, results, 1)
	require.Equal(t, [][]string{
		{
			"recursive-spawn",
			"18: visit hands a function literal to (*WaitGroup).Go, which starts a goroutine for it",
			"19: the function literal calls walk",
			"12: walk calls visit",
		},
		{
			"leaf-spawn",
			"28: audited calls audited",
		},
		{
			"worklist-spawn",
			"38: crawl starts a goroutine that runs a function literal",
			"40: the goroutine sends to the channel that crawl receives from",
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
