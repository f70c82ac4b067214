package lostslot_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
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

// What the fixes make of the programs is no longer reported.
func TestFix(t *testing.T) {
	packages := []string{"walk", "repair"}
	analysistest.RunWithSuggestedFixes(t, analysistest.TestData(), lostslot.Analyzer, packages...)
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(analysistest.TestData())))
	for _, pkg := range packages {
		name := filepath.Join(dir, "src", pkg, pkg+".go")
		require.NoError(t, os.Rename(name+".golden", name))
	}
	for _, result := range analysistest.Run(quiet{}, dir, lostslot.Analyzer, packages...) {
		require.NoError(t, result.Err)
		assert.Empty(t, result.Diagnostics)
	}
}

// quiet ignores expectations, which the fixed programs still state.
type quiet struct{}

func (quiet) Errorf(string, ...any) {}

// What stands in the way of a fix is said at a related position.
func TestObstacles(t *testing.T) {
	var found []string
	for _, d := range analysistest.Run(t, analysistest.TestData(), lostslot.Analyzer, "obstacles")[0].Diagnostics {
		assert.Empty(t, d.SuggestedFixes)
		for _, r := range d.Related {
			if reason, ok := strings.CutPrefix(r.Message, "no fix is offered: "); ok {
				found = append(found, reason)
			}
		}
	}
	assert.Equal(t, []string{
		"what this returns is computed with the slot held",
		"the goroutine that gives this slot back isn't started in the same block",
		"what follows may rely on the slot being given back here",
		"whether the slot is given back here before the function returns isn't clear",
	}, found)
}
