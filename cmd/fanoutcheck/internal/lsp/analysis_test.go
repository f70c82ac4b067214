package lsp

import (
	"context"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// All open packages of a module are analysed in one run, each module by itself,
// and a file that is in none alone.
func TestJobs(t *testing.T) {
	root := t.TempDir()
	places := map[string]place{
		filepath.Join(root, "one"):          {root: filepath.Join(root, "one")},
		filepath.Join(root, "one", "inner"): {root: filepath.Join(root, "one")},
		filepath.Join(root, "two"):          {root: filepath.Join(root, "two")},
		filepath.Join(root, "none"):         {},
		filepath.Join(root, "mod"):          {root: filepath.Join(root, "mod"), foreign: true},
	}
	jobs := make(chan job, 10)
	c := start(t, func(s *server) {
		s.locate = func(_ context.Context, dir string) place { return places[dir] }
		s.analyse = func(_ context.Context, j job) *govet.Result {
			jobs <- j
			return found(j)
		}
	}, nil)
	c.initialize("{}", "null")
	dot := func(dir string) string { return "." + string(os.PathSeparator) + dir }

	c.open(filepath.Join(root, "one", "a.go"), "")
	first := <-jobs
	require.Equal(t, filepath.Join(root, "one"), first.dir)
	require.Equal(t, []string{dot(".")}, first.patterns)
	c.diagnostics()

	c.open(filepath.Join(root, "one", "inner", "b.go"), "")
	require.Equal(t, []string{dot("."), dot("inner")}, (<-jobs).patterns)
	c.diagnostics()
	c.diagnostics()

	c.open(filepath.Join(root, "two", "c.go"), "")
	require.Equal(t, filepath.Join(root, "two"), (<-jobs).dir)
	c.diagnostics()

	c.open(filepath.Join(root, "none", "d.go"), "")
	require.Equal(t, []string{"d.go"}, (<-jobs).patterns)
	c.diagnostics()

	c.open(filepath.Join(root, "mod", "e.go"), "")
	require.Contains(t, hear[protocol.LogMessageParams](c, protocol.MethodWindowLogMessage).Message, "not analysed: it belongs to Go itself or to a dependency")
	require.Empty(t, jobs)
}

// problems has the packages of a server's files fail for the reasons that a test
// sends, one for each analysis.
func problems(s *server) chan []govet.Problem {
	pretend(s)
	next := make(chan []govet.Problem, 10)
	s.analyse = func(_ context.Context, j job) *govet.Result {
		result := found(j)
		result.Problems = <-next
		if len(result.Problems) > 0 {
			result.Reports = nil
		}
		return result
	}
	return next
}

// What is shown stays while the code does not compile, and the log says why once.
func TestCodeThatDoesNotCompile(t *testing.T) {
	var next chan []govet.Problem
	c := start(t, func(s *server) { next = problems(s) }, nil)
	c.initialize("{}", "null")
	dir := t.TempDir()
	file := filepath.Join(dir, "walk.go")
	next <- nil
	c.open(file, "go walk()\n")
	require.Len(t, c.diagnostics().Diagnostics, 1)

	broken := []govet.Problem{{Package: "example.com/" + filepath.Base(dir), Message: "walk.go:1:1: undefined: walk"}}
	next <- broken
	c.change(file, 2, "\ngo walk()\n")
	require.Equal(t, file+": not analysed: walk.go:1:1: undefined: walk", hear[protocol.LogMessageParams](c, protocol.MethodWindowLogMessage).Message)
	require.Empty(t, c.actions(file, span(0, 0, 2, 0)))
	hover, err := c.hover(file, 1, 0)
	require.NoError(t, err)
	require.Nil(t, hover)

	next <- broken
	c.change(file, 3, "\n\ngo walk()\n")
	_, err = c.hover(file, 0, 0) // after the analysis
	require.NoError(t, err)
	next <- []govet.Problem{{Package: "example.com/elsewhere", Message: "does not matter"}}
	c.change(file, 4, "\n\n\ngo walk()\n")
	for req := range c.heard { // nothing more about it, and no diagnostics but the last ones
		require.Equal(t, protocol.MethodTextDocumentPublishDiagnostics, req.Method())
		params := new(protocol.PublishDiagnosticsParams)
		require.NoError(t, protocol.Unmarshal(req.Params(), params))
		version, _ := params.Version.Get()
		require.EqualValues(t, 4, version)
		break
	}
}

func TestModuleThatDoesNotLoad(t *testing.T) {
	var next chan []govet.Problem
	c := start(t, func(s *server) { next = problems(s) }, nil)
	c.initialize("{}", "null")
	file := filepath.Join(t.TempDir(), "walk.go")
	next <- []govet.Problem{{Message: "go.mod:3: unknown directive: nonsense"}}
	c.open(file, "go walk()\n")
	told := hear[protocol.ShowMessageParams](c, protocol.MethodWindowShowMessage)
	require.Equal(t, protocol.MessageTypeError, told.Type)
	require.Equal(t, filepath.Dir(file)+": go.mod:3: unknown directive: nonsense", told.Message)
}

func TestFileThatIsLeftOut(t *testing.T) {
	c := start(t, func(s *server) {
		pretend(s)
		s.analyse = func(_ context.Context, j job) *govet.Result {
			return &govet.Result{Packages: []govet.Package{{Path: "example.com/m", Dir: j.dir}}}
		}
	}, nil)
	c.initialize("{}", "null")
	file := filepath.Join(t.TempDir(), "walk_plan9.go")
	c.open(file, "go walk()\n")
	require.Equal(t, file+": not analysed: build constraints or build tags leave it out", hear[protocol.LogMessageParams](c, protocol.MethodWindowLogMessage).Message)
}

func TestProgress(t *testing.T) {
	began, resume := make(chan bool), make(chan bool)
	c := start(t, func(s *server) {
		pretend(s)
		s.analyse = func(ctx context.Context, j job) *govet.Result {
			began <- true
			select {
			case <-resume:
			case <-ctx.Done():
			}
			return found(j)
		}
	}, nil)
	c.initialize(versed, "null")
	file := filepath.Join(t.TempDir(), "walk.go")
	kind := func() string {
		params := hear[protocol.ProgressParams](c, protocol.MethodProgress)
		var value struct{ Kind, Message string }
		require.NoError(t, json.Unmarshal(params.Value, &value))
		return value.Kind + " " + value.Message
	}

	c.open(file, "go walk()\n")
	<-began
	require.Equal(t, "begin analysing", kind())
	resume <- true
	require.Equal(t, "end done", kind())

	c.save(file)
	<-began
	require.Equal(t, "begin analysing", kind())
	c.notify(protocol.MethodWindowWorkDoneProgressCancel, jsonrpc2.RawMessage(`{"token": "fanoutcheck-2"}`))
	require.Equal(t, "end cancelled", kind())
	// Nothing goes on, and nobody waits for it.
	hover, err := c.hover(file, 0, 0)
	require.NoError(t, err)
	require.NotNil(t, hover)
}

// What takes long happens when one saves, and not while one types.
func TestExpensiveAnalysis(t *testing.T) {
	s := newServer(tool)
	s.places["dir"] = place{root: "root"}
	require.True(t, s.cheap("dir"))
	s.charge("root", time.Minute) // the dependencies
	require.True(t, s.cheap("dir"))
	s.charge("root", time.Minute)
	require.False(t, s.cheap("dir"))
	s.charge("root", time.Second)
	require.True(t, s.cheap("dir"))
}

// Files that others change, and closing one that is not saved, concern those
// that are open.
func TestNewsFromElsewhere(t *testing.T) {
	runs := make(chan job, 10)
	c := start(t, func(s *server) {
		pretend(s)
		s.analyse = func(_ context.Context, j job) *govet.Result {
			runs <- j
			return found(j)
		}
	}, nil)
	c.initialize(`{"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}`, "null")
	wanted := hear[protocol.RegistrationParams](c, protocol.MethodClientRegisterCapability).Registrations
	require.Equal(t, protocol.MethodWorkspaceDidChangeWatchedFiles, wanted[0].Method)
	require.JSONEq(t, `{"watchers": [{"globPattern": "**/*.go"}, {"globPattern": "**/go.{mod,sum,work}"}]}`, string(wanted[0].RegisterOptions))

	dir := t.TempDir()
	file, other := filepath.Join(dir, "walk.go"), filepath.Join(dir, "other.go")
	c.open(file, "")
	<-runs
	c.diagnostics()
	changed := func(file string) {
		c.notify(protocol.MethodWorkspaceDidChangeWatchedFiles, &protocol.DidChangeWatchedFilesParams{
			Changes: []protocol.FileEvent{{URI: identify(file).URI, Type: protocol.FileChangeTypeChanged}},
		})
	}
	changed(filepath.Join(dir, "go.mod"))
	<-runs
	c.diagnostics()
	changed(file) // which is open, so the client tells of it otherwise
	require.Empty(t, c.actions(file, span(0, 0, 0, 0)))
	require.Empty(t, runs)

	c.open(other, "")
	require.Len(t, (<-runs).open, 2)
	c.diagnostics()
	c.diagnostics()
	c.close(other)
	require.Empty(t, c.diagnostics().Diagnostics)
	require.Len(t, (<-runs).open, 1)
}
