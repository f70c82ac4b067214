package format

import (
	"bytes"
	"encoding/xml"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/source"
)

func TestRoot(t *testing.T) {
	top := t.TempDir()
	workspace, repository := filepath.Join(top, "workspace"), filepath.Join(top, "workspace", "repository")
	deep := filepath.Join(repository, "deep")
	require.NoError(t, os.MkdirAll(deep, 0o777))
	t.Setenv("GITHUB_WORKSPACE", "")
	require.Equal(t, deep, Root(deep), "no repository")
	t.Setenv("GITHUB_WORKSPACE", workspace)
	require.Equal(t, workspace, Root(deep))
	require.Equal(t, top, Root(top), "outside of the workspace")
	require.NoError(t, os.WriteFile(filepath.Join(repository, ".git"), nil, 0o666), "as in a worktree")
	require.Equal(t, repository, Root(deep))
}

// The runner of GitHub Actions reads back what was meant.
func TestGitHub(t *testing.T) {
	run, _ := write(t)
	run.Problems = append(run.Problems, govet.Problem{Message: "go.mod:3: unknown directive"}, govet.Problem{Message: "a.go: odd"})
	var out bytes.Buffer
	require.NoError(t, GitHub(&out, run))
	lines := strings.Split(strings.TrimSuffix(out.String(), "\n"), "\n")
	require.Len(t, lines, 5)

	properties, message := runnerReads(t, lines[0])
	require.Equal(t, map[string]string{
		"file": "p:q/a, b:#?.go", "line": "4", "col": "13", "endColumn": "32", "title": "fanoutcheck: perlevelbound",
	}, properties)
	require.True(t, strings.HasPrefix(message, "100%0A <wrong>, \"really\"\np:q/a, b:#?.go:4:"), message)
	require.Contains(t, message, "\np:q/a, b:#?.go:4:16: walk starts a goroutine that runs walk\n")

	properties, message = runnerReads(t, lines[1])
	require.Equal(t, "p:q/a, b:#?.go", properties["file"])
	require.Equal(t, "4", properties["line"])
	require.Equal(t, "cannot analyse example.com/p: a, b:#?.go:4:7: syntax: error", message)
	for _, line := range lines[2:] {
		properties, _ = runnerReads(t, line)
		require.Equal(t, map[string]string{"title": "fanoutcheck: cannot analyse"}, properties, line)
	}
}

// A column is no use to the runner where a report ends on another line.
func TestGitHubLines(t *testing.T) {
	run, file := write(t)
	run.Problems = nil
	run.Reports[0].Position = govet.Position{File: file, Line: 3, Column: 1}
	var out bytes.Buffer
	require.NoError(t, GitHub(&out, run))
	properties, _ := runnerReads(t, strings.TrimSpace(out.String()))
	require.Equal(t, "3", properties["line"])
	require.Equal(t, "4", properties["endLine"])
	require.NotContains(t, properties, "col")

	run.Reports[0].End = run.Reports[0].Position
	out.Reset()
	require.NoError(t, GitHub(&out, run))
	properties, _ = runnerReads(t, strings.TrimSpace(out.String()))
	require.Equal(t, "1", properties["col"])
	require.NotContains(t, properties, "endColumn", "a place without extent")
}

// runnerReads takes a command apart as the runner documents it.
func runnerReads(t *testing.T, line string) (properties map[string]string, message string) {
	t.Helper()
	head, message, ok := strings.Cut(strings.TrimPrefix(line, "::error "), "::")
	require.True(t, ok && strings.HasPrefix(line, "::error "), line)
	require.NotContains(t, head, ":")
	unescape := strings.NewReplacer("%0A", "\n", "%0D", "\r", "%3A", ":", "%2C", ",", "%25", "%")
	properties = make(map[string]string)
	for property := range strings.SplitSeq(head, ",") {
		name, value, ok := strings.Cut(property, "=")
		require.True(t, ok, property)
		properties[name] = unescape.Replace(value)
	}
	return properties, strings.NewReplacer("%0A", "\n", "%0D", "\r", "%25", "%").Replace(message)
}

func TestCheckstyle(t *testing.T) {
	run, file := write(t)
	run.Problems = append(run.Problems, govet.Problem{Message: "a.go: odd"}) // has no place
	const odd = "/src/\xff<&\"\x01\n.go"
	run.Reports = append(run.Reports, govet.Report{Check: "holdwait", Message: "a\xff\x00b", Position: govet.Position{File: odd, Line: 3}})
	var out bytes.Buffer
	require.NoError(t, Checkstyle(&out, run))
	var got struct {
		XMLName xml.Name         `xml:"checkstyle"`
		Files   []checkstyleFile `xml:"file"`
	}
	require.NoError(t, xml.Unmarshal(out.Bytes(), &got))
	require.Equal(t, []checkstyleFile{
		{Name: file, Errors: []checkstyleError{
			{Line: 4, Column: 13, Severity: "error", Message: `100%0A <wrong>, "really"`, Source: "fanoutcheck.perlevelbound"},
			{Line: 4, Column: 7, Severity: "error", Message: "syntax: error", Source: "fanoutcheck.load"},
		}},
		{Name: "/src/\uFFFD<&\"\uFFFD\n.go", Errors: []checkstyleError{
			{Line: 3, Severity: "error", Message: "a\uFFFD\uFFFDb", Source: "fanoutcheck.holdwait"},
		}},
	}, got.Files)
}

func TestJSON(t *testing.T) {
	at := govet.Position{File: "/src/walk.go", Line: 7, Column: 3}
	var out bytes.Buffer
	require.NoError(t, JSON(&out, &Run{
		Files: new(source.Files),
		Reports: []govet.Report{{
			Package:     "example.com/walk",
			Function:    "walk",
			Check:       "unboundedspawn",
			Category:    "recursive-spawn",
			Message:     "c <- walk & more",
			Position:    at,
			End:         at,
			Related:     []govet.Related{{Position: at, End: at, Message: "walk starts walk"}},
			Fixes:       []govet.Fix{{Message: "Bound it", Edits: []govet.Edit{{File: "/src/walk.go", Start: 1, End: 2, New: "new"}}}},
			Fingerprint: "abc",
		}},
		Problems: []govet.Problem{{Package: "example.com/broken", Message: "does not compile"}},
	}))
	require.JSONEq(t, `{
		"reports": [{
			"package": "example.com/walk",
			"function": "walk",
			"check": "unboundedspawn",
			"category": "recursive-spawn",
			"message": "c <- walk & more",
			"position": {"file": "/src/walk.go", "line": 7, "column": 3},
			"end": {"file": "/src/walk.go", "line": 7, "column": 3},
			"related": [{
				"position": {"file": "/src/walk.go", "line": 7, "column": 3},
				"end": {"file": "/src/walk.go", "line": 7, "column": 3},
				"message": "walk starts walk"
			}],
			"fixes": [{"message": "Bound it", "edits": [{"file": "/src/walk.go", "start": 1, "end": 2, "new": "new"}]}],
			"fingerprint": "abc"
		}],
		"problems": [{"package": "example.com/broken", "message": "does not compile"}]
	}`, out.String())
	require.Contains(t, out.String(), "c <- walk & more")
}
