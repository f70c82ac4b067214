package fix_test

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
	"golang.org/x/tools/go/analysis/analysistest"
)

// TestRun builds the fixed program against the real runtime and runs it at
// several limits: each pattern must visit every node, and the goroutines
// must stay few. Only a hang lets the time run out.
func TestRun(t *testing.T) {
	if testing.Short() {
		t.Skip("builds and runs a program with the race detector")
	}
	runtime, err := filepath.Abs("../../../runtime")
	require.NoError(t, err)
	if _, err := os.Stat(filepath.Join(runtime, "go.mod")); err != nil {
		t.Skip("the runtime module isn't there")
	}
	binary := build(t, runtime)
	for _, limit := range []int{1, 2, 8} {
		t.Run(fmt.Sprint("limit=", limit), func(t *testing.T) {
			ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute)
			defer cancel()
			cmd := exec.CommandContext(ctx, binary)
			cmd.Env = append(os.Environ(), fmt.Sprint("LIMIT=", limit))
			var stderr strings.Builder
			cmd.Stderr = &stderr
			stdout, err := cmd.Output()
			require.NoError(t, err, "%s%s", stdout, &stderr)
			checkRun(t, string(stdout), limit)
		})
	}
}

// checkRun checks what the program prints of each pattern. A slot's
// goroutine and those that have lent it stand on one path of the tree, two
// for each level where one group is nested in another.
func checkRun(t *testing.T, stdout string, limit int) {
	const nodes, levels = 1365, 6
	lines := strings.Split(strings.TrimSpace(stdout), "\n")
	assert.NotEmpty(t, lines)
	for _, line := range lines {
		fields := strings.Fields(line)
		require.Len(t, fields, 3, line)
		assert.Equal(t, strconv.Itoa(nodes), fields[1], line)
		peak, err := strconv.Atoi(fields[2])
		require.NoError(t, err)
		assert.LessOrEqual(t, peak, 2*levels*limit+8, line)
	}
}

// limiterSize is what a fix makes a limiter of.
var limiterSize = regexp.MustCompile(`lifo\.NewLimiter\(.*\)`)

// build applies the fixes to the program and builds it in a module of its
// own, with the limit taken from the environment.
func build(t *testing.T, runtime string) string {
	dir := t.TempDir()
	for _, result := range analysistest.Run(quiet{}, analysistest.TestData(), marked, "program") {
		for _, content := range driven(t, result) {
			text := limiterSize.ReplaceAllString(string(content), `lifo.NewLimiter(func() int { n, _ := strconv.Atoi(os.Getenv("LIMIT")); return n }())`)
			require.NotContains(t, text, "errgroup.", "an error group was left as it is")
			require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte(text), 0o666))
		}
	}
	const path = "github.com/fanoutcheck/fanoutcheck/runtime"
	mod := fmt.Sprintf("module program\n\ngo 1.25\n\nrequire %s v0.0.0\n\nreplace %s => %s\n", path, path, runtime)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte(mod), 0o666))
	binary := filepath.Join(dir, "program.exe")
	cmd := exec.Command("go", "build", "-race", "-o", binary, ".")
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off")
	output, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", output)
	return binary
}
