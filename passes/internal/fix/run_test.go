package fix_test

import (
	"context"
	"fmt"
	"go/ast"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"
)

// TestRun runs the program as it is, and with each kind of fix, on a small
// tree and a large one, at several limits and under the race detector. What
// comes of each pattern must be the same, and how many goroutines there are
// must depend on the limit alone. A program that hangs dies by itself, or of
// the time that runs out.
func TestRun(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs programs with the race detector")
	}
	runtime, err := filepath.Abs("../../../runtime")
	require.NoError(t, err)
	if _, err := os.Stat(filepath.Join(runtime, "go.mod")); err != nil {
		t.Skip("the runtime module isn't there")
	}
	const small, large = 4, 6
	program := build(t, runtime, files(t, &analysistest.Result{}))
	for analyzer, peak := range map[*analysis.Analyzer]func(limit int) int{
		// A slot's goroutine and those that have lent it stand on one path of
		// the tree, two for each level where one group is nested in another,
		// and as many again may be about to end.
		bounded: func(limit int) int { return 4*levels*limit + ending },
		// Those who find no slot run inline.
		inline: func(limit int) int { return limit + ending },
		shared: func(limit int) int { return limit + ending },
	} {
		t.Run(analyzer.Name, func(t *testing.T) {
			result := analysistest.Run(quiet{}, analysistest.TestData(), analyzer, "program")[0]
			fixed := fixedPatterns(t, result)
			unfixed := outcomes(t, program, 1, small, fixed)
			binary := build(t, runtime, files(t, result))
			for _, limit := range []int{1, 2, 8} {
				for name, got := range outcomes(t, binary, limit, small, fixed) {
					assert.Equal(t, unfixed[name].result, got.result, "%s, limit %d", name, limit)
					assert.LessOrEqual(t, got.peak, peak(limit), "%s, limit %d", name, limit)
				}
				for name, got := range outcomes(t, binary, limit, large, fixed) {
					assert.LessOrEqual(t, got.peak, peak(limit), "%s, limit %d, large tree", name, limit)
				}
			}
		})
	}
}

// ending is room for goroutines that have given their slot back and have yet
// to end: how many are is up to the scheduler, and far below the thousands of
// a large tree without a limit.
const ending = 128

// levels is how many the program's trees have.
const levels = 6

// fixedPatterns returns the patterns of the program that a kind of fix
// repairs as a whole, by the function that starts the goroutines.
func fixedPatterns(t *testing.T, result *analysistest.Result) []string {
	fixed := make(map[string]bool)
	for _, d := range result.Diagnostics {
		name := declarationAt(result, d)
		if one := len(d.SuggestedFixes) > 0; !one {
			fixed[name] = false
		} else if _, seen := fixed[name]; !seen {
			fixed[name] = true
		}
	}
	maps.DeleteFunc(fixed, func(_ string, all bool) bool { return !all })
	require.NotEmpty(t, fixed)
	return slices.Sorted(maps.Keys(fixed))
}

// declarationAt returns the name of the function that is reported on.
func declarationAt(result *analysistest.Result, d analysis.Diagnostic) string {
	for _, file := range result.Action.Package.Syntax {
		for _, decl := range file.Decls {
			if fn, ok := decl.(*ast.FuncDecl); ok && fn.Pos() <= d.Pos && d.Pos < fn.End() {
				return fn.Name.Name
			}
		}
	}
	return ""
}

// An outcome is what the program prints of a pattern.
type outcome struct {
	result string
	peak   int
}

// outcomes runs the patterns on a tree of some width.
func outcomes(t *testing.T, binary string, limit, width int, patterns []string) map[string]outcome {
	ctx, cancel := context.WithTimeout(context.Background(), 5*time.Minute)
	defer cancel()
	cmd := exec.CommandContext(ctx, binary, append([]string{strconv.Itoa(width)}, patterns...)...)
	cmd.Env = append(os.Environ(), fmt.Sprint("LIMIT=", limit))
	var stderr strings.Builder
	cmd.Stderr = &stderr
	stdout, err := cmd.Output()
	require.NoError(t, err, "limit %d, width %d\n%s%s", limit, width, stdout, &stderr)
	found := make(map[string]outcome)
	for line := range strings.Lines(string(stdout)) {
		fields := strings.Split(strings.TrimSpace(line), "\t")
		require.Len(t, fields, 3, line)
		peak, err := strconv.Atoi(fields[2])
		require.NoError(t, err)
		found[fields[0]] = outcome{fields[1], peak}
	}
	require.Len(t, found, len(patterns))
	return found
}

// sizes are what fixes give a limiter and a channel of slots.
var sizes = regexp.MustCompile(`(?m)^(var \w+Limiter = lifo\.NewLimiter\(|var \w+Slots = make\(chan [^,]+, )(.*)\)$`)

// files returns the program's files with the fixes of a result applied, and
// limits taken from the environment.
func files(t *testing.T, result *analysistest.Result) map[string][]byte {
	names, err := filepath.Glob(filepath.Join(analysistest.TestData(), "src", "program", "*.go"))
	require.NoError(t, err)
	files := make(map[string][]byte)
	for _, name := range names {
		files[filepath.Base(name)], err = os.ReadFile(name)
		require.NoError(t, err)
	}
	if result.Action != nil {
		for name, content := range driven(t, result) {
			files[filepath.Base(name)] = sizes.ReplaceAll(content, []byte("${1}limit($2))"))
		}
	}
	files["limit.go"] = []byte(`package main

import (
	"os"
	"strconv"
)

func limit(int) int {
	n, err := strconv.Atoi(os.Getenv("LIMIT"))
	if err != nil {
		panic(err)
	}
	return n
}
`)
	return files
}

// build builds a program in a module of its own.
func build(t *testing.T, runtime string, files map[string][]byte) string {
	dir := t.TempDir()
	for name, content := range files {
		require.NoError(t, os.WriteFile(filepath.Join(dir, name), content, 0o666))
	}
	sync, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "golang.org/x/sync").Output()
	require.NoError(t, err)
	mod := "module program\n\ngo 1.25\n"
	for path, dir := range map[string]string{"github.com/fanoutcheck/fanoutcheck/runtime": runtime, "golang.org/x/sync": strings.TrimSpace(string(sync))} {
		mod += fmt.Sprintf("\nrequire %s v0.0.0\n\nreplace %s => %s\n", path, path, dir)
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte(mod), 0o666))
	binary := filepath.Join(dir, "program.exe")
	cmd := exec.Command("go", "build", "-race", "-o", binary, ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off")
	output, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", output)
	return binary
}
