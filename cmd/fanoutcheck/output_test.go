package main

import (
	"bytes"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

func TestPatched(t *testing.T) {
	patch := "--- /tmp/a.go (old)\n+++ /tmp/a.go (new)\n@@ -1 +1 @@\n-x\n+y\n--- /tmp/b.go (old)\n+++ /tmp/b.go (new)\n"
	require.Equal(t, map[string]bool{"/tmp/a.go": true, "/tmp/b.go": true}, patched([]byte(patch)))
}

func TestPrintJSON(t *testing.T) {
	at := govet.Position{File: "/src/walk.go", Line: 7, Column: 3}
	var out bytes.Buffer
	require.NoError(t, printJSON(&out, []govet.Report{{
		Package:  "example.com/walk",
		Check:    "unboundedspawn",
		Category: "recursive-spawn",
		Message:  "c <- walk & more",
		Position: at,
		End:      at,
		Related:  []govet.Related{{Position: at, End: at, Message: "walk starts walk"}},
		Fixes:    []govet.Fix{{Message: "Bound it", Edits: []govet.Edit{{File: "/src/walk.go", Start: 1, End: 2, New: "new"}}}},
	}}, []govet.Problem{{Package: "example.com/broken", Message: "does not compile"}}))
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
