package lsp

import (
	"fmt"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"
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

func Spawn(f func()) { go f() }
-- app/app.go --
package app

import "example.com/m/tree"

func Run(n *tree.Node) {
	for _, child := range n.Children {
		tree.Spawn(func() { Run(child) })
	}
}
`

// of returns the next diagnostics of a file.
func (c *client) of(file string) *protocol.PublishDiagnosticsParams {
	for {
		if shown := c.diagnostics(); fileOf(shown.URI) == file {
			return shown
		}
	}
}

// clean asserts that nothing is left behind where temporary files go, once the
// server has ended.
func (c *client) clean() {
	c.call(protocol.MethodShutdown, nil, nil)
	c.notify(protocol.MethodExit, nil)
	require.Equal(c.t, statusDone, <-c.status)
	require.Empty(c.t, leftBehind(c.t))
}

// leftBehind returns the temporary files of this program and the go command.
func leftBehind(t *testing.T) []string {
	left, err := filepath.Glob(filepath.Join(os.TempDir(), "[fg]*"))
	require.NoError(t, err)
	return left
}

func TestReal(t *testing.T) {
	dir := extract(t, module)
	c := startReal(t, "null")
	tree, app := filepath.Join(dir, "tree", "tree.go"), filepath.Join(dir, "app", "app.go")

	// As an import first: what was asked then does not take anything away later.
	c.open(app, content(t, app))
	require.Len(t, c.of(app).Diagnostics, 1)
	c.open(tree, content(t, tree))
	shown := c.of(tree).Diagnostics
	require.Len(t, shown, 1)
	require.Equal(t, span(8, 2, 8, 11), shown[0].Range)
	require.Equal(t, span(10, 7, 10, 7), shown[0].RelatedInformation[1].Location.Range)

	// Quiet, and explained.
	hover, err := c.hover(tree, 18, 17)
	require.NoError(t, err)
	require.Contains(t, hover.Contents.(*protocol.MarkupContent).Value, "fine, and not reported (`chain`)")

	// Laid over what is on disk: a line more, and nothing written.
	before := content(t, tree)
	unsaved := "// Package tree is not saved.\n" + before
	c.change(tree, 2, unsaved)
	shown = c.of(tree).Diagnostics
	require.Equal(t, span(9, 2, 9, 11), shown[0].Range)
	require.Equal(t, uri.File(tree), shown[0].RelatedInformation[1].Location.URI)
	require.Contains(t, applied(t, unsaved, c.actions(tree, shown[0].Range)[0]), "wg := walkLimiter.NewGroup()")
	require.Equal(t, before, content(t, tree))

	// Saved like that, the same text is reported under the same name.
	require.NoError(t, os.WriteFile(tree, []byte(unsaved), 0o644))
	c.save(tree)
	require.Equal(t, shown, c.of(tree).Diagnostics)
	command := exec.Command(tool, "./tree")
	command.Dir = dir
	out, _ := command.Output() // it fails since there is a report
	require.Contains(t, string(out), filepath.Join("tree", "tree.go")+":10:3: ")
	c.clean()
}

// What is not saved of one package is known to those that import it.
func TestRealUnsavedImport(t *testing.T) {
	dir := extract(t, module)
	c := startReal(t, "null")
	spawn, app := filepath.Join(dir, "tree", "spawn.go"), filepath.Join(dir, "app", "app.go")
	c.open(app, content(t, app))
	require.Len(t, c.of(app).Diagnostics, 1)
	c.open(spawn, "package tree\n\nfunc Spawn(f func()) { f() }\n")
	require.Empty(t, c.of(app).Diagnostics)
	c.close(spawn)
	require.Len(t, c.of(app).Diagnostics, 1)

	// A file that is nowhere but in the editor.
	fresh := filepath.Join(dir, "app", "fresh.go")
	c.open(fresh, "package app\n\nfunc fresh() {\n\tgo fresh()\n\tgo fresh()\n}\n")
	require.Len(t, c.of(fresh).Diagnostics, 2)
	c.clean()
}

func TestRealErrors(t *testing.T) {
	dir := extract(t, module)
	c := startReal(t, "null")
	tree := filepath.Join(dir, "tree", "tree.go")
	c.open(tree, content(t, tree))
	require.Len(t, c.of(tree).Diagnostics, 1)
	for version, broken := range []struct{ text, want string }{
		{"package tree\n\nfunc f() { nowhere() }\n", "tree.go:3:12: undefined: nowhere"},
		{"package tree\n\nfunc f( {\n", "tree.go:3:9: expected ')', found '{'"},
		{"package tree\n\nimport \"example.com/nowhere\"\n", "tree.go:3:8: no required module provides package example.com/nowhere"},
		{"func f() {}\n", "tree.go:1:1: expected 'package', found 'func'"},
		{"package other\n", "found packages "},
	} {
		c.change(tree, int32(version+2), broken.text)
		message := hear[protocol.LogMessageParams](c, protocol.MethodWindowLogMessage).Message
		require.True(t, strings.HasPrefix(message, tree+": not analysed: "), message)
		require.Contains(t, message, broken.want)
		require.NotContains(t, message, "overlay")
	}
	require.NoError(t, os.WriteFile(filepath.Join(dir, "go.mod"), []byte("nonsense\n"), 0o644))
	c.save(tree)
	require.Contains(t, hear[protocol.ShowMessageParams](c, protocol.MethodWindowShowMessage).Message, "go.mod:1: unknown directive: nonsense")
	c.clean()
}

// Two modules in a workspace, of which one imports the other, a third beside
// them, and a file in none.
func TestRealPlaces(t *testing.T) {
	dir := extract(t, strings.ReplaceAll(`
-- space/go.work --
go 1.26

use (
	./a
	./b
)
-- space/a/go.mod --
module example.com/a

go 1.26
-- space/a/a.go --
package a

WALK
-- space/b/go.mod --
module example.com/b

go 1.26
-- space/b/b.go --
package b

import _ "example.com/a"

WALK
-- third/go.mod --
module example.com/third

go 1.26
-- third/tagged.go --
//go:build special

package third

WALK
-- alone/alone.go --
package main

WALK

func main() {}
-- alone/other.go --
package main

WALK

func main() {}
`, "WALK", "func Walk(n []int) {\n\tfor range n {\n\t\tgo Walk(n)\n\t}\n}"))
	c := startReal(t, `{"tags": ["special"]}`)
	for _, name := range []string{"space/b/b.go", "space/a/a.go", "third/tagged.go", "alone/alone.go", "alone/other.go"} {
		file := filepath.Join(dir, filepath.FromSlash(name))
		c.open(file, content(t, file))
		require.Len(t, c.of(file).Diagnostics, 1, name)
	}
	c.clean()
}

// An analysis that is cut short leaves nothing behind, be it that the text
// changes or that the client goes away. It takes a while, since the go command
// has no answers for a limit that nobody has chosen before.
func TestRealInterrupted(t *testing.T) {
	dir := extract(t, module)
	c := startReal(t, fmt.Sprintf(`{"limit": %d}`, 1000+rand.IntN(90_000)))
	tree := filepath.Join(dir, "tree", "tree.go")
	c.open(tree, content(t, tree))
	c.running()
	c.change(tree, 2, content(t, tree)+"\nvar _ = 1\n")
	c.running()
	c.input.Close()
	require.Equal(t, statusLost, <-c.status)
	require.Empty(t, leftBehind(t))
}

// running waits until the go command has begun to analyse.
func (c *client) running() {
	require.Eventually(c.t, func() bool {
		units, err := filepath.Glob(filepath.Join(os.TempDir(), "fanoutcheck-*", "go-build*", "b*", "vet.cfg"))
		return err == nil && len(units) > 0
	}, time.Minute, time.Millisecond)
}
