package wholeline

import (
	"bytes"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestLineEnds: a program whose lines end in CRLF gets the same fixes as one
// with other ends, and all its lines still do.
func TestLineEnds(t *testing.T) {
	windows := func(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\n"), []byte("\r\n")) }
	compared := 0
	for _, source := range seeds(t, filepath.Join("..")) {
		unix, err := compiled("example.com/p", source)
		require.NoError(t, err)
		other, err := compiled("example.com/p", windows(source))
		require.NoError(t, err)
		want, err := unix.diagnostics()
		require.NoError(t, err)
		got, err := other.diagnostics()
		require.NoError(t, err)
		require.Equal(t, messages(want), messages(got))
		for i, report := range want {
			require.Len(t, got[i].SuggestedFixes, len(report.SuggestedFixes), "%s: %s", unix.fset.Position(report.Pos), source)
			for k, fix := range report.SuggestedFixes {
				text, err := unix.edited(fix)
				require.NoError(t, err)
				same, err := other.edited(got[i].SuggestedFixes[k])
				require.NoError(t, err)
				if !assert.Equal(t, string(windows(text)), string(same)) {
					return
				}
				compared++
			}
		}
	}
	require.NotZero(t, compared)
}
