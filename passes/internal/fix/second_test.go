package fix_test

import (
	"go/token"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// judged reports every site that a check reports.
var judged = &analysis.Analyzer{
	Name:     "judged",
	Doc:      "report what any check reports",
	Requires: []*analysis.Analyzer{fanout.Analyzer},
	Run: func(pass *analysis.Pass) (any, error) {
		for _, site := range fanout.Of(pass).Sites {
			if site.Verdict.Check() != "" {
				pass.Reportf(site.Node.Pos(), "%s: %s", site.Verdict, site.Message)
			}
		}
		return nil, nil
	},
}

// TestSecondRun judges what the fixes leave behind: the spawns that they
// repair are no longer reported, and no other is reported because of them.
func TestSecondRun(t *testing.T) {
	for analyzer, packages := range packages {
		t.Run(analyzer.Name, func(t *testing.T) {
			dir := t.TempDir()
			require.NoError(t, os.CopyFS(dir, os.DirFS(analysistest.TestData())))
			repaired := make(map[token.Position]bool)
			for _, result := range analysistest.Run(quiet{}, dir, analyzer, packages...) {
				for name, content := range driven(t, result) {
					require.NoError(t, os.WriteFile(name+".fixed", content, 0o666))
				}
				for _, d := range result.Diagnostics {
					if len(d.SuggestedFixes) > 0 {
						repaired[result.Pass.Fset.Position(d.Pos)] = true
					}
				}
			}
			expected := make(map[string]int)
			reports(t, dir, packages, func(pos token.Position, message string) {
				if !repaired[pos] {
					expected[message]++
				}
			})
			replace(t, dir)
			found := make(map[string]int)
			reports(t, dir, packages, func(pos token.Position, message string) {
				found[message]++
				assert.LessOrEqual(t, found[message], expected[message], "%s: %s", pos, message)
			})
		})
	}
}

// reports calls f with all that the checks report of some packages.
func reports(t *testing.T, dir string, packages []string, f func(token.Position, string)) {
	for _, result := range analysistest.Run(quiet{}, dir, judged, packages...) {
		require.NoError(t, result.Err)
		for _, d := range result.Diagnostics {
			f(result.Pass.Fset.Position(d.Pos), filepath.Base(filepath.Dir(result.Pass.Fset.Position(d.Pos).Filename))+": "+d.Message)
		}
	}
}

// replace puts the fixed files in place of the others.
func replace(t *testing.T, dir string) {
	require.NoError(t, filepath.WalkDir(dir, func(path string, _ os.DirEntry, err error) error {
		if name, fixed := strings.CutSuffix(path, ".fixed"); fixed {
			return os.Rename(path, name)
		}
		return err
	}))
}
