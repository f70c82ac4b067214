package lsp

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

const twoReports = "package walk\n\n\tgo walk() // é𝄞\n\tgo walk()\n"

func titles(actions []protocol.CodeAction) []string {
	all := []string{}
	for _, a := range actions {
		all = append(all, string(*a.Kind)+": "+a.Title)
	}
	return all
}

const everything = "Fix all that fanoutcheck can fix in this file"

func TestActions(t *testing.T) {
	c := start(t, pretend, nil)
	c.initialize(versed, "null")
	file := filepath.Join(t.TempDir(), "walk.go")
	c.open(file, twoReports)
	reports := c.diagnostics().Diagnostics

	actions := c.actions(file, reports[1].Range)
	require.Equal(t, []string{
		"quickfix: Limit it",
		"quickfix: Take it out",
		"quickfix: " + everything,
		"source.fixAll.fanoutcheck: " + everything,
	}, titles(actions))
	require.True(t, *actions[0].IsPreferred)
	require.Nil(t, actions[1].IsPreferred)
	require.Equal(t, []protocol.Diagnostic{reports[1]}, actions[0].Diagnostics)
	require.Equal(t, "import limit\npackage walk\n\n\tgo walk() // é𝄞\n\tlimit.go walk()\n", applied(t, twoReports, actions[0]))
	require.Equal(t, "package walk\n\n\tgo walk() // é𝄞\n\t()\n", applied(t, twoReports, actions[1]))
	// The import is shared.
	require.Equal(t, "import limit\npackage walk\n\n\tlimit.go walk() // é𝄞\n\tlimit.go walk()\n", applied(t, twoReports, actions[2]))

	edit := actions[0].Edit.DocumentChanges[0].(*protocol.TextDocumentEdit)
	require.Equal(t, uri.File(file), edit.TextDocument.URI)
	require.EqualValues(t, 1, *edit.TextDocument.Version)
}

func TestActionsOfSomeKinds(t *testing.T) {
	c := start(t, pretend, nil)
	c.initialize(versed, "null")
	file := filepath.Join(t.TempDir(), "walk.go")
	c.open(file, twoReports)
	c.diagnostics()
	for _, test := range []struct {
		at   protocol.Range
		only []protocol.CodeActionKind
		want []string
	}{
		{span(2, 3, 2, 3), []protocol.CodeActionKind{"quickfix"}, []string{"quickfix: Limit it", "quickfix: Take it out", "quickfix: " + everything}},
		{span(0, 0, 0, 0), nil, []string{"source.fixAll.fanoutcheck: " + everything}},
		{span(0, 0, 0, 0), []protocol.CodeActionKind{"quickfix"}, []string{}},
		{span(0, 0, 0, 0), []protocol.CodeActionKind{"source"}, []string{"source.fixAll.fanoutcheck: " + everything}},
		{span(0, 0, 0, 0), []protocol.CodeActionKind{"source.fixAll"}, []string{"source.fixAll.fanoutcheck: " + everything}},
		{span(0, 0, 0, 0), []protocol.CodeActionKind{"source.fixAll.fanoutcheck"}, []string{"source.fixAll.fanoutcheck: " + everything}},
		{span(2, 3, 2, 3), []protocol.CodeActionKind{"source.fixAllElse", "refactor"}, []string{}},
	} {
		require.Equal(t, test.want, titles(c.actions(file, test.at, test.only...)), test.only)
	}
}

// A fix is for one text and no other.
func TestStaleActions(t *testing.T) {
	c := start(t, func(s *server) { pretend(s); s.delay = time.Hour }, nil)
	c.initialize(versed, "null")
	file := filepath.Join(t.TempDir(), "walk.go")
	c.open(file, twoReports)
	reports := c.diagnostics().Diagnostics
	require.NotEmpty(t, c.actions(file, reports[0].Range))
	c.change(file, 2, "\n"+twoReports)
	require.Empty(t, c.actions(file, reports[0].Range))
	c.close(file)
	require.Empty(t, c.actions(file, reports[0].Range))
}

func TestActionsForAnOldClient(t *testing.T) {
	c := start(t, pretend, nil)
	c.initialize("{}", "null")
	file := filepath.Join(t.TempDir(), "walk.go")
	c.open(file, twoReports)
	report := c.diagnostics().Diagnostics[0]
	require.Equal(t, protocol.String("walk starts walk\nwalk starts a goroutine that runs walk"), report.Message)
	require.Empty(t, report.RelatedInformation)
	edit := c.actions(file, report.Range)[1].Edit
	require.Empty(t, edit.DocumentChanges)
	require.Equal(t, map[uri.URI][]protocol.TextEdit{uri.File(file): {{Range: span(2, 1, 2, 8)}}}, edit.Changes)
}

// A fix that reaches into another file is offered while that is as it was.
func TestActionInAnotherFile(t *testing.T) {
	dir := t.TempDir()
	file, other := filepath.Join(dir, "walk.go"), filepath.Join(dir, "other.go")
	s := newServer(tool)
	s.client = abilities{encoding: protocol.PositionEncodingKindUTF16, documentChanges: true}
	s.open[file] = &document{uri: uri.File(file), file: file, version: 7, text: newText("walk\n", s.client.encoding)}
	require.NoError(t, os.WriteFile(other, []byte("other\n"), 0o600))
	long := time.Now().Add(-time.Hour)
	require.NoError(t, os.Chtimes(other, long, long))
	found := &findings{version: 7, began: time.Now(), versions: map[string]int32{file: 7}}
	edits := []govet.Edit{{File: file, Start: 0, End: 4, New: "run"}, {File: other, Start: 5, End: 5, New: "!"}}

	edit := s.workspaceEdit(found, edits)
	require.Len(t, edit.DocumentChanges, 2)
	first, second := edit.DocumentChanges[0].(*protocol.TextDocumentEdit), edit.DocumentChanges[1].(*protocol.TextDocumentEdit)
	require.Equal(t, uri.File(other), first.TextDocument.URI)
	require.Nil(t, first.TextDocument.Version)
	require.EqualValues(t, 7, *second.TextDocument.Version)

	// It has been opened since, or written.
	s.open[other] = &document{uri: uri.File(other), file: other, version: 1, text: newText("other\n", s.client.encoding)}
	require.Nil(t, s.workspaceEdit(found, edits))
	delete(s.open, other)
	later := time.Now().Add(time.Hour)
	require.NoError(t, os.Chtimes(other, later, later))
	require.Nil(t, s.workspaceEdit(found, edits))
}

// Fixes that change the same text do not go together.
func TestFixAllLeavesOutOverlaps(t *testing.T) {
	file := filepath.Join(t.TempDir(), "walk.go")
	s := newServer(tool)
	s.client.documentChanges = true
	s.open[file] = &document{uri: uri.File(file), file: file, text: newText("0123456789", protocol.PositionEncodingKindUTF8)}
	report := func(edits ...govet.Edit) govet.Report {
		for i := range edits {
			edits[i].File = file
		}
		return govet.Report{Fixes: []govet.Fix{{Edits: edits}}}
	}
	all, n := s.fixAll(&findings{versions: map[string]int32{file: 0}, reports: []govet.Report{
		report(govet.Edit{Start: 2, End: 4, New: "a"}, govet.Edit{Start: 0, End: 0, New: "import "}),
		report(govet.Edit{Start: 0, End: 0, New: "import "}, govet.Edit{Start: 3, End: 5, New: "b"}),
		report(govet.Edit{Start: 0, End: 0, New: "import "}, govet.Edit{Start: 4, End: 6, New: "c"}),
		{},
	}})
	require.Equal(t, 2, n)
	require.Equal(t, "import 01ac6789", applied(t, "0123456789", protocol.CodeAction{Edit: all}))
}
