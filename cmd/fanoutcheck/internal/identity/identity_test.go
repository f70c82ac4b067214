package identity

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/source"
)

const walk = `package walk

func walk(n *Node) {
	for _, c := range n.Children {
		go walk(c) // first
		go walk(c)
		go visit(c)
	}
}
`

// fingerprints are those of reports on every go statement of a file.
func fingerprints(t *testing.T, content string, change func(*govet.Report)) []string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "a.go")
	require.NoError(t, os.WriteFile(file, []byte(content), 0o666))
	var reports []govet.Report
	for i, line := range strings.Split(content, "\n") {
		if at := strings.Index(line, "go "); at >= 0 {
			end := strings.Index(line, ")") + 2
			r := govet.Report{
				Package: "example.com/walk", Check: "unboundedspawn", Message: "too many",
				Position: govet.Position{File: file, Line: i + 1, Column: at + 1},
				End:      govet.Position{File: file, Line: i + 1, Column: end},
			}
			change(&r)
			reports = append(reports, r)
		}
	}
	Mark(new(source.Files), reports)
	var got []string
	for _, r := range reports {
		got = append(got, r.Fingerprint)
	}
	return got
}

func same(*govet.Report) {}

func TestFingerprintStays(t *testing.T) {
	want := fingerprints(t, walk, same)
	require.Len(t, want, 3)
	require.NotContains(t, want[1:], want[0])
	require.NotEqual(t, want[1], want[2])
	for name, content := range map[string]string{
		"moved down":    strings.Replace(walk, "func walk", "// Walk walks.\nvar x int\n\nfunc walk", 1),
		"indented":      strings.ReplaceAll(walk, "\t\tgo", "\t\t\t\tgo"),
		"spaced":        strings.ReplaceAll(walk, "go walk", "go  walk"),
		"commented":     strings.Replace(walk, "// first", "// the very first", 1),
		"order in file": strings.Replace(walk, "func walk", "func other() { walk(nil) }\n\nfunc walk", 1),
	} {
		require.Equal(t, want, fingerprints(t, content, same), name)
	}
	require.Equal(t, want, fingerprints(t, walk, func(r *govet.Report) { r.Message, r.Category = "far too many", "leaf-spawn" }))
}

func TestFingerprintChanges(t *testing.T) {
	old := fingerprints(t, walk, same)
	for name, got := range map[string][]string{
		"function": fingerprints(t, strings.ReplaceAll(walk, "func walk", "func stroll"), same),
		"code":     fingerprints(t, strings.ReplaceAll(walk, "(c)", "(c.Next)"), same),
		"check":    fingerprints(t, walk, func(r *govet.Report) { r.Check = "holdwait" }),
		"package":  fingerprints(t, walk, func(r *govet.Report) { r.Package = "example.com/stroll" }),
	} {
		for _, fingerprint := range got {
			require.NotContains(t, old, fingerprint, name)
		}
	}
}
