package lsp

import (
	"context"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"go.lsp.dev/jsonrpc2"
	"go.lsp.dev/protocol"

	"github.com/fanoutcheck/fanoutcheck/analyzer"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

func TestDecodeSettings(t *testing.T) {
	for raw, want := range map[string]settings{
		`{}`: {},
		`{"strict": true, "limit": 8, "tags": ["a", "b"]}`:           {Settings: analyzer.Settings{Strict: true, Limit: 8}, Tags: []string{"a", "b"}},
		`{"fanoutcheck": {"disable": ["lostslot"]}, "gopls": {}}`:    {Settings: analyzer.Settings{Disable: []string{"lostslot"}}},
		`{"blocking-limiters": ["(*example.com/pool.Pool).Submit"]}`: {Settings: analyzer.Settings{BlockingLimiters: []string{"(*example.com/pool.Pool).Submit"}}},
	} {
		got, given, err := decodeSettings([]byte(raw))
		require.NoError(t, err, raw)
		require.True(t, given, raw)
		require.Equal(t, want, got, raw)
	}
	for _, raw := range []string{"", "null", `{"fanoutcheck": null}`, " null "} {
		_, given, err := decodeSettings([]byte(raw))
		require.NoError(t, err, raw)
		require.False(t, given, raw)
	}
}

func TestDecodeWrongSettings(t *testing.T) {
	for raw, want := range map[string]string{
		`{"limitt": 3}`:                  `there is no setting "limitt"; allowed are tags, blocking-limiters, disable, enable, limit, limiters, spawners, strict`,
		`{"limit": "3"}`:                 `limit has to be a whole number`,
		`{"enable": "lostslot"}`:         `enable has to be a list of names`,
		`{"fanoutcheck": {"strict": 1}}`: `strict has to be true or false`,
		`{"tags": [1]}`:                  `tags has to be a list of names`,
		`{"limit": 0.5}`:                 `limit has to be a whole number`,
		`{"limit": -1}`:                  `limit: "-1" does not limit goroutines`,
		`{"disable": ["nonsense"]}`:      `disable: there is no check "nonsense"`,
		`{"tags": ["a,b"]}`:              `tags: "a,b" is no build tag`,
		`[]`:                             `it all has to be an object`,
		`true`:                           `it all has to be an object`,
	} {
		_, _, err := decodeSettings([]byte(raw))
		require.ErrorContains(t, err, want, raw)
	}
}

func TestArguments(t *testing.T) {
	s, _, err := decodeSettings([]byte(`{"strict": true, "disable": ["lostslot", "holdwait"], "tags": ["a", "b"]}`))
	require.NoError(t, err)
	require.Equal(t, []string{"-disable=lostslot,holdwait", "-strict=true"}, s.arguments())
	require.Equal(t, []string{"-tags=a,b"}, s.buildFlags())
	s = settings{}
	require.Empty(t, s.arguments())
	require.Empty(t, s.buildFlags())
}

// limits reports the limit under which something is analysed.
func limits(s *server) chan int {
	pretend(s)
	used := make(chan int, 10)
	s.analyse = func(_ context.Context, j job) *govet.Result {
		used <- j.settings.Limit
		return found(j)
	}
	return used
}

func TestSettingsThatAreSent(t *testing.T) {
	var used chan int
	c := start(t, func(s *server) { used = limits(s) }, nil)
	c.initialize("{}", `{"limit": 1}`)
	c.open(filepath.Join(t.TempDir(), "walk.go"), "go walk()\n")
	require.Equal(t, 1, <-used)
	c.diagnostics()
	c.notify(protocol.MethodWorkspaceDidChangeConfiguration, jsonrpc2.RawMessage(`{"settings": {"fanoutcheck": {"limit": 2}}}`))
	require.Equal(t, 2, <-used)
	c.diagnostics()

	c.notify(protocol.MethodWorkspaceDidChangeConfiguration, jsonrpc2.RawMessage(`{"settings": {"fanoutcheck": {"limit": true}}}`))
	told := hear[protocol.ShowMessageParams](c, protocol.MethodWindowShowMessage)
	require.Equal(t, protocol.MessageTypeError, told.Type)
	require.Equal(t, "Settings of fanoutcheck: limit has to be a whole number. The ones before stay in force.", told.Message)
	c.save(filepath.Join(t.TempDir(), "other.go")) // not open, so nothing to do
	require.Empty(t, used)
}

func TestSettingsThatAreAskedFor(t *testing.T) {
	var used chan int
	answers := map[string]any{protocol.MethodWorkspaceConfiguration: jsonrpc2.RawMessage(`[{"limit": 3}]`)}
	c := start(t, func(s *server) { used = limits(s) }, answers)
	c.initialize(`{"workspace": {"configuration": true, "didChangeConfiguration": {"dynamicRegistration": true}}}`, `{"limit": 1}`)
	asked := make(map[string]string)
	for len(asked) < 2 { // in any order
		req := <-c.heard
		asked[req.Method()] = string(req.Params())
	}
	require.JSONEq(t, `{"items": [{"section": "fanoutcheck"}]}`, asked[protocol.MethodWorkspaceConfiguration])
	require.Contains(t, asked[protocol.MethodClientRegisterCapability], `"workspace/didChangeConfiguration"`)
	c.open(filepath.Join(t.TempDir(), "walk.go"), "go walk()\n")
	for limit := range used {
		if limit == 3 { // before the answer comes, it can be 1
			break
		}
		require.Equal(t, 1, limit)
	}
}
