package main

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/stretchr/testify/require"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"fanoutcheck": main})
}

// TestScripts runs the command as a user does, by the real go command. With
// UPDATE_SCRIPTS set, the files that the scripts compare with are rewritten.
func TestScripts(t *testing.T) {
	root, err := filepath.Abs("../..")
	require.NoError(t, err)
	caches, err := exec.Command("go", "env", "GOCACHE", "GOMODCACHE").Output()
	require.NoError(t, err)
	buildCache, moduleCache, _ := strings.Cut(strings.TrimSpace(string(caches)), "\n")
	self, err := exec.LookPath("fanoutcheck")
	require.NoError(t, err)
	testscript.Run(t, testscript.Params{
		Dir:                 filepath.Join(root, "testdata", "script"),
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		UpdateScripts:       os.Getenv("UPDATE_SCRIPTS") != "",
		Setup: func(env *testscript.Env) error {
			env.Setenv("GOCACHE", buildCache) // the standard library is analysed once
			env.Setenv("GOPATH", filepath.Join(env.WorkDir, "gopath"))
			env.Setenv("GOPROXY", "off")
			env.Setenv("DOWNLOADED", moduleCache)
			env.Setenv("GOTOOLCHAIN", "local")
			env.Setenv("GOFLAGS", "")
			env.Setenv("FANOUTCHECK", self) // for -vettool
			env.Setenv("ROOT", root)
			env.Setenv("RUNTIME", filepath.Join(root, "runtime"))
			env.Setenv("NEWLINE", "\n")
			return nil
		},
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"exits":    exits,
			"modproxy": modproxy(root),
		},
		Condition: condition,
	})
}

// condition answers the conditions of scripts that testscript does not know.
func condition(name string) (bool, error) {
	switch name {
	case "root":
		return os.Getuid() == 0, nil
	case "cgo":
		out, err := exec.Command("go", "env", "CGO_ENABLED").Output()
		return strings.TrimSpace(string(out)) == "1", err
	}
	return false, fmt.Errorf("unknown condition %q", name)
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
