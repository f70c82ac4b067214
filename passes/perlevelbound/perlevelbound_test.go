package perlevelbound_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/report/reporttest"
	"github.com/fanoutcheck/fanoutcheck/passes/perlevelbound"
)

// The messages stand beside the programs; here is what each leads to.
func TestReport(t *testing.T) {
	results := analysistest.Run(t, analysistest.TestData(), perlevelbound.Analyzer, "walk")
	require.Len(t, results, 1)
	require.Equal(t, [][]string{
		{
			"per-level-bound",
			"12: walk hands a function literal to (*WaitGroup).Go, which starts a goroutine for it",
			"14: the function literal calls walk",
			"11: slots is made anew by every activation, so its limit multiplies with depth",
		},
	}, reporttest.Related(results[0]))
}
