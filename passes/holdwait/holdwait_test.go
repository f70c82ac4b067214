package holdwait_test

import (
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/fanoutcheck/fanoutcheck/passes/holdwait"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/report/reporttest"
)

// The messages stand beside the programs; here is what each leads to.
func TestReport(t *testing.T) {
	results := analysistest.Run(t, analysistest.TestData(), holdwait.Analyzer, "walk")
	require.Len(t, results, 1)
	require.Equal(t, [][]string{
		{
			"hold-wait",
			"13: walk hands a function literal to (*WaitGroup).Go, which starts a goroutine for it",
			"15: the function literal calls walk",
			"12: the goroutine keeps its slot of slots while it waits for another slot of it",
		},
	}, reporttest.Related(results[0]))
}
