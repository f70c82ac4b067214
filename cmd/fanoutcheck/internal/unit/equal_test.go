package unit

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
)

// The test binary is a vet tool, too: it keeps what it writes for each package.
func TestMain(m *testing.M) {
	last := os.Args[len(os.Args)-1]
	switch {
	case last == "-V=full":
		fmt.Println("unit version devel buildID=" + os.Getenv(run))
		os.Exit(0)
	case last == "-flags":
		fmt.Println("[]")
		os.Exit(0)
	case strings.HasSuffix(last, ".cfg"):
		os.Exit(keep(last))
	}
	os.Exit(m.Run())
}

// The environment of the vet tool.
const (
	run      = "FANOUTCHECK_RUN"      // tells apart what the go command has cached
	kept     = "FANOUTCHECK_KEPT"     // the folder to keep facts in
	thorough = "FANOUTCHECK_THOROUGH" // set to go the long way
)

func keep(file string) (status int) {
	status = Run(file, Options{Analyzers: analyzer.Suite(), Thorough: os.Getenv(thorough) != "", Context: -1})
	var c struct {
		ID, VetxOutput string
		GoFiles        []string
	}
	data, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(data, &c)
	}
	var written []byte
	if err == nil {
		written, err = os.ReadFile(c.VetxOutput)
	}
	if err == nil {
		err = os.WriteFile(filepath.Join(os.Getenv(kept), url.PathEscape(fmt.Sprint(c.ID, " of ", len(c.GoFiles), " files"))), written, 0o666)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 2
	}
	return status
}

// What is passed over or pruned leaves the facts of a full analysis, byte for
// byte. The packages are those that this module depends on or, with
// FANOUTCHECK_MODULE, that the module in another folder does.
func TestShortcutsLeaveTheSameFacts(t *testing.T) {
	if testing.Short() {
		t.Skip("analyses a module twice")
	}
	dir := os.Getenv("FANOUTCHECK_MODULE")
	if dir == "" {
		dir = filepath.Join("..", "..", "..", "..")
	}
	sameFacts(t, dir, "./...")
}

// In these packages a fact depends on what another function does with a field, a
// variable or a result.
func TestShortcutsLeaveFactsThatOtherFunctionsDecide(t *testing.T) {
	facts := sameFacts(t, filepath.Join("testdata", "shapes"), "./top")
	for name, functions := range map[string][]string{
		"interfaces": {"Reader.Close", "Archive.Extract", "Handle.Release"},
		"calls":      {"Handlers.Handle", "First", "Open"},
		"drains":     {"Pool.Get"},
		"numbers":    {"Queue.Add"},
		"objects":    {"Task.Wait", "Task.Enter", "Task.Start"},
	} {
		told := facts["example.com/shapes/"+name+" of 1 files"]["example.com/shapes/"+name]
		for _, function := range functions {
			assert.Contains(t, told, function, name)
		}
	}
}

// sameFacts compares the facts of packages with those of a full analysis, and
// returns them.
func sameFacts(t *testing.T, dir, packages string) map[string]map[string]string {
	short, long := vet(t, dir, packages, ""), vet(t, dir, packages, "1")
	require.NotEmpty(t, long)
	told := 0
	for name, want := range long {
		got, ok := short[name]
		if !assert.True(t, ok, "%s: no facts", name) {
			continue
		}
		told += len(want)
		for path, section := range want {
			assert.Equal(t, fmt.Sprintf("%q", section), fmt.Sprintf("%q", got[path]), "%s: of %s", name, path)
		}
		assert.Len(t, got, len(want), name)
	}
	t.Logf("%d packages, %d sections", len(long), told)
	require.Positive(t, told)
	return short
}

// vet returns the facts of all packages, section by section.
func vet(t *testing.T, dir, packages, long string) map[string]map[string]string {
	folder := t.TempDir()
	self, err := os.Executable()
	require.NoError(t, err)
	cmd := exec.Command("go", "vet", "-vettool="+self, packages)
	cmd.Dir = dir
	cmd.Env = append(os.Environ(), run+"="+filepath.Base(filepath.Dir(folder))+filepath.Base(folder)+fmt.Sprint(os.Getpid()), kept+"="+folder, thorough+"="+long, "GOWORK=off")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Logf("%s", bytes.TrimSpace(out)) // reports are no reason to fail
	}
	found := make(map[string]map[string]string)
	require.NoError(t, filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		facts, err := readFacts(map[string]string{"": path})
		require.NoError(t, err)
		name, err := url.PathUnescape(entry.Name())
		require.NoError(t, err)
		found[name] = make(map[string]string)
		for section, content := range facts.imported {
			if first, _, _ := strings.Cut(section, "/"); strings.Contains(first, ".") {
				found[name][section] = string(content)
			}
		}
		return nil
	}))
	return found
}
