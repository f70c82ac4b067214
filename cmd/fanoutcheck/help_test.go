package main

import (
	"bufio"
	"bytes"
	"flag"
	"io"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestHelpNamesEveryFlag(t *testing.T) {
	var out bytes.Buffer
	stdout := bufio.NewWriter(&out)
	require.Equal(t, statusClean, help(nil, stdout, io.Discard))
	require.NoError(t, stdout.Flush())
	_, flags := newFlags()
	flags.VisitAll(func(f *flag.Flag) {
		require.Regexp(t, `[\s]-`+f.Name+`\b`, out.String())
		require.NotEmpty(t, f.Usage, f.Name)
	})
}

// Whatever can be asked for has an answer.
func TestHelpOnEverything(t *testing.T) {
	for _, topic := range topicCandidates() {
		require.Greater(t, len(describe(topic.word)), len(topic.word), topic.word)
	}
	require.Empty(t, describe("nonsense"))
}
