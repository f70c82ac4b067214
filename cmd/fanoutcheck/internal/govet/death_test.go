package govet

import (
	"context"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// brokenTool is a vet tool that exhausts its stack in a package called bad, and
// reports every other.
const brokenTool = `#!/bin/sh
for last; do :; done
case $last in
-V=full) echo "tool version devel buildID=TOOL/TOOL" ;;
-flags)
	flags=",{\"Name\":\"answer-for\",\"Bool\":false}"
	for name in FLAGS; do
		flags="$flags,{\"Name\":\"$name\",\"Bool\":true}"
	done
	echo "[${flags#,}]" ;;
*)
	value() { sed -n "s/.*\"$1\": \"\([^\"]*\)\".*/\1/p" "$last" | head -n 1; }
	pkg=$(value ImportPath)
	if [ "$pkg" = example.com/m/bad ]; then
		echo "runtime: goroutine stack exceeds 1000000000-byte limit" >&2
		echo "fatal error: stack overflow" >&2
		exit 2
	fi
	touch "$(value VetxOutput)"
	echo "{\"$pkg\": {\"unboundedspawn\": [{\"posn\": \"p.go:1:1\", \"end\": \"p.go:1:1\", \"message\": \"of $pkg\"}]}}" >"$(value Stdout)" ;;
esac
`

// What breaks the tool down in one package is told as a bug of ours, and the
// other packages are analysed.
func TestToolThatBreaksDown(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("the tool of this test is a script of Unix")
	}
	var names []string
	for _, question := range questions(nil) {
		if !strings.Contains(question, "=") {
			names = append(names, strings.TrimPrefix(question, "-"))
		}
	}
	dir := t.TempDir()
	for name, content := range map[string]string{
		"tool":         strings.ReplaceAll(brokenTool, "FLAGS", strings.Join(names, " ")),
		"go.mod":       "module example.com/m\n\ngo 1.26\n",
		"bad/bad.go":   "package bad\n",
		"good/good.go": "package good\n",
		"uses/uses.go": "package uses\n\nimport _ \"example.com/m/bad\"\n",
	} {
		name = filepath.Join(dir, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, []byte(content), 0o755))
	}
	d, err := New(context.Background(), dir)
	require.NoError(t, err)
	d.Tool = filepath.Join(dir, "tool")
	result := d.Run(context.Background(), []string{"./..."})
	assert.Equal(t, []Problem{
		{"example.com/m/bad", "internal error: runtime: goroutine stack exceeds 1000000000-byte limit; please report it at " + Issues},
	}, result.Problems)
	require.Len(t, result.Reports, 2)
	assert.Equal(t, "of example.com/m/good", result.Reports[0].Message)
	assert.Equal(t, "of example.com/m/uses", result.Reports[1].Message)
}

func TestDeath(t *testing.T) {
	for line, want := range map[string]string{
		"p.go:1:1: undefined: x":           "p.go:1:1: undefined: x",
		"fanoutcheck: some trouble":        "some trouble",
		"panic: runtime error: x":          "internal error: panic: runtime error: x; please report it at " + Issues,
		"/bin/fanoutcheck: signal: killed": "internal error: /bin/fanoutcheck: signal: killed; please report it at " + Issues,
	} {
		assert.Equal(t, want, complaint{lines: []string{line}}.message())
	}
}
