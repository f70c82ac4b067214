package main

import (
	"bytes"
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestParsePosition(t *testing.T) {
	for s, want := range map[string]position{
		"walk.go:12:3":      {"walk.go", 12, 3},
		`C:\walk.go:12:3`:   {`C:\walk.go`, 12, 3},
		"grammar.y:12":      {"grammar.y", 12, 0}, // a //line directive without columns
		`C:\grammar.y:12`:   {`C:\grammar.y`, 12, 0},
		"odd:name.go:12:3":  {"odd:name.go", 12, 3},
		"-":                 {"-", 0, 0},
		"":                  {"", 0, 0},
		"walk.go:12:3:text": {"walk.go:12:3:text", 0, 0},
	} {
		require.Equal(t, want, parsePosition(s), s)
	}
}

func TestArrange(t *testing.T) {
	at := func(line int, check, pkg string) report {
		return report{Package: pkg, Check: check, Position: position{"walk.go", line, 1}}
	}
	require.Equal(t,
		[]report{at(1, "b", "p"), at(2, "a", "p"), at(2, "b", "p")},
		arrange([]report{at(2, "b", "p"), at(1, "b", "p"), at(2, "a", "p"), at(2, "b", "p_test")}))
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
	reports, failure, err := decodeResults("example.com/a", results)
	require.NoError(t, err)
	require.Equal(t, "internal error: index out of range", failure)
	require.Len(t, reports, 1)

	_, _, err = decodeResults("example.com/a", map[string]json.RawMessage{"holdwait": json.RawMessage(`[{"posn": 1}]`)})
	require.Error(t, err)
}

func TestPatched(t *testing.T) {
	patch := "--- /tmp/a.go (old)\n+++ /tmp/a.go (new)\n@@ -1 +1 @@\n-x\n+y\n--- /tmp/b.go (old)\n+++ /tmp/b.go (new)\n"
	require.Equal(t, map[string]bool{"/tmp/a.go": true, "/tmp/b.go": true}, patched([]byte(patch)))
}

func TestPrintJSON(t *testing.T) {
	at := position{"/src/walk.go", 7, 3}
	var out bytes.Buffer
	require.NoError(t, printJSON(&out, []report{{
		Package:  "example.com/walk",
		Check:    "unboundedspawn",
		Category: "recursive-spawn",
		Message:  "c <- walk & more",
		Position: at,
		End:      at,
		Related:  []related{{at, at, "walk starts walk"}},
		Fixes:    []fix{{"Bound it", []edit{{"/src/walk.go", 1, 2, "new"}}}},
	}}, []problem{{"example.com/broken", "does not compile"}}))
	require.JSONEq(t, `{
		"reports": [{
			"package": "example.com/walk",
			"check": "unboundedspawn",
			"category": "recursive-spawn",
			"message": "c <- walk & more",
			"position": {"file": "/src/walk.go", "line": 7, "column": 3},
			"end": {"file": "/src/walk.go", "line": 7, "column": 3},
			"related": [{
				"position": {"file": "/src/walk.go", "line": 7, "column": 3},
				"end": {"file": "/src/walk.go", "line": 7, "column": 3},
				"message": "walk starts walk"
			}],
			"fixes": [{"message": "Bound it", "edits": [{"file": "/src/walk.go", "start": 1, "end": 2, "new": "new"}]}]
		}],
		"problems": [{"package": "example.com/broken", "message": "does not compile"}]
	}`, out.String())
	require.Contains(t, out.String(), "c <- walk & more")
}
