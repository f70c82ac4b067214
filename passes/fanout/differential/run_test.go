package differential

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// A measurement is what one run of a program showed, as package probe prints
// it.
type measurement struct {
	Deadlock, Livelock bool
	Peak, Settled      int
	Work               int
	Lines              map[int]int
	Waiting            map[string]int

	failure string // of the program, instead of a measurement
}

// over reports whether a larger input would show nothing more.
func (m measurement) over() bool { return m.Deadlock || m.Livelock || m.failure != "" }

// An input is a kind of tree and its size.
type input struct {
	family string
	sizes  []int
}

// inputs are complete trees, where the number of nodes grows much faster than
// the depth, and paths, where it is the depth.
func inputs(source string) []input {
	found := []input{{"mixed", []int{3, 4, 5}}}
	if strings.Contains(source, "probe.Work(") {
		found = append(found, input{"path", []int{8, 16, 32}})
	}
	if strings.Contains(source, ".Odd") {
		found = append(found, input{"odd", []int{3, 4, 5}}, input{"even", []int{3, 4, 5}})
	}
	return found
}

// A suite is a module with generated programs and the command that runs them.
type suite struct {
	dir, binary string
}

const runtimePath = "github.com/fanoutcheck/fanoutcheck/runtime"

// write lays out the module: the programs, package probe that they call, and a
// command that runs one of them.
func write(t *testing.T, programs []program) *suite {
	dir := t.TempDir()
	require.NoError(t, os.CopyFS(dir, os.DirFS(filepath.Join("testdata", "program"))))
	var imports, names strings.Builder
	for _, p := range programs {
		require.NoError(t, os.Mkdir(filepath.Join(dir, p.name), 0o777))
		require.NoError(t, os.WriteFile(filepath.Join(dir, p.name, p.name+".go"), []byte(p.source), 0o666))
		fmt.Fprintf(&imports, "\t%q\n", "program/"+p.name)
		fmt.Fprintf(&names, "\t\t%q: %s.Run,\n", p.name, p.name)
	}
	main := fmt.Sprintf("package main\n\nimport (\n\t\"program/probe\"\n%s)\n\nfunc main() {\n\tprobe.Main(map[string]func(*probe.Node){\n%s\t})\n}\n", &imports, &names)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "main.go"), []byte(main), 0o666))

	root := filepath.Join("..", "..", "..")
	runtime, err := filepath.Abs(filepath.Join(root, "runtime"))
	require.NoError(t, err)
	if _, err := os.Stat(filepath.Join(runtime, "go.mod")); err != nil {
		t.Skip("the runtime module isn't there")
	}
	sync, err := exec.Command("go", "list", "-m", "golang.org/x/sync").Output()
	require.NoError(t, err)
	mod := fmt.Sprintf("module program\n\ngo 1.26\n\nrequire (\n\t%[1]s v0.0.0\n\t%[2]s\n)\n\nreplace %[1]s => %[3]s\n", runtimePath, sync, runtime)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte(mod), 0o666))
	sums, err := os.ReadFile(filepath.Join(root, "go.sum"))
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.sum"), sums, 0o666))
	return &suite{dir: dir, binary: filepath.Join(dir, "program.exe")}
}

func environment() []string {
	return append(os.Environ(), "GOWORK=off", "GOFLAGS=-mod=mod", "GOPROXY=off")
}

func (s *suite) build(t *testing.T, flags ...string) {
	cmd := exec.Command("go", slices.Concat([]string{"build", "-o", s.binary}, flags, []string{"."})...)
	cmd.Dir = s.dir
	cmd.Env = environment()
	output, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", output)
}

// A history is what a program did on one family of inputs, by size.
type history struct {
	input
	runs []measurement
}

// measure runs a program on all inputs. On one processor the order of events
// is nearly always the same, and so is the peak.
func (s *suite) measure(t *testing.T, p program) []history {
	var found []history
	for _, in := range inputs(p.source) {
		h := history{input: in}
		for _, size := range in.sizes {
			m := s.run(t, p.name, in.family, size)
			h.runs = append(h.runs, m)
			if m.over() {
				break
			}
		}
		found = append(found, h)
	}
	return found
}

func (s *suite) run(t *testing.T, name, family string, size int) measurement {
	ctx, cancel := context.WithTimeout(context.Background(), 3*time.Minute) // only a hang takes so long
	defer cancel()
	cmd := exec.CommandContext(ctx, s.binary, name, family, fmt.Sprint(size))
	cmd.Env = append(os.Environ(), "GOMAXPROCS=1")
	var stdout, stderr bytes.Buffer
	cmd.Stdout, cmd.Stderr = &stdout, &stderr
	var m measurement
	if err := cmd.Run(); err != nil {
		m.failure = fmt.Sprintf("%v on %s of size %d: %s", err, family, size, &stderr)
		return m
	}
	require.NoError(t, json.Unmarshal(stdout.Bytes(), &m))
	return m
}
