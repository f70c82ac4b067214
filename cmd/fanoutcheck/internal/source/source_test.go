package source

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

func write(t *testing.T, content string) string {
	t.Helper()
	name := filepath.Join(t.TempDir(), "a.go")
	require.NoError(t, os.WriteFile(name, []byte(content), 0o666))
	return name
}

// The columns of x, of which each line has one, in UTF-16 code units.
func TestUTF16(t *testing.T) {
	for content, want := range map[string]govet.Position{
		"abx":                {Line: 1, Column: 3},
		"äbx":                {Line: 1, Column: 3},
		"世界x":                {Line: 1, Column: 3},
		"🙂x":                 {Line: 1, Column: 3},
		"\xff\xfex":          {Line: 1, Column: 3}, // a replacement character each
		"\uFEFFx":            {Line: 1, Column: 1},
		"\uFEFFa\n\uFEFFx":   {Line: 2, Column: 2}, // only the first is a mark
		"a\r\n\tx\r\n":       {Line: 2, Column: 2},
		"äöü\n\n🙂🙂ä x\nmore": {Line: 3, Column: 7},
	} {
		name := write(t, content)
		want.File = name
		offset := strings.IndexByte(content, 'x')
		lineStart := strings.LastIndexByte(content[:offset], '\n') + 1
		bytes := govet.Position{File: name, Line: want.Line, Column: offset - lineStart + 1}
		require.Equal(t, want, new(Files).UTF16(bytes), "%q", content)
		got, ok := new(Files).UTF16At(name, offset)
		require.True(t, ok)
		require.Equal(t, want, got, "%q", content)
	}
}

func TestUTF16AtTheEnd(t *testing.T) {
	name := write(t, "ab\nc\n")
	files := new(Files)
	for offset, want := range map[int]govet.Position{2: {File: name, Line: 1, Column: 3}, 3: {File: name, Line: 2, Column: 1}, 5: {File: name, Line: 3, Column: 1}} {
		got, ok := files.UTF16At(name, offset)
		require.True(t, ok)
		require.Equal(t, want, got)
	}
	_, ok := files.UTF16At(name, 6)
	require.False(t, ok)
}

// A file that is gone, or is not what it was, leaves positions as they are.
func TestUnknownPositions(t *testing.T) {
	name := write(t, "é\nab\n")
	require.Equal(t, govet.Position{File: name, Line: 1, Column: 2}, new(Files).UTF16(govet.Position{File: name, Line: 1, Column: 3}), "the end of the line is known")
	for _, p := range []govet.Position{
		{File: name + ".gone", Line: 1, Column: 3}, {File: name, Line: 9, Column: 3}, {File: name, Line: 1, Column: 4}, {File: name, Line: 1, Column: 30},
		{File: name, Line: 1}, {File: name, Line: 0, Column: 3}, {},
	} {
		files := new(Files)
		require.Equal(t, p, files.UTF16(p))
		require.Empty(t, files.Function(p))
		require.Empty(t, files.Code(p, p))
	}
	_, ok := new(Files).UTF16At(name+".gone", 0)
	require.False(t, ok)
}

func TestFunction(t *testing.T) {
	content := `package p

//fanoutcheck:bounded here
func plain() {
	func() { _ = 4 }()
}

func (t *Tree[K, V]) pointer() { _ = 8 }
func ((T)) value()             { _ = 9 }

var held = func() {
	_ = 12
}

const none = 15
import "x"
`
	name := write(t, content)
	files := new(Files)
	for line, want := range map[int]string{
		1: "", 3: "plain", 4: "plain", 5: "plain", 8: "(*Tree).pointer", 9: "T.value", 12: "held", 15: "none", 16: "",
	} {
		require.Equal(t, want, files.Function(govet.Position{File: name, Line: line, Column: 7}), "line %d", line)
	}
	dense := write(t, "package p; func f() {}; func g() {}")
	for column, want := range map[int]string{22: "f", 23: "", 25: "g"} {
		require.Equal(t, want, files.Function(govet.Position{File: dense, Line: 1, Column: column}), "column %d", column)
	}
	broken := write(t, "package p\nfunc f() { g(\n")
	require.Equal(t, "f", files.Function(govet.Position{File: broken, Line: 2, Column: 12}))
	grammar := write(t, "%% not Go at all\n")
	require.Empty(t, files.Function(govet.Position{File: grammar, Line: 1, Column: 2}))
}

func TestCode(t *testing.T) {
	name := write(t, "package p\n\tgo walk(a,\n\t\tb) // why\n\tgo\tx\xff()")
	files := new(Files)
	at := func(line, column int) govet.Position { return govet.Position{File: name, Line: line, Column: column} }
	require.Equal(t, "go walk(a, b)", files.Code(at(2, 2), at(3, 5)))
	require.Equal(t, "go walk(a,", files.Code(at(2, 2), at(2, 2)))
	other := at(3, 5)
	other.File = write(t, "1\n2\n3456789012345678901234567890\n")
	require.Equal(t, "go walk(a,", files.Code(at(2, 2), other), "an end in another file is none")
	require.Equal(t, "go x\uFFFD()", files.Code(at(4, 2), govet.Position{}))
}

func TestLineKind(t *testing.T) {
	name := write(t, `package p

func f() {
	go func() {
		g(
			1)
	}()
	defer g(2)
	x := 3
}
`)
	files := new(Files)
	for line, want := range map[int]Line{1: Plain, 3: Plain, 4: Spawn, 5: Call, 6: Plain, 7: Plain, 8: Call, 9: Plain, 10: Plain, 99: Plain} {
		require.Equal(t, want, files.LineKind(name, line), "line %d", line)
	}
	lines, err := files.Lines(name)
	require.NoError(t, err)
	require.Equal(t, 11, lines)
	_, err = files.Lines(name + ".gone")
	require.ErrorIs(t, err, fs.ErrNotExist)
	require.Equal(t, Plain, files.LineKind(name+".gone", 1))
}

func TestTold(t *testing.T) {
	name := write(t, "package p\n\n//line grammar.y:12\nvar a = 1\nvar b = 2\n//line /gone/c.go:3:7\nvar c /*line d.go:9:1*/ = 3\n")
	grammar := filepath.Join(filepath.Dir(name), "grammar.y")
	for line, want := range map[int]struct {
		file string
		line int
	}{1: {name, 1}, 4: {grammar, 12}, 5: {grammar, 13}, 7: {filepath.Join(filepath.Dir(name), "d.go"), 9}, 99: {name, 99}} {
		file, told := new(Files).Told(name, line)
		require.Equal(t, want.file, file, "line %d", line)
		require.Equal(t, want.line, told, "line %d", line)
	}
}
