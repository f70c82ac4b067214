// Package reporttest reads reports for the tests of the checks.
package reporttest

import (
	"fmt"
	"strings"

	"golang.org/x/tools/go/analysis/analysistest"
)

// Related returns the category and the related positions of each report, by
// line. What is in the way of a fix, or needed for one, is left to the tests of
// the fixes.
func Related(result *analysistest.Result) [][]string {
	var found [][]string
	for _, d := range result.Diagnostics {
		lines := []string{d.Category}
		for _, r := range d.Related {
			if strings.HasPrefix(r.Message, "no fix is offered") || strings.HasPrefix(r.Message, "the fix imports") {
				continue
			}
			line := result.Pass.Fset.Position(r.Pos).Line
			lines = append(lines, fmt.Sprintf("%d: %s", line, r.Message))
		}
		found = append(found, lines)
	}
	return found
}
