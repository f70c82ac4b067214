package lsp

import (
	"context"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// A client talks with a server as an editor does.
type client struct {
	t       *testing.T
	conn    jsonrpc2.Conn
	heard   chan *jsonrpc2.Request // notifications and requests of the server
	answers map[string]any         // to the requests of the server
	status  chan int               // that the server ends with
	input   io.Closer              // of the server
}

// start starts a server, after prepare has changed it, and a client that
// knows nothing but what it is told to.
func start(t *testing.T, prepare func(*server), answers map[string]any) *client {
	s := newServer(tool)
	s.delay = 0
	if prepare != nil {
		prepare(s)
	}
	serverIn, clientOut := io.Pipe()
	clientIn, serverOut := io.Pipe()
	c := &client{
		t: t, heard: make(chan *jsonrpc2.Request, 1000), answers: answers,
		status: make(chan int, 1), input: clientOut,
	}
	go func() {
		c.status <- s.serve(context.Background(), serverIn, serverOut)
		serverOut.Close()
	}()
	c.conn = jsonrpc2.NewConn(jsonrpc2.NewStream(pipe{clientIn, clientOut}), jsonrpc2.WithCodec(codec{}))
	c.conn.Go(context.Background(), func(_ context.Context, req *jsonrpc2.Request) (any, error) {
		c.heard <- req.Clone()
		return c.answers[req.Method()], nil
	})
	t.Cleanup(func() {
		clientOut.Close()
		<-c.conn.Done()
	})
	return c
}

// initialize makes the client one with these capabilities.
func (c *client) initialize(capabilities, options string) *protocol.InitializeResult {
	result := new(protocol.InitializeResult)
	c.call(protocol.MethodInitialize, jsonrpc2.RawMessage(`{"processId":null,"rootUri":null,"capabilities":`+capabilities+
		`,"initializationOptions":`+options+`}`), result)
	c.notify(protocol.MethodInitialized, struct{}{})
	return result
}

func (c *client) call(method string, params, result any) {
	c.t.Helper()
	require.NoError(c.t, c.try(method, params, result))
}

func (c *client) try(method string, params, result any) error {
	_, err := c.conn.Call(context.Background(), method, params, result)
	return err
}

func (c *client) notify(method string, params any) {
	c.t.Helper()
	if _, ok := params.(struct{}); ok {
		params = jsonrpc2.RawMessage("{}")
	}
	require.NoError(c.t, c.conn.Notify(context.Background(), method, params))
}

func (c *client) open(file, content string) {
	c.t.Helper()
	c.notify(protocol.MethodTextDocumentDidOpen, &protocol.DidOpenTextDocumentParams{
		TextDocument: protocol.TextDocumentItem{URI: uri.File(file), LanguageID: "go", Version: 1, Text: content},
	})
}

// change replaces the whole text.
func (c *client) change(file string, version int32, content string) {
	c.t.Helper()
	params := &protocol.DidChangeTextDocumentParams{
		ContentChanges: []protocol.TextDocumentContentChangeEvent{&protocol.TextDocumentContentChangeWholeDocument{Text: content}},
	}
	params.TextDocument.URI, params.TextDocument.Version = uri.File(file), version
	c.notify(protocol.MethodTextDocumentDidChange, params)
}

func (c *client) save(file string) {
	c.t.Helper()
	c.notify(protocol.MethodTextDocumentDidSave, &protocol.DidSaveTextDocumentParams{TextDocument: identify(file)})
}

func (c *client) close(file string) {
	c.t.Helper()
	c.notify(protocol.MethodTextDocumentDidClose, &protocol.DidCloseTextDocumentParams{TextDocument: identify(file)})
}

func identify(file string) protocol.TextDocumentIdentifier {
	return protocol.TextDocumentIdentifier{URI: uri.File(file)}
}

// hear waits for the next message of a kind and leaves out others.
func hear[P any](c *client, method string) *P {
	c.t.Helper()
	for req := range c.heard {
		if req.Method() == method {
			params := new(P)
			require.NoError(c.t, protocol.Unmarshal(req.Params(), params))
			return params
		}
	}
	return nil
}

func (c *client) diagnostics() *protocol.PublishDiagnosticsParams {
	c.t.Helper()
	return hear[protocol.PublishDiagnosticsParams](c, protocol.MethodTextDocumentPublishDiagnostics)
}

func (c *client) hover(file string, line, character uint32) (*protocol.Hover, error) {
	var hover *protocol.Hover
	params := new(protocol.HoverParams)
	params.TextDocument, params.Position = identify(file), protocol.Position{Line: line, Character: character}
	return hover, c.try(protocol.MethodTextDocumentHover, params, &hover)
}

func (c *client) actions(file string, at protocol.Range, only ...protocol.CodeActionKind) []protocol.CodeAction {
	c.t.Helper()
	var actions []protocol.CodeAction
	c.call(protocol.MethodTextDocumentCodeAction, &protocol.CodeActionParams{
		TextDocument: identify(file), Range: at,
		Context: protocol.CodeActionContext{Diagnostics: []protocol.Diagnostic{}, Only: only},
	}, &actions)
	return actions
}

// found pretends to analyse: every line with "go walk" is reported, if it is not
// told to be fine, and explained. Two fixes add a limit before it, one import, or
// remove it.
func found(j job) *govet.Result {
	result := new(govet.Result)
	for _, d := range j.open {
		dir := filepath.Dir(d.file)
		i := slices.IndexFunc(result.Packages, func(p govet.Package) bool { return p.Dir == dir })
		if i < 0 {
			i = len(result.Packages)
			result.Packages = append(result.Packages, govet.Package{Path: "example.com/" + filepath.Base(dir), Dir: dir})
		}
		result.Packages[i].Files = append(result.Packages[i].Files, d.file)
		start := 0
		for n, line := range strings.SplitAfter(d.text.content, "\n") {
			if column := strings.Index(line, "go walk"); column >= 0 {
				r := reportAt(d.file, n+1, column+1, start+column)
				if !strings.Contains(line, "fine") {
					result.Reports = append(result.Reports, r)
				} else {
					r.Check, r.Category = "", "bounded-try"
				}
				r.Function = "walk"
				result.Explanations = append(result.Explanations, r)
			}
			start += len(line)
		}
	}
	return result
}

func reportAt(file string, line, column, offset int) govet.Report {
	at := govet.Position{File: file, Line: line, Column: column}
	end := at
	end.Column += len("go walk")
	return govet.Report{
		Check: "unboundedspawn", Category: "recursive-spawn", Message: "walk starts walk",
		Position: at, End: end,
		Related: []govet.Related{{Position: at, End: at, Message: "walk starts a goroutine that runs walk"}},
		Fixes: []govet.Fix{
			{Message: "Limit it", Edits: []govet.Edit{
				{File: file, Start: 0, End: 0, New: "import limit\n"},
				{File: file, Start: offset, End: offset, New: "limit."},
			}},
			{Message: "Take it out", Edits: []govet.Edit{{File: file, Start: offset, End: offset + len("go walk"), New: ""}}},
		},
	}
}

// pretend has a server analyse nothing for real: every directory is a module.
func pretend(s *server) {
	s.locate = func(_ context.Context, dir string) place { return place{root: dir} }
	s.analyse = func(_ context.Context, j job) *govet.Result { return found(j) }
}

// versed are the capabilities of a client that can do everything.
const versed = `{
	"general": {"positionEncodings": ["utf-16"]},
	"window": {"workDoneProgress": true},
	"workspace": {"workspaceEdit": {"documentChanges": true}},
	"textDocument": {"publishDiagnostics": {"relatedInformation": true}, "hover": {"contentFormat": ["markdown"]}}
}`
