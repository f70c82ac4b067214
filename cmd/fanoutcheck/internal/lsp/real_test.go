package lsp

import (
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.lsp.dev/protocol"
	"golang.org/x/tools/txtar"
)

// The tests in this file have the real go command analyse real modules, with the
// program that users have as its vet tool.

var tool string

func TestMain(m *testing.M) {
	dir, err := os.MkdirTemp("", "lsp-test-")
	if err != nil {
		panic(err)
	}
	if tool = filepath.Join(dir, "fanoutcheck"); runtime.GOOS == "windows" {
		tool += ".exe"
	}
	if out, err := exec.Command("go", "build", "-o", tool, "../..").CombinedOutput(); err != nil {
		panic(string(out))
	}
	// Whatever a server leaves behind would be here.
	scratch := filepath.Join(dir, "tmp")
	os.Mkdir(scratch, 0o700)
	os.Setenv("TMPDIR", scratch)
	os.Setenv("GOFLAGS", "")
	os.Setenv("GOWORK", "")
	os.Setenv("GOPROXY", "off")
	status := m.Run()
	os.RemoveAll(dir)
	os.Exit(status)
}

// extract writes the files of an archive and returns the directory.
func extract(t *testing.T, archive string) string {
	dir, err := filepath.EvalSymlinks(t.TempDir())
	require.NoError(t, err)
	for _, f := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, filepath.FromSlash(f.Name))
		require.NoError(t, os.MkdirAll(filepath.Dir(name), 0o755))
		require.NoError(t, os.WriteFile(name, f.Data, 0o644))
	}
	return dir
}

func content(t *testing.T, file string) string {
	data, err := os.ReadFile(file)
	require.NoError(t, err)
	return string(data)
}

// startReal starts a server whose client does not wait while files change.
func startReal(t *testing.T, options string) *client {
	c := start(t, nil, nil)
	c.initialize(versed, options)
	return c
}

const module = `
-- go.mod --
module example.com/m

go 1.26
-- tree/tree.go --
package tree

import "sync"

func Walk(n *Node) {
	var wg sync.WaitGroup
	for _, child := range n.Children {
		wg.Add(1)
		go func() {
			defer wg.Done()
			Walk(child)
		}()
	}
	wg.Wait()
}

type Node struct{ Children []*Node }

func chain() { go chain() }
-- tree/spawn.go --
package tree

func spawn(f func()) { go f() }
-- app/app.go --
package app

import "example.com/m/tree"

var _ = tree.Walk
`

func TestReal(t *testing.T) {
	dir := extract(t, module)
	c := startReal(t, "null")
	tree, app := filepath.Join(dir, "tree", "tree.go"), filepath.Join(dir, "app", "app.go")

	// As an import first: what was asked then does not take anything away later.
	c.open(app, content(t, app))
	require.Empty(t, c.diagnostics().Diagnostics)
	c.open(tree, content(t, tree))
	var shown *protocol.PublishDiagnosticsParams
	for shown = c.diagnostics(); shown.URI != identify(tree).URI; shown = c.diagnostics() {
	}
	require.Len(t, shown.Diagnostics, 1)
	d := shown.Diagnostics[0]
	require.Equal(t, span(8, 2, 8, 11), d.Range)
	require.Equal(t, span(10, 7, 10, 7), d.RelatedInformation[1].Location.Range)

	// Quiet, and explained.
	hover, err := c.hover(tree, 18, 17)
	require.NoError(t, err)
	require.Contains(t, hover.Contents.(*protocol.MarkupContent).Value, "fine, and not reported (`chain`)")

	// The fix leaves nothing to report, without the file being saved.
	actions := c.actions(tree, d.Range)
	require.NotEmpty(t, actions)
	require.True(t, *actions[0].IsPreferred)
	fixed := applied(t, content(t, tree), actions[0])
	require.Contains(t, fixed, "wg := walkLimiter.NewGroup()")
}

// applied applies the edits of an action to the one file that it changes.
func applied(t *testing.T, before string, action protocol.CodeAction) string {
	require.Len(t, action.Edit.DocumentChanges, 1)
	places := newText(before, protocol.PositionEncodingKindUTF16)
	var after strings.Builder
	done := 0
	for _, e := range action.Edit.DocumentChanges[0].(*protocol.TextDocumentEdit).Edits {
		e := e.(*protocol.TextEdit)
		after.WriteString(before[done:places.offset(e.Range.Start)] + e.NewText)
		done = places.offset(e.Range.End)
	}
	return after.String() + before[done:]
}
