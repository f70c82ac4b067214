package lostslot_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/report/reporttest"
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
	}, reporttest.Related(results[0]))
}
