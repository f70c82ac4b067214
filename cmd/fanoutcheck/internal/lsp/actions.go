package lsp

import (
	"cmp"
	"context"
	"os"
	"slices"
	"strings"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// codeAction offers the fixes of what is reported in a range, and the one that
// fixes all of the file. It does not wait: a fix is for the text that was
// analysed, and if that is gone, there is none.
func (s *server) codeAction(_ context.Context, params *protocol.CodeActionParams) ([]protocol.CodeAction, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.document(params.TextDocument.URI)
	found := d.current()
	actions := []protocol.CodeAction{}
	if found == nil {
		return actions, nil
	}
	if wants(params.Context.Only, protocol.CodeActionKindQuickFix) {
		for _, r := range found.reports {
			if overlap(d.text, extent(d.text, r), params.Range) {
				actions = append(actions, s.quickFixes(d, r)...)
			}
		}
	}
	all, fixes := s.fixAll(found)
	if all == nil {
		return actions, nil
	}
	whole := protocol.CodeAction{Title: "Fix all that fanoutcheck can fix in this file", Edit: all}
	if len(actions) > 0 && fixes > 1 {
		whole.Kind = new(protocol.CodeActionKindQuickFix)
		actions = append(actions, whole)
	}
	if wants(params.Context.Only, fixAll) {
		whole.Kind = new(fixAll)
		actions = append(actions, whole)
	}
	return actions, nil
}

// wants reports whether a client that asks for actions of some kinds, or of all
// if it names none, means a kind. A kind includes those that begin with it.
func wants(only []protocol.CodeActionKind, kind protocol.CodeActionKind) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(k protocol.CodeActionKind) bool {
		return k == "" || k == kind || strings.HasPrefix(string(kind), string(k)+".")
	})
}

func overlap(t *text, a, b protocol.Range) bool {
	return t.offset(a.Start) <= t.offset(b.End) && t.offset(b.Start) <= t.offset(a.End)
}

// quickFixes returns an action for each alternative to fix what is reported. The
// first is the best.
func (s *server) quickFixes(d *document, r govet.Report) []protocol.CodeAction {
	var actions []protocol.CodeAction
	for i, fix := range r.Fixes {
		edit := s.workspaceEdit(d.found, fix.Edits)
		if edit == nil {
			continue
		}
		action := protocol.CodeAction{
			Title: fix.Message, Kind: new(protocol.CodeActionKindQuickFix), Edit: edit,
			Diagnostics: []protocol.Diagnostic{s.diagnostic(d, r)},
		}
		if i == 0 {
			action.IsPreferred = new(true)
		}
		actions = append(actions, action)
	}
	return actions
}

// fixAll puts together the best fix of each report, and returns how many go
// together. They may share edits, such as an import; one that overlaps
// another is left for the next time.
func (s *server) fixAll(found *findings) (all *protocol.WorkspaceEdit, fixes int) {
	var edits []govet.Edit
	for _, r := range found.reports {
		if len(r.Fixes) == 0 {
			continue
		}
		fresh := slices.DeleteFunc(slices.Clone(r.Fixes[0].Edits), func(e govet.Edit) bool { return slices.Contains(edits, e) })
		if !slices.ContainsFunc(fresh, func(e govet.Edit) bool {
			return slices.ContainsFunc(edits, func(other govet.Edit) bool { return collide(e, other) })
		}) {
			edits = append(edits, fresh...)
			fixes++
		}
	}
	if fixes == 0 {
		return nil, 0
	}
	return s.workspaceEdit(found, edits), fixes
}

// collide reports whether two edits change the same text.
func collide(a, b govet.Edit) bool {
	return a.File == b.File && a.Start < b.End && b.Start < a.End
}

// workspaceEdit translates edits. It returns nil if a file is not what it was
// when it was analysed. It needs the lock.
func (s *server) workspaceEdit(found *findings, edits []govet.Edit) *protocol.WorkspaceEdit {
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, func(a, b govet.Edit) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Start, b.Start), cmp.Compare(a.End, b.End))
	})
	result := new(protocol.WorkspaceEdit)
	for len(edits) > 0 {
		file := edits[0].File
		end := slices.IndexFunc(edits, func(e govet.Edit) bool { return e.File != file })
		if end < 0 {
			end = len(edits)
		}
		if !s.unchanged(found, file) {
			return nil
		}
		s.addEdits(result, edits[:end])
		edits = edits[end:]
	}
	return result
}

// unchanged reports whether a file is what it was when it was analysed.
func (s *server) unchanged(found *findings, file string) bool {
	version, wasOpen := found.versions[file]
	if d := s.open[file]; d != nil {
		return wasOpen && d.version == version
	}
	info, err := os.Stat(file)
	return err == nil && !wasOpen && info.ModTime().Before(found.began)
}

// addEdits adds the edits of one file. A client that understands it is told the
// version of the file that they are for, and refuses them for another.
func (s *server) addEdits(result *protocol.WorkspaceEdit, edits []govet.Edit) {
	u, t := s.read(edits[0].File)
	var changes []protocol.TextEdit
	for _, e := range edits {
		changes = append(changes, protocol.TextEdit{
			Range:   protocol.Range{Start: t.position(e.Start), End: t.position(e.End)},
			NewText: e.New,
		})
	}
	if !s.client.documentChanges {
		if result.Changes == nil {
			result.Changes = make(map[uri.URI][]protocol.TextEdit)
		}
		result.Changes[u] = changes
		return
	}
	change := new(protocol.TextDocumentEdit)
	change.TextDocument.URI = u
	if d := s.open[edits[0].File]; d != nil {
		change.TextDocument.Version = &d.version
	}
	for i := range changes {
		change.Edits = append(change.Edits, &changes[i])
	}
	result.DocumentChanges = append(result.DocumentChanges, change)
}
