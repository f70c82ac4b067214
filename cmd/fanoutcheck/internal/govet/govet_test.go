package govet

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParsePosition(t *testing.T) {
	for s, want := range map[string]Position{
		"walk.go:12:3":      {"walk.go", 12, 3},
		`C:\walk.go:12:3`:   {`C:\walk.go`, 12, 3},
		"grammar.y:12":      {"grammar.y", 12, 0}, // a //line directive without columns
		`C:\grammar.y:12`:   {`C:\grammar.y`, 12, 0},
		"odd:name.go:12:3":  {"odd:name.go", 12, 3},
		"-":                 {"-", 0, 0},
		"":                  {"", 0, 0},
		"walk.go:12:3:text": {"walk.go:12:3:text", 0, 0},
	} {
		require.Equal(t, want, ParsePosition(s), s)
	}
}

func TestArrange(t *testing.T) {
	at := func(line int, check, pkg string) Report {
		return Report{Package: pkg, Check: check, Position: Position{"walk.go", line, 1}}
	}
	require.Equal(t,
		[]Report{at(1, "b", "p"), at(2, "a", "p"), at(2, "b", "p")},
		arrange([]Report{at(2, "b", "p"), at(1, "b", "p"), at(2, "a", "p"), at(2, "b", "p_test")}))
}

func TestComplaints(t *testing.T) {
	const stderr = `go: warning: something
# example.com/a
a/a.go:1:1: first
a/a.go:2:1: second
# example.com/b [example.com/b.test]
# [example.com/b]
b/b_test.go:1:1: third

# example.com/c
`
	require.Equal(t, []complaint{
		{"", []string{"go: warning: something"}},
		{"example.com/a", []string{"a/a.go:1:1: first", "a/a.go:2:1: second"}},
		{"example.com/b", []string{"b/b_test.go:1:1: third"}},
	}, complaints(stderr))
}

// A bug of ours becomes one problem that says what went wrong, and costs
// neither the reports of other checks nor those of other packages.
func TestDecodeResultsWithFailures(t *testing.T) {
	results := map[string]json.RawMessage{
		"holdwait":       json.RawMessage(`{"error": "failed prerequisites: fanout@example.com/a"}`),
		"fanout":         json.RawMessage(`{"error": "internal error:\n\tindex out of range"}`),
		"lateacquire":    json.RawMessage(`{"error": "failed prerequisites: fanout@example.com/a"}`),
		"unboundedspawn": json.RawMessage(`[{"posn": "a.go:1:2", "end": "a.go:1:3", "message": "text"}]`),
	}
	var said Result
	require.NoError(t, said.decode("example.com/a", results))
	require.Equal(t, []Problem{{"example.com/a", "internal error: index out of range"}}, said.Problems)
	require.Len(t, said.Reports, 1)

	require.Error(t, said.decode("example.com/a", map[string]json.RawMessage{"holdwait": json.RawMessage(`[{"posn": 1}]`)}))
}
