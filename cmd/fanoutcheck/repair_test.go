package main

import (
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

const twoFiles = `--- /m/a.go (old)
+++ /m/a.go (new)
@@ -1,2 +1,3 @@
 one
+--- and a half
 two
@@ -8 +9 @@
-eight
\ No newline at end of file
+8
--- /m/b c.go (old)
+++ /m/b c.go (new)
@@ -2 +2,2 @@
-two
+2
+3
`

func TestParsePatch(t *testing.T) {
	patches, err := parsePatch(twoFiles)
	require.NoError(t, err)
	require.Len(t, patches, 2)
	assert.Equal(t, twoFiles, patches[0].text+patches[1].text)
	assert.Equal(t, "/m/a.go", patches[0].file)
	assert.Equal(t, "/m/b c.go", patches[1].file)
	assert.Equal(t, []hunk{
		{0, []string{"one\n", "two\n"}, []string{"one\n", "--- and a half\n", "two\n"}},
		{7, []string{"eight"}, []string{"8\n"}},
	}, patches[0].hunks)

	for _, wrong := range []string{"@@ -1 +1 @@\n-a\n+b\n", "--- a (old)\n+++ a (new)\n@@ -1,2 +1,2 @@\n a\n", "words\n"} {
		_, err := parsePatch(wrong)
		assert.ErrorContains(t, err, "reading a patch: ")
	}
	patches, err = parsePatch("")
	require.NoError(t, err)
	assert.Empty(t, patches)
}

func TestApply(t *testing.T) {
	patches, err := parsePatch(twoFiles)
	require.NoError(t, err)
	const lines = "one\ntwo\n3\n4\n5\n6\n7\n"
	after, err := patches[0].apply(lines + "eight")
	require.NoError(t, err)
	assert.Equal(t, "one\n--- and a half\ntwo\n3\n4\n5\n6\n7\n8\n", after)

	for _, changed := range []string{lines + "eight\n", lines, "", "one\n\ntwo\n3\n4\n5\n6\n7\neight"} {
		_, err := patches[0].apply(changed)
		assert.ErrorIs(t, err, errChanged, "%q", changed)
	}
}

func TestApplyKeepsTheEndsOfLines(t *testing.T) {
	patches, err := parsePatch("--- a (old)\n+++ a (new)\n@@ -1,2 +1,2 @@\n-one\r\n-two\r\n+one\n+2\n")
	require.NoError(t, err)
	after, err := patches[0].apply("one\r\ntwo\r\n")
	require.NoError(t, err)
	assert.Equal(t, "one\r\n2\r\n", after)
	after, err = patches[0].apply("one\r\ntwo\r\nthree\n")
	require.NoError(t, err)
	assert.Equal(t, "one\n2\nthree\n", after, "where they are mixed, gofmt has its way")
}
