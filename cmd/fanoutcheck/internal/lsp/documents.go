package lsp

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// A document is a file that the client has open.
type document struct {
	uri     uri.URI // as the client writes it
	file    string
	version int32
	text    *text
	found   *findings // the last, or nil
}

// Findings are what an analysis has found in a document.
type findings struct {
	version      int32 // of the document
	began        time.Time
	versions     map[string]int32 // of all documents that were laid open to it
	reports      []govet.Report
	explanations []govet.Report
}

// current returns the findings of a document if they are about its text as it
// is now, and else nil.
func (d *document) current() *findings {
	if d == nil || d.found == nil || d.found.version != d.version {
		return nil
	}
	return d.found
}

// unsaved reports whether a document is not what is on disk.
func (d *document) unsaved() bool {
	saved, err := os.ReadFile(d.file)
	return err != nil || string(saved) != d.text.content
}

// fileOf returns the name of the file that a URI stands for, and "" if it stands
// for something else, such as a text that has never been saved.
func fileOf(u uri.URI) string {
	if !u.IsFile() {
		return ""
	}
	return filepath.Clean(u.FsPath())
}

// document returns an open document. It needs the lock.
func (s *server) document(u uri.URI) *document { return s.open[fileOf(u)] }

func (s *server) didOpen(params *protocol.DidOpenTextDocumentParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	item := params.TextDocument
	file := fileOf(item.URI)
	if file == "" || filepath.Ext(file) != ".go" {
		return nil
	}
	s.open[file] = &document{uri: item.URI, file: file, version: item.Version, text: newText(item.Text, s.client.encoding)}
	delete(s.places, filepath.Dir(file))
	s.touch(0, filepath.Dir(file))
	return nil
}

func (s *server) didChange(params *protocol.DidChangeTextDocumentParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.document(params.TextDocument.URI)
	if d == nil {
		return nil
	}
	d.version = params.TextDocument.Version
	d.text = d.text.change(params.ContentChanges)
	if dir := filepath.Dir(d.file); s.cheap(dir) {
		s.touch(s.delay, dir)
	}
	return nil
}

func (s *server) didSave(params *protocol.DidSaveTextDocumentParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	file := fileOf(params.TextDocument.URI)
	if d := s.open[file]; d != nil {
		dir := filepath.Dir(file)
		delete(s.places, dir)
		s.touch(0, dir)
	}
	return nil
}

// didClose takes away what is shown of a file. Other open files may depend on
// what it was like before it was closed without being saved.
func (s *server) didClose(params *protocol.DidCloseTextDocumentParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	d := s.document(params.TextDocument.URI)
	if d == nil {
		return nil
	}
	delete(s.open, d.file)
	s.publish(&protocol.PublishDiagnosticsParams{URI: d.uri, Diagnostics: []protocol.Diagnostic{}})
	if d.unsaved() {
		s.touch(0, filepath.Dir(d.file))
	}
	return nil
}

// didChangeWatchedFiles hears of files that other programs have changed, and of
// modules that were made, left or told other dependencies.
func (s *server) didChangeWatchedFiles(params *protocol.DidChangeWatchedFilesParams) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	news := false
	for _, change := range params.Changes {
		file := fileOf(change.URI)
		if filepath.Ext(file) != ".go" {
			clear(s.places)
		}
		// What an open file is like, the client tells otherwise.
		news = news || s.open[file] == nil
	}
	if news {
		s.reconsider(s.delay)
	}
	return nil
}

// reconsider has all open files analysed. It needs the lock.
func (s *server) reconsider(delay time.Duration) {
	var dirs []string
	for file := range s.open {
		dirs = append(dirs, filepath.Dir(file))
	}
	if len(dirs) > 0 {
		s.touch(delay, dirs...)
	}
}

// publish tells the client what is wrong with a file. It needs the lock, so that
// nothing later overtakes it.
func (s *server) publish(params *protocol.PublishDiagnosticsParams) {
	s.send(protocol.MethodTextDocumentPublishDiagnostics, params)
}

func (s *server) send(method string, params any) {
	s.outbox.put(func() error { return s.conn.Notify(s.ctx, method, params) })
}

// log writes to the client's log, and show has its person see a message.
func (s *server) log(kind protocol.MessageType, message string) {
	s.send(protocol.MethodWindowLogMessage, &protocol.LogMessageParams{Type: kind, Message: message})
}

func (s *server) show(kind protocol.MessageType, message string) {
	s.send(protocol.MethodWindowShowMessage, &protocol.ShowMessageParams{Type: kind, Message: message})
}

// tell says something of a subject, unless that is what was said of it last. It
// needs the lock.
func (s *server) tell(say func(protocol.MessageType, string), kind protocol.MessageType, subject, message string) {
	if s.told[subject] != message {
		s.told[subject] = message
		say(kind, fmt.Sprintf("%s: %s", subject, message))
	}
}
