package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestSweep runs the real tool over a module made up for it.
func TestSweep(t *testing.T) {
	path, err := build(t.TempDir())
	require.NoError(t, err)
	vet := tool{path: path, timeout: 5 * time.Minute, limit: time.Minute}

	var out strings.Builder
	require.NoError(t, sweep(vet, filepath.Join("testdata", "checkouts", "example", "tree"), nil, &out))
	for _, want := range []string{
		"\n2 packages with 2 files in ",
		"    1 are skipped, since they do not compile\n",
		"    2 goroutines are started in recursion\n",
		"    1 reports of unboundedspawn\n",
		" s of a processor for example.com/tree\n",
		"    0 internal errors\n",
	} {
		assert.Contains(t, out.String(), want)
	}

	vet.limit = time.Nanosecond
	out.Reset()
	assert.ErrorIs(t, sweep(vet, filepath.Join("testdata", "checkouts", "example", "tree"), nil, &out), errDiffers)
	assert.Contains(t, out.String(), ": the tool was stopped after 1ns\n")
}

// TestSweepLoose has programs of one file, of several packages in a folder, and
// of several below a folder testdata/src.
func TestSweepLoose(t *testing.T) {
	path, err := build(t.TempDir())
	require.NoError(t, err)
	vet := tool{path: path, timeout: 5 * time.Minute, limit: time.Minute}
	root := t.TempDir()
	const walk = "package a\n\nfunc Walk(n []int, f func()) {\n\tfor range n {\n\t\tgo f()\n\t}\n}\n"
	const use = "package b\n\nimport \"PATH\"\n\nfunc B(n []int) {\n\ta.Walk(n, func() { B(n[1:]) })\n}\n"
	for name, text := range map[string]string{
		"alone_test.go":             strings.ReplaceAll(walk, "f()", "Walk(n[1:], f)"),
		"broken.go":                 "package a\n\nvar x int = nil\n",
		"linked.dir/a.go":           walk,
		"linked.dir/a2.go":          "package a\n\nvar second = Walk\n",
		"linked.dir/b.go":           strings.Replace(use, "PATH", "./a", 1),
		"each.go":                   "// rundir -s\n\npackage ignored\n",
		"each.dir/a.go":             "package main\n\nvar same int\n\nfunc main() {}\n",
		"each.dir/b.go":             "package main\n\nvar same int\n\nfunc main() {}\n",
		"pass/testdata/src/a/a.go":  walk,
		"pass/testdata/src/b/b1.go": strings.Replace(use, "PATH", "a", 1),
		"pass/testdata/src/b/b2.go": "package b\n\nvar second = B\n",
	} {
		file := filepath.Join(root, filepath.FromSlash(name))
		require.NoError(t, os.MkdirAll(filepath.Dir(file), 0o755))
		require.NoError(t, os.WriteFile(file, []byte(text), 0o644))
	}

	var out strings.Builder
	require.NoError(t, sweepLoose(vet, root, &out))
	for _, want := range []string{
		filepath.Join(root, "alone_test.go") + ":5: unboundedspawn: ",
		filepath.Join(root, "linked.dir", "b.go") + ":6: unboundedspawn: ",
		filepath.Join(root, "pass", "testdata", "src", "b", "b1.go") + ":6: unboundedspawn: ",
		"\n9 packages with 11 files in ",
		"    1 are skipped, since they do not compile\n",
	} {
		assert.Contains(t, out.String(), want)
	}
}
