package lateacquire_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/report/reporttest"
	"github.com/fanoutcheck/fanoutcheck/passes/lateacquire"
)

// The messages stand beside the programs; here is what each leads to.
func TestReport(t *testing.T) {
	results := analysistest.Run(t, analysistest.TestData(), lateacquire.Analyzer, "walk")
	require.Len(t, results, 1)
	require.Equal(t, [][]string{
		{
			"late-acquire",
			"13: walk starts a goroutine that runs walk",
			"11: the slot of slots is taken here, inside the goroutine: it limits the work, not the goroutines that wait",
		},
	}, reporttest.Related(results[0]))
}
