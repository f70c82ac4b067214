package unboundedspawn_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/report/reporttest"
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
	}, reporttest.Related(results[0]))
}
