package bound

import (
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// The package comment is the map of the room, so it has every file.
func TestMap(t *testing.T) {
	comment, err := os.ReadFile("doc.go")
	require.NoError(t, err)
	files, err := filepath.Glob("*.go")
	require.NoError(t, err)
	for _, file := range files {
		if name := strings.TrimSuffix(file, ".go"); name != "doc" && !strings.HasSuffix(name, "_test") {
			assert.Regexp(t, `\b`+regexp.QuoteMeta(name)+`\b`, string(comment), file)
		}
	}
}
