// Package test runs golangci-lint with the plugin as a user does, beside
// fanoutcheck itself.
package test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
)

// programs is the folder of the two programs, built from this source.
var programs string

func TestMain(m *testing.M) {
	os.Exit(func() int {
		var err error
		if programs, err = os.MkdirTemp("", "programs"); err != nil {
			panic(err)
		}
		defer os.RemoveAll(programs)
		for name, program := range map[string]struct{ module, pkg string }{
			"golangci-lint": {"..", "."},
			"fanoutcheck":   {"../../..", "./cmd/fanoutcheck"},
		} {
			build := exec.Command("go", "build", "-C", program.module, "-o", filepath.Join(programs, name), program.pkg)
			build.Stderr = os.Stderr
			if err := build.Run(); err != nil {
				panic(err)
			}
		}
		return m.Run()
	}())
}

// goOutput returns what the go command prints in this module.
func goOutput(t *testing.T, args ...string) string {
	t.Helper()
	out, err := exec.Command("go", args...).Output()
	require.NoError(t, err)
	return strings.TrimSpace(string(out))
}

// environment returns the variables that both programs need, in addition to
// those that a script has by itself.
func environment(t *testing.T) map[string]string {
	t.Helper()
	root, err := filepath.Abs("../../..")
	require.NoError(t, err)
	return map[string]string{
		"GOCACHE":    goOutput(t, "env", "GOCACHE"),
		"GOMODCACHE": goOutput(t, "env", "GOMODCACHE"),
		"GOPROXY":    "off",
		"GOSUMDB":    "off",
		"GOFLAGS":    "-mod=mod", // sums are found in the module cache
		"GOWORK":     "off",
		"RUNTIME":    filepath.Join(root, "runtime"),
		"SYNC":       "golang.org/x/sync@" + goOutput(t, "list", "-m", "-f", "{{.Version}}", "golang.org/x/sync"),
	}
}

// TestScripts runs the scripts. With UPDATE_SCRIPTS set, the files that they
// compare with are rewritten.
func TestScripts(t *testing.T) {
	shared := environment(t)
	shared["GOLANGCI_LINT_CACHE"] = t.TempDir() // the standard library is analysed once
	testscript.Run(t, testscript.Params{
		Dir:                 "script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			for key, value := range shared {
				env.Setenv(key, value)
			}
			env.Setenv("PATH", programs+string(os.PathListSeparator)+env.Getenv("PATH"))
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){"exits": exits},
	})
}

// exits is the script command "exits STATUS PROGRAM ARGS...", since the
// statuses of failure differ in what they mean.
func exits(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) < 2 {
		ts.Fatalf("usage: exits status program [args...]")
	}
	want, err := strconv.Atoi(args[0])
	ts.Check(err)
	got := 0
	if err := ts.Exec(args[1], args[2:]...); err != nil {
		var exit *exec.ExitError
		if !errors.As(err, &exit) {
			ts.Fatalf("%v", err)
		}
		got = exit.ExitCode()
	}
	if got != want {
		ts.Fatalf("exit status is %d, want %d", got, want)
	}
}
