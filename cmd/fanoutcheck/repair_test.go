package main

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestPatched(t *testing.T) {
	patch := "--- /tmp/a.go (old)\n+++ /tmp/a.go (new)\n@@ -1 +1 @@\n-x\n+y\n--- /tmp/b.go (old)\n+++ /tmp/b.go (new)\n"
	require.Equal(t, map[string]bool{"/tmp/a.go": true, "/tmp/b.go": true}, patched([]byte(patch)))
}
