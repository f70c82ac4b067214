package test

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// folders hold programs with many fixes, several in most files, and all
// forms of imports.
var folders = []string{
	"passes/internal/fix/testdata/src/captured",
	"passes/internal/fix/testdata/src/channels",
	"passes/internal/fix/testdata/src/detached",
	"passes/internal/fix/testdata/src/early",
	"passes/internal/fix/testdata/src/errgroups",
	"passes/internal/fix/testdata/src/handed",
	"passes/internal/fix/testdata/src/imports",
	"passes/internal/fix/testdata/src/inline",
	"passes/internal/fix/testdata/src/kept",
	"passes/internal/fix/testdata/src/left",
	"passes/internal/fix/testdata/src/local",
	"passes/internal/fix/testdata/src/percall",
	"passes/internal/fix/testdata/src/program",
	"passes/internal/fix/testdata/src/queued",
	"passes/internal/fix/testdata/src/returned",
	"passes/internal/fix/testdata/src/room",
	"passes/internal/fix/testdata/src/shadow",
	"passes/internal/fix/testdata/src/shared",
	"passes/internal/fix/testdata/src/slots",
	"analyzer/golangci/testdata/src/several",
}

// left out is what the go command leaves with an import that has no use, and
// golangci-lint does in two steps.
var leftOut = []string{"dot.go", "oneline.go"}

const config = `version: "2"
run:
  allow-parallel-runners: true
linters:
  default: none
  enable: [fanoutcheck]
  settings:
    custom:
      fanoutcheck:
        type: module
issues:
  max-issues-per-linter: 0
  max-same-issues: 0
  uniq-by-line: false
`

// A program runs in a module that holds the folders.
type module struct {
	dir string
	env []string
}

func newModule(t *testing.T) module {
	t.Helper()
	m := module{dir: t.TempDir(), env: os.Environ()}
	env := environment(t)
	for key, value := range env {
		m.env = append(m.env, key+"="+value)
	}
	for _, folder := range folders {
		from := filepath.Join("../../..", filepath.FromSlash(folder))
		require.NoError(t, os.CopyFS(filepath.Join(m.dir, filepath.Base(folder)), os.DirFS(from)))
	}
	for _, name := range leftOut {
		require.NoError(t, os.Remove(filepath.Join(m.dir, "several", name)))
	}
	path, version, _ := strings.Cut(env["SYNC"], "@")
	gomod := fmt.Sprintf("module example.com/corpus\n\ngo 1.26\n\nrequire (\n\tgithub.com/fanoutcheck/fanoutcheck/runtime v0.0.0\n\t%s %s\n)\n\nreplace github.com/fanoutcheck/fanoutcheck/runtime => %s\n",
		path, version, env["RUNTIME"])
	require.NoError(t, os.WriteFile(filepath.Join(m.dir, "go.mod"), []byte(gomod), 0o666))
	require.NoError(t, os.WriteFile(filepath.Join(m.dir, ".golangci.yml"), []byte(config), 0o666))
	return m
}

// run runs a program, whose exit status tells that there are reports, and
// returns its standard output.
func (m module) run(t *testing.T, program string, args ...string) []byte {
	t.Helper()
	cmd := exec.Command(filepath.Join(programs, program), args...)
	cmd.Dir, cmd.Env = m.dir, m.env
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	require.ErrorContains(t, err, "exit status 1", stderr.String())
	return out
}

// files returns the files of the module, by name.
func (m module) files(t *testing.T) map[string]string {
	t.Helper()
	files := make(map[string]string)
	require.NoError(t, filepath.WalkDir(m.dir, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		content, err := os.ReadFile(path)
		files[strings.TrimPrefix(path, m.dir)] = string(content)
		return err
	}))
	return files
}

// A result is what both programs tell of a report.
type result struct {
	File         string
	Line, Column int
	Text         string
}

// ours returns what fanoutcheck reports.
func ours(t *testing.T, m module) []result {
	t.Helper()
	var printed struct {
		Reports []struct {
			Check, Message string
			Position       result
		}
	}
	require.NoError(t, json.Unmarshal(m.run(t, "fanoutcheck", "-json", "./..."), &printed))
	var results []result
	for _, r := range printed.Reports {
		name, err := filepath.Rel(m.dir, r.Position.File)
		require.NoError(t, err)
		results = append(results, result{filepath.ToSlash(name), r.Position.Line, r.Position.Column, r.Check + ": " + r.Message})
	}
	return results
}

// theirs returns what golangci-lint reports, as JSON and as SARIF, without
// the reasons in brackets.
func theirs(t *testing.T, m module) (fromJSON, fromSARIF []result) {
	t.Helper()
	m.run(t, "golangci-lint", "run", "--output.json.path=out.json", "--output.sarif.path=out.sarif")
	read := func(name string, into any) {
		content, err := os.ReadFile(filepath.Join(m.dir, name))
		require.NoError(t, err)
		require.NoError(t, os.Remove(filepath.Join(m.dir, name)))
		require.NoError(t, json.Unmarshal(content, into))
	}
	var issues struct {
		Issues []struct {
			FromLinter, Text string
			Pos              struct {
				Filename     string
				Line, Column int
			}
		}
	}
	read("out.json", &issues)
	for _, i := range issues.Issues {
		require.Equal(t, "fanoutcheck", i.FromLinter)
		fromJSON = append(fromJSON, result{i.Pos.Filename, i.Pos.Line, i.Pos.Column, claim(t, i.Text)})
	}
	var sarif struct {
		Runs []struct {
			Results []struct {
				RuleID    string
				Message   struct{ Text string }
				Locations []struct {
					PhysicalLocation struct {
						ArtifactLocation struct{ URI string }
						Region           struct{ StartLine, StartColumn int }
					}
				}
			}
		}
	}
	read("out.sarif", &sarif)
	for _, r := range sarif.Runs[0].Results {
		require.Equal(t, "fanoutcheck", r.RuleID)
		at := r.Locations[0].PhysicalLocation
		fromSARIF = append(fromSARIF, result{at.ArtifactLocation.URI, at.Region.StartLine, at.Region.StartColumn, claim(t, r.Message.Text)})
	}
	return fromJSON, fromSARIF
}

// claim returns a message without the reasons.
func claim(t *testing.T, text string) string {
	t.Helper()
	require.NotContains(t, text, "\n")
	text, _, _ = strings.Cut(text, " [")
	return text
}

// Both programs report the same, and fix it the same to the byte; what they
// leave is the same, and compiles.
func TestCorpus(t *testing.T) {
	linted, vetted := newModule(t), newModule(t)
	want := ours(t, vetted)
	fromJSON, fromSARIF := theirs(t, linted)
	require.Greater(t, len(want), 100)
	require.ElementsMatch(t, want, fromJSON)
	require.ElementsMatch(t, want, fromSARIF)

	before := linted.files(t)
	vetted.run(t, "fanoutcheck", "-fix", "./...")
	linted.run(t, "golangci-lint", "run", "--fix")
	fixed, wantFixed := linted.files(t), vetted.files(t)
	delete(fixed, "/go.sum")
	delete(wantFixed, "/go.sum")
	require.Equal(t, slices.Sorted(maps.Keys(wantFixed)), slices.Sorted(maps.Keys(fixed)))
	changed := 0
	for name, content := range fixed {
		require.Equal(t, wantFixed[name], content, name)
		if content != before[name] {
			changed++
		}
	}
	require.Greater(t, changed, 15)

	vet := exec.Command("go", "vet", "./...")
	vet.Dir, vet.Env = linted.dir, linted.env
	out, err := vet.CombinedOutput()
	require.NoError(t, err, "%s", out)

	left := ours(t, vetted)
	require.Less(t, len(left), len(want)/2)
	fromJSON, _ = theirs(t, linted)
	require.ElementsMatch(t, left, fromJSON)
}
