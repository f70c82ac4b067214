package pages

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"
)

const (
	module  = "github.com/fanoutcheck/fanoutcheck"
	release = "v0.1.0" // that the modules are fetched as
)

// A workshop is where commands of pages run: a folder with a clone of the
// repository that is also the origin of the two modules, and the program.
type workshop struct {
	dir  string
	env  []string
	sync string // the version of golang.org/x/sync
}

var theWorkshop = sync.OnceValues(func() (*workshop, error) {
	dir, err := os.MkdirTemp("", "pages")
	return &workshop{dir: dir}, err
})

func TestMain(m *testing.M) {
	status := m.Run()
	if w, err := theWorkshop(); err == nil {
		os.RemoveAll(w.dir)
	}
	os.Exit(status)
}

var prepare sync.Once

// open returns the workshop, and makes it for whoever comes first.
func open(t *testing.T) *workshop {
	t.Helper()
	w, err := theWorkshop()
	require.NoError(t, err)
	prepare.Do(func() {
		w.clone(t)
		w.environment(t)
		w.run(t, w.path("clone"), `
			git init -q --initial-branch=main . && git add --all
			git -c user.name=pages -c user.email=pages@example.com commit -qm "The state to test"
			git tag `+release+`
			git tag runtime/`+release)
		outside(t, "build", "-o", w.path("bin")+string(os.PathSeparator), "./cmd/fanoutcheck")
		w.sync = outside(t, "list", "-m", "-f", "{{.Version}}", "golang.org/x/sync")
	})
	require.FileExists(t, w.path("bin", "fanoutcheck"))
	return w
}

// outside runs the go command in the repository itself.
func outside(t *testing.T, args ...string) string {
	t.Helper()
	cmd := exec.Command("go", args...)
	cmd.Dir = root
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s", out)
	return strings.TrimSpace(string(out))
}

func (w *workshop) path(elements ...string) string {
	return filepath.Join(append([]string{w.dir}, elements...)...)
}

// clone copies what is tracked, as it is now.
func (w *workshop) clone(t *testing.T) {
	for _, name := range tracked(t) {
		content, err := os.ReadFile(filepath.Join(root, name))
		require.NoError(t, err)
		info, err := os.Stat(filepath.Join(root, name))
		require.NoError(t, err)
		to := w.path("clone", name)
		require.NoError(t, os.MkdirAll(filepath.Dir(to), 0o777))
		require.NoError(t, os.WriteFile(to, content, info.Mode()))
	}
}

// environment has the go command fetch the two modules from the clone, and all
// others from what this machine has already fetched and checked. They go to a
// module cache of their own, for another day they have other content.
func (w *workshop) environment(t *testing.T) {
	buildCache, moduleCache, _ := strings.Cut(outside(t, "env", "GOCACHE", "GOMODCACHE"), "\n")
	config := "[url \"file://" + w.path("clone") + "\"]\n\tinsteadOf = https://" + module + "\n"
	require.NoError(t, os.WriteFile(w.path("gitconfig"), []byte(config), 0o666))
	w.env = append(os.Environ(),
		"PATH="+w.path("bin")+string(os.PathListSeparator)+os.Getenv("PATH"),
		"GIT_CONFIG_GLOBAL="+w.path("gitconfig"),
		"GOBIN="+w.path("bin"),
		"GOCACHE="+buildCache,
		"GOFLAGS=-modcacherw",
		"GOMODCACHE="+w.path("modules"),
		"GOPRIVATE="+module,
		"GOPROXY=file://"+filepath.ToSlash(moduleCache)+"/cache/download",
		"GOSUMDB=off",
		"GOTOOLCHAIN=local",
		"GOWORK=off",
	)
}

// accept ends a script at a command that fails, unless it is fanoutcheck, or
// the go command that runs it, which say so when there is something to report.
const accept = `
set -E -o pipefail
reports='^(go tool )?fanoutcheck|^go vet -vettool'
trap 'status=$?; [[ $status = 1 && $BASH_COMMAND =~ $reports ]] || exit $status' ERR
`

// run has bash run commands, and returns what they print.
func (w *workshop) run(t *testing.T, dir, commands string) string {
	t.Helper()
	cmd := exec.Command("bash", "-c", accept+commands+"\ntrue")
	cmd.Dir, cmd.Env = dir, w.env
	out, err := cmd.CombinedOutput()
	require.NoError(t, err, "%s\n%s", commands, out)
	return string(out)
}
