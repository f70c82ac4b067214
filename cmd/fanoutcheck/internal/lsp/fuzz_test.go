package lsp

import (
	"bytes"
	"context"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/stretchr/testify/require"
	"go.lsp.dev/protocol"
)

// FuzzMessages sends a server one message after the other. Whatever they say, it
// ends when they do, and answers with whole messages.
func FuzzMessages(f *testing.F) {
	const initialize = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":` + versed + `}}`
	for _, messages := range []string{
		initialize + "\n" + `{"jsonrpc":"2.0","method":"initialized","params":{}}`,
		initialize + "\n" + `{"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":"file:///m/a.go","languageId":"go","version":1,"text":"go walk()\n"}}}` +
			"\n" + `{"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":"file:///m/a.go","version":2},"contentChanges":[{"range":{"start":{"line":0,"character":9},"end":{"line":4294967295,"character":0}},"text":"é𝄞"}]}}` +
			"\n" + `{"jsonrpc":"2.0","id":2,"method":"textDocument/hover","params":{"textDocument":{"uri":"file:///m/a.go"},"position":{"line":0,"character":0}}}` +
			"\n" + `{"jsonrpc":"2.0","id":"3","method":"textDocument/codeAction","params":{"textDocument":{"uri":"file:///m/a.go"},"range":{"start":{"line":0,"character":0},"end":{"line":1,"character":0}},"context":{"diagnostics":[]}}}` +
			"\n" + `{"jsonrpc":"2.0","method":"textDocument/didClose","params":{"textDocument":{"uri":"file:///m/a.go"}}}`,
		initialize + "\n" + `{"jsonrpc":"2.0","method":"workspace/didChangeConfiguration","params":{"settings":{"fanoutcheck":{"limit":1e9}}}}` +
			"\n" + `{"jsonrpc":"2.0","method":"$/cancelRequest","params":{"id":null}}` +
			"\n" + `{"jsonrpc":"2.0","method":"workspace/didChangeWatchedFiles","params":{"changes":[{"uri":"untitled:x","type":9}]}}` +
			"\n" + `{"jsonrpc":"2.0","id":4,"method":"shutdown"}` + "\n" + `{"jsonrpc":"2.0","method":"exit"}`,
		"[]\n{\n\x00\nnull\n" + `{"jsonrpc":"2.0","id":1,"result":{}}`,
	} {
		f.Add(messages)
	}
	f.Fuzz(func(t *testing.T, messages string) {
		var in, out bytes.Buffer
		for message := range strings.Lines(messages) {
			writeFrame(&in, message)
		}
		s := newServer("")
		pretend(s)
		s.delay = 0
		status := s.serve(context.Background(), io.NopCloser(&in), &out)
		require.Contains(t, []int{statusDone, statusLost}, status)
	})
}

// FuzzText compares the places of a text with what they are by definition.
func FuzzText(f *testing.F) {
	f.Add("package a\r\n\té𝄞x\n\rend", uint32(1), uint32(3))
	f.Add("", uint32(0), uint32(9))
	f.Add("\xff\xfe\n", uint32(0), uint32(1))
	f.Fuzz(func(t *testing.T, content string, line, character uint32) {
		for _, e := range []encoding{protocol.PositionEncodingKindUTF8, protocol.PositionEncodingKindUTF16} {
			text := newText(content, e)
			offset := text.offset(protocol.Position{Line: line, Character: character})
			require.LessOrEqual(t, offset, len(content))
			for i := range content { // every place where a character begins
				if i > 0 && content[i-1] == '\r' && content[i] == '\n' {
					continue // in the middle of the end of a line
				}
				require.Equal(t, i, text.offset(text.position(i)), "%q at %d", content, i)
			}
			if utf8.ValidString(content) {
				require.True(t, offset == len(content) || utf8.RuneStart(content[offset]))
			}
		}
	})
}

// FuzzSettings: settings that are accepted are what the flags say that the go
// command is called with.
func FuzzSettings(f *testing.F) {
	f.Add(`{"fanoutcheck":{"strict":true,"limit":3,"enable":["lostslot"],"disable":[],"tags":["a"]}}`)
	f.Add(`{"spawners":["example.com/a.B"],"limiters":["(*example.com/a.T).Go"],"blocking-limiters":["example.com/a.C"]}`)
	f.Add(`{"limit":1e9}`)
	f.Add(`[{"strict":null}] {}`)
	f.Fuzz(func(t *testing.T, raw string) {
		set, given, err := decodeSettings([]byte(raw))
		if err != nil || !given {
			return
		}
		var again settings
		require.NoError(t, again.flags().Parse(set.arguments()))
		require.NoError(t, again.Validate())
		require.Equal(t, set.arguments(), again.arguments())
	})
}
