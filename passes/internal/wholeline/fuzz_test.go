package wholeline

import (
	"bytes"
	"errors"
	"go/format"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"testing"

	"github.com/rogpeppe/go-internal/diff"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/report/reporttest"
)

// FuzzFix takes programs through the whole line: they are parsed, type-checked
// and analysed, every fix is applied alone and all first ones together, and what
// comes out is parsed, type-checked and analysed again.
func FuzzFix(f *testing.F) {
	root := filepath.Join("..", "..", "..")
	for _, folder := range []string{"passes", "testdata/textbook", "testdata/demo"} {
		for _, source := range seeds(f, filepath.Join(root, filepath.FromSlash(folder))) {
			f.Add(source, []byte(nil))
		}
	}
	f.Fuzz(func(t *testing.T, source, script []byte) {
		if len(source) > 1<<15 || len(script) > mostSteps*stepSize {
			t.Skip("too long to be quick")
		}
		wholeLine(t, mutated(source, script))
	})
}

// TestCompilerTests takes the programs through the whole line by which the Go
// project tests its compiler, where the Go distribution has them.
func TestCompilerTests(t *testing.T) {
	folder := filepath.Join(runtime.GOROOT(), "test")
	if _, err := os.Stat(folder); err != nil {
		t.Skip("this Go distribution comes without its tests")
	}
	for _, source := range seeds(t, folder) {
		t.Run("", func(t *testing.T) { wholeLine(t, source) })
	}
}

// wholeLine takes one text as far as it goes.
func wholeLine(t *testing.T, source []byte) {
	before, err := compiled("example.com/p", source)
	if err != nil {
		t.Skip(err)
	}
	reports, err := before.diagnostics()
	require.NoError(t, err)

	for _, report := range reports {
		for _, fix := range report.SuggestedFixes {
			text, err := before.edited(fix)
			require.NoError(t, err, fix.Message)
			checkFixed(t, source, text, len(reports), fix.Message)
		}
	}
	if text, _ := together(t, before); text != nil {
		checkFixed(t, source, text, len(reports), "all fixes together")
	}
}

// together returns a program with the first fixes of all its reports applied, as
// drivers do, and the reports. There is no text where there is no fix, nor where the fixes overlap,
// since drivers then leave some out.
func together(t *testing.T, p *program) (text []byte, reports []analysis.Diagnostic) {
	reports, err := p.diagnostics()
	require.NoError(t, err)
	var fixes []analysis.SuggestedFix
	for _, report := range reports {
		if len(report.SuggestedFixes) > 0 {
			fixes = append(fixes, report.SuggestedFixes[0])
		}
	}
	edited, err := p.edited(fixes...)
	if len(fixes) == 0 || errors.Is(err, reporttest.ErrOverlap) {
		return nil, reports
	}
	text, err = driven(edited)
	require.NoError(t, err, "all fixes together: %s", change(p.content, edited))
	return text, reports
}

// checkFixed holds a fixed text to what fixes promise: it compiles, is
// formatted if it was before, and has at most so many reports left.
func checkFixed(t *testing.T, source, fixed []byte, left int, what string) {
	program, err := compiled("example.com/p", fixed)
	require.NoError(t, err, "%s: %s", what, change(source, fixed))
	if formatted, err := format.Source(source); err == nil && bytes.Equal(formatted, source) {
		formatted, err := format.Source(fixed)
		require.NoError(t, err)
		// Where a comment at the end of a line stands depends on the lines
		// around it, which other fixes may change too: that is left to gofmt.
		same := bytes.Equal(columns.ReplaceAll(formatted, nil), columns.ReplaceAll(fixed, nil))
		require.True(t, same, "%s is not formatted: %s", what, change(formatted, fixed))
	}
	reports, err := program.diagnostics()
	require.NoError(t, err, "%s: %s", what, change(source, fixed))
	require.LessOrEqual(t, len(reports), left, "%s leaves %q: %s", what, messages(reports), change(source, fixed))
}

// columns are what gofmt puts between code and a comment.
var columns = regexp.MustCompile(`[ \t]+(?://|/\*)`)

// change shows how two texts differ, for a person.
func change(before, after []byte) string {
	return "\n" + string(diff.Diff("before", before, "after", after))
}

func messages(reports []analysis.Diagnostic) (found []string) {
	for _, report := range reports {
		found = append(found, report.Message)
	}
	return found
}
