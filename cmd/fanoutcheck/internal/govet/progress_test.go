package govet

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/stretchr/testify/require"
)

// The time in these tests is that of a bubble, which waits for nothing.

func TestProgressIsToldAndErased(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var terminal bytes.Buffer
		p := watch(&terminal)
		told := func() string {
			synctest.Wait()
			defer terminal.Reset()
			return terminal.String()
		}
		time.Sleep(patienceOfPeople - time.Millisecond)
		require.Empty(t, told())
		time.Sleep(time.Millisecond)
		require.Equal(t, "\r\x1b[Kfanoutcheck: the go command loads and compiles packages, 3 s", told())

		for _, output := range []string{"{", "}\n{\n\t\"p\": {\n\t\t\"fanout\"", ": {}\n\t}\n}\n{}"} {
			_, err := io.WriteString(p, output)
			require.NoError(t, err)
		}
		time.Sleep(betweenLines)
		require.Equal(t, "\r\x1b[Kfanoutcheck: 2 packages analysed, 4 s", told())

		_, err := io.WriteString(p, "\n{}\n")
		require.NoError(t, err)
		time.Sleep(betweenLines)
		require.Equal(t, "\r\x1b[Kfanoutcheck: 4 packages analysed, 5 s", told())
		p.stop()
		require.Equal(t, "\r\x1b[K", told())
	})
}

func TestProgressOfAShortRunIsNotTold(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var terminal strings.Builder
		p := watch(&terminal)
		time.Sleep(patienceOfPeople / 2)
		p.stop()
		require.Empty(t, terminal.String())
	})
}

func TestProgressWithoutATerminal(t *testing.T) {
	p := watch(nil)
	_, err := io.WriteString(p, "{}\n")
	require.NoError(t, err)
	p.stop()
}
