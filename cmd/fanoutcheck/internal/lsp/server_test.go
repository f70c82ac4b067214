package lsp

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

func TestOpenChangeClose(t *testing.T) {
	c := start(t, pretend, nil)
	c.initialize(versed, "null")
	file := filepath.Join(t.TempDir(), "walk.go")

	c.open(file, "package walk\n\n\tgo walk()\n")
	shown := c.diagnostics()
	require.Len(t, shown.Diagnostics, 1)
	version, _ := shown.Version.Get()
	require.EqualValues(t, 1, version)
	d := shown.Diagnostics[0]
	require.Equal(t, span(2, 1, 2, 8), d.Range)
	require.Equal(t, protocol.String("unboundedspawn"), d.Code)
	require.Equal(t, protocol.String("walk starts walk"), d.Message)
	require.Equal(t, "https://pkg.go.dev/github.com/fanoutcheck/fanoutcheck/passes/unboundedspawn", d.CodeDescription.Href.String())
	require.Len(t, d.RelatedInformation, 1)
	require.Equal(t, span(2, 1, 2, 1), d.RelatedInformation[0].Location.Range)

	c.change(file, 2, "package walk\n\n\n\tgo walk()\n")
	shown = c.diagnostics()
	version, _ = shown.Version.Get()
	require.EqualValues(t, 2, version)
	require.Equal(t, span(3, 1, 3, 8), shown.Diagnostics[0].Range)

	c.close(file)
	require.Empty(t, c.diagnostics().Diagnostics)
}

func span(startLine, startCharacter, endLine, endCharacter uint32) protocol.Range {
	return protocol.Range{
		Start: protocol.Position{Line: startLine, Character: startCharacter},
		End:   protocol.Position{Line: endLine, Character: endCharacter},
	}
}

// What comes back of a text that has changed meanwhile is shown nowhere, even
// from an analysis that does not end when it is told to.
func TestChangeDuringAnalysis(t *testing.T) {
	began, resume := make(chan bool), make(chan bool)
	c := start(t, func(s *server) {
		pretend(s)
		s.analyse = func(_ context.Context, j job) *govet.Result {
			if j.open[0].version == 1 {
				close(began)
				<-resume
			}
			return found(j)
		}
	}, nil)
	c.initialize(versed, "null")
	file := filepath.Join(t.TempDir(), "walk.go")
	c.open(file, "go walk()\n")
	<-began
	c.change(file, 2, "\n\ngo walk()\n")
	// Answered after the change is known.
	require.Empty(t, c.actions(file, span(0, 0, 2, 0)))
	close(resume)
	shown := c.diagnostics()
	version, _ := shown.Version.Get()
	require.EqualValues(t, 2, version)
	require.Equal(t, span(2, 0, 2, 7), shown.Diagnostics[0].Range)
}

// An analysis ends as soon as nobody waits for it any more.
func TestChangeCancels(t *testing.T) {
	c := start(t, func(s *server) {
		pretend(s)
		s.analyse = func(ctx context.Context, j job) *govet.Result {
			if j.open[0].version == 1 {
				<-ctx.Done()
			}
			return found(j)
		}
	}, nil)
	c.initialize(versed, "null")
	file := filepath.Join(t.TempDir(), "walk.go")
	c.open(file, "go walk()\n")
	c.change(file, 2, "\ngo walk()\n")
	require.Equal(t, span(1, 0, 1, 7), c.diagnostics().Diagnostics[0].Range)
}

func TestEncodings(t *testing.T) {
	const content = "/* é𝄞 */ go walk()\n"
	for offered, want := range map[string]protocol.Range{
		`{"general": {"positionEncodings": ["utf-16", "utf-8"]}}`:  span(0, 13, 0, 20),
		`{"general": {"positionEncodings": ["utf-32", "utf-16"]}}`: span(0, 10, 0, 17),
		`{}`: span(0, 10, 0, 17),
	} {
		c := start(t, pretend, nil)
		c.initialize(offered, "null")
		c.open(filepath.Join(t.TempDir(), "walk.go"), content)
		require.Equal(t, want, c.diagnostics().Diagnostics[0].Range, offered)
	}
}

func TestPhases(t *testing.T) {
	c := start(t, pretend, nil)
	require.ErrorIs(t, c.try(protocol.MethodTextDocumentHover, jsonrpc2.RawMessage("{}"), nil), jsonrpc2.NewError(jsonrpc2.ServerNotInitialized, ""))
	c.initialize("{}", "null")
	require.ErrorIs(t, c.try(protocol.MethodInitialize, jsonrpc2.RawMessage("{}"), nil), jsonrpc2.ErrInvalidRequest)
	require.ErrorIs(t, c.try("workspace/nonsense", nil, nil), jsonrpc2.ErrMethodNotFound)
	c.notify("workspace/nonsense", nil)
	require.ErrorIs(t, c.try(protocol.MethodTextDocumentHover, jsonrpc2.RawMessage(`{"position": 1}`), nil), jsonrpc2.ErrInvalidParams)
	c.notify(protocol.MethodTextDocumentDidOpen, jsonrpc2.RawMessage(`{"textDocument": 1}`))
	require.Contains(t, hear[protocol.LogMessageParams](c, protocol.MethodWindowLogMessage).Message, "textDocument/didOpen: ")
	c.call(protocol.MethodShutdown, nil, nil)
	require.ErrorIs(t, c.try(protocol.MethodTextDocumentHover, jsonrpc2.RawMessage("{}"), nil), jsonrpc2.ErrInvalidRequest)
	c.notify(protocol.MethodExit, nil)
	require.Equal(t, 0, <-c.status)
}

func TestExitStatus(t *testing.T) {
	exit := start(t, pretend, nil)
	exit.initialize("{}", "null")
	exit.notify(protocol.MethodExit, nil)
	require.Equal(t, 1, <-exit.status)

	gone := start(t, pretend, nil)
	gone.initialize("{}", "null")
	gone.input.Close()
	require.Equal(t, 1, <-gone.status)
}

// A client that goes away ends what is under way.
func TestGoneDuringAnalysis(t *testing.T) {
	began, ended := make(chan bool), make(chan bool)
	c := start(t, func(s *server) {
		pretend(s)
		s.analyse = func(ctx context.Context, j job) *govet.Result {
			close(began)
			<-ctx.Done()
			close(ended)
			return found(j)
		}
	}, nil)
	c.initialize("{}", "null")
	c.open(filepath.Join(t.TempDir(), "walk.go"), "go walk()\n")
	<-began
	c.input.Close()
	require.Equal(t, 1, <-c.status)
	<-ended
}

// What is no message is answered, and what follows it as well.
func TestMalformedMessages(t *testing.T) {
	var in, out, complaint bytes.Buffer
	for _, body := range []string{
		`{"jsonrpc":"2.0","id":1,`,
		`[]`,
		`null`,
		`{"jsonrpc":"1.0","id":1,"method":"initialize"}`,
		`{"jsonrpc":"2.0","id":2,"method":"initialize","params":{"capabilities":{}}}`,
	} {
		writeFrame(&in, body)
	}
	s := newServer("")
	s.stderr = &complaint
	require.Equal(t, statusLost, s.serve(context.Background(), io.NopCloser(&in), &out))
	require.Equal(t, 4, strings.Count(out.String(), `"id":null,"error":`))
	require.Contains(t, out.String(), `"id":2,"result":`)
	require.Empty(t, complaint.String())
}

// Where the next message begins, nobody knows after a header that is none.
func TestMalformedHeader(t *testing.T) {
	for _, input := range []string{"nonsense\r\n\r\n{}", "Content-Length: -1\r\n\r\n", "Content-Length: 10\r\n\r\n{}", "Content-Length: 99999999999999\r\n\r\n"} {
		var complaint bytes.Buffer
		s := newServer("")
		s.stderr = &complaint
		require.Equal(t, statusLost, s.serve(context.Background(), io.NopCloser(strings.NewReader(input)), io.Discard), input)
		require.Contains(t, complaint.String(), "fanoutcheck lsp: the connection is broken: ", input)
	}
}

func writeFrame(w io.Writer, body string) {
	io.WriteString(w, fmt.Sprintf("Content-Length: %d\r\n\r\n%s", len(body), body))
}
