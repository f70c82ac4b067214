package lsp

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"
	"go.lsp.dev/uri"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

func TestHover(t *testing.T) {
	file := filepath.Join(t.TempDir(), "walk.go")
	for capabilities, want := range map[string]protocol.MarkupContent{
		versed: {Kind: protocol.MarkupKindMarkdown, Value: "**fanoutcheck**: reported by unboundedspawn (`recursive-spawn`)\n\n" +
			"walk starts walk\n\n- [walk.go:1](" + uri.File(file).String() + "#L1): walk starts a goroutine that runs walk\n" +
			"\n[What unboundedspawn looks for](https://pkg.go.dev/github.com/fanoutcheck/fanoutcheck/passes/unboundedspawn)\n"},
		"{}": {Kind: protocol.MarkupKindPlainText, Value: "fanoutcheck: reported by unboundedspawn (recursive-spawn)\n\n" +
			"walk starts walk\n\nwalk.go:1: walk starts a goroutine that runs walk"},
	} {
		c := start(t, pretend, nil)
		c.initialize(capabilities, "null")
		c.open(file, "\tgo walk()\n\tgo walk() // fine\n")
		hover, err := c.hover(file, 0, 7)
		require.NoError(t, err)
		require.Equal(t, &want, hover.Contents)
		require.Equal(t, span(0, 1, 0, 8), *hover.Range)

		hover, err = c.hover(file, 1, 1)
		require.NoError(t, err)
		require.Contains(t, hover.Contents.(*protocol.MarkupContent).Value, ": fine, and not reported (")

		hover, err = c.hover(file, 0, 8) // behind the head
		require.NoError(t, err)
		require.Nil(t, hover)
	}
}

func TestHoverOfACheckThatIsOff(t *testing.T) {
	c := start(t, pretend, nil)
	c.initialize(versed, `{"disable": ["unboundedspawn"]}`)
	file := filepath.Join(t.TempDir(), "walk.go")
	c.open(file, "go walk()\n")
	hover, err := c.hover(file, 0, 0)
	require.NoError(t, err)
	require.Contains(t, hover.Contents.(*protocol.MarkupContent).Value, ": unboundedspawn would report it, but is off (")
}

// A hover waits for the analysis of what is there, and not longer than somebody
// wants to know.
func TestHoverWaits(t *testing.T) {
	began, resume := make(chan bool), make(chan bool)
	c := start(t, func(s *server) {
		pretend(s)
		s.analyse = func(_ context.Context, j job) *govet.Result {
			began <- true
			<-resume
			return found(j)
		}
	}, nil)
	c.initialize(versed, "null")
	file := filepath.Join(t.TempDir(), "walk.go")
	c.open(file, "go walk()\n")
	<-began

	answer := make(chan error, 1)
	go func() {
		_, err := c.hover(file, 0, 0)
		answer <- err
	}()
	// It is the second call, after initialize, and may come after its end is
	// asked for.
	for len(answer) == 0 {
		c.notify(protocol.MethodCancelRequest, jsonrpc2.RawMessage(`{"id": 2}`))
		c.notify(protocol.MethodCancelRequest, jsonrpc2.RawMessage(`{"id": "unknown"}`))
	}
	require.ErrorIs(t, <-answer, protocol.ErrRequestCancelled)

	go func() { resume <- true }()
	hover, err := c.hover(file, 0, 0)
	require.NoError(t, err)
	require.NotNil(t, hover)
}

func TestEscape(t *testing.T) {
	require.Equal(t, `\*Node \<- a\_b \[\]\\`, escape(`*Node <- a_b []\`))
}
