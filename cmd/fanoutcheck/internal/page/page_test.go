package page

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/source"
	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

const walk = `package tree

type node struct{ children []*node }

func walk(n *node) {
	for _, c := range n.children {
		go walk(c) // </code><script>alert("&")</script>
	}
}
`

// found returns a run over a file with walk in it, which has one goroutine that
// is reported, and a slot that is lost.
func found(t *testing.T) (result *govet.Result, dir string) {
	t.Helper()
	dir = t.TempDir()
	name := filepath.Join(dir, "walk.go")
	require.NoError(t, os.WriteFile(name, []byte(walk), 0o666))
	at := func(line, column int) govet.Position { return govet.Position{File: name, Line: line, Column: column} }
	start := strings.Index(walk, "go walk(c)")
	reported := govet.Report{
		Package: "example.com/tree", Check: "unboundedspawn", Category: "recursive-spawn", Message: "walk starts <b>many</b>", Position: at(7, 3), End: at(7, 13),
		Related: []govet.Related{
			{Position: at(7, 3), Message: "walk starts a goroutine that runs walk"},
			{Position: at(1, 9), Message: "no fix is offered: it is a <test>"},
		},
		Fixes: []govet.Fix{{Message: "Call it & wait", Edits: []govet.Edit{{File: name, Start: start, End: start + len("go walk(c)"), New: "walk(c)"}}}},
	}
	explained := reported
	explained.Function, explained.Related, explained.Fixes = "walk", reported.Related[:1], nil
	lost := govet.Report{
		Package: "example.com/tree", Check: "lostslot", Category: "lost-slot", Message: "a slot is lost", Position: at(8, 2), End: at(8, 2),
		Related: []govet.Related{{Position: at(7, 3), Message: "walk starts goroutines here that need slots"}},
	}
	unneeded := govet.Report{Package: "example.com/a", Check: "unboundedspawn", Category: "directive", Message: "nothing is reported here", Position: at(3, 1), End: at(3, 1)}
	return &govet.Result{
		Reports:      []govet.Report{reported, lost, unneeded},
		Explanations: []govet.Report{explained},
		Recursions: []govet.Recursion{{
			Package:   "example.com/tree",
			Functions: []govet.Function{{Name: "walk", Position: at(5, 6)}},
			Steps:     []govet.Step{{Kind: fanout.SpawnStep, Through: "go", Position: at(7, 3), Message: "walk starts a goroutine that runs walk"}},
		}},
	}, dir
}

func written(t *testing.T, result *govet.Result, dir string) string {
	t.Helper()
	var out bytes.Buffer
	require.NoError(t, Write(&out, result, new(source.Files), dir))
	return out.String()
}

func TestPage(t *testing.T) {
	result, dir := found(t)
	page := written(t, result, dir)
	for _, want := range []string{
		`3 places in 2 packages: <strong class="reported">3 reported</strong>, 0 quiet.`,
		`<option value="unboundedspawn">unboundedspawn (2)</option><option value="lostslot">lostslot (1)</option><option value="none">none: quiet (0)</option>`,
		`<a href="#spawn-1">`,
		`<article class="site reported" id="spawn-1" data-check="unboundedspawn" data-verdict="recursive-spawn" data-package="example.com/tree">`,
		`<span class="at">walk.go:7:3</span>`,
		`walk starts &lt;b&gt;many&lt;/b&gt;`,
		`<tr class="spawn"><td>7</td><td><code>		go walk(c) // &lt;/code&gt;&lt;script&gt;alert(&#34;&amp;&#34;)&lt;/script&gt;</code></td></tr>`,
		`Fix: Call it &amp; wait`,
		`<tr class="removed"><td><code>-		go walk(c) // `,
		`<tr class="added"><td><code>&#43;		walk(c) // `,
		`No fix is offered: it is a &lt;test&gt;`,
	} {
		require.Contains(t, page, want)
	}
	require.Equal(t, 1, strings.Count(page, "<script>"))
	require.Equal(t, page, written(t, result, dir))
	require.NotContains(t, page, dir, "the page says nothing of the machine")
	require.NotContains(t, page, "ZgotmplZ")
	require.NotRegexp(t, `(src|href)="[^#]|url\(|@import|https?://`, page, "nothing is fetched")
	// A slot is lost around a recursion; a directive has none.
	elsewhere := strings.Index(page, "<h3>Elsewhere</h3>")
	require.Positive(t, elsewhere)
	require.Less(t, elsewhere, strings.Index(page, "nothing is reported here"))
	require.Less(t, elsewhere, strings.Index(page, "<h2>example.com/tree</h2>"), "packages are in order")
	require.Equal(t, 1, strings.Count(page, "<h3>Elsewhere</h3>"))
}

func TestNothingFound(t *testing.T) {
	page := written(t, &govet.Result{Problems: []govet.Problem{{Package: "p", Message: "<broken>"}}}, ".")
	require.Contains(t, page, "No goroutine is started in recursion.")
	require.Contains(t, page, "<li>cannot analyse p: &lt;broken&gt;</li>")
	require.NotContains(t, page, "<form")
}

// A file whose lines end as on Windows has the same diff.
func TestDiffOfWindowsFile(t *testing.T) {
	name := filepath.Join(t.TempDir(), "a.go")
	require.NoError(t, os.WriteFile(name, []byte("package a\r\n\r\nvar x = 1\r\n"), 0o666))
	b := &builder{files: new(source.Files), dir: filepath.Dir(name)}
	require.Equal(t,
		[]line{{Text: "a.go", Mark: "place"}, {Text: "@@ -1,3 +1,3 @@", Mark: "place"}, {Text: " package a"}, {Text: " "}, {Text: "-var x = 1", Mark: "removed"}, {Text: "+var x = 2", Mark: "added"}},
		b.diff(govet.Fix{Edits: []govet.Edit{{File: name, Start: 21, End: 22, New: "2"}}}))
}

// A file may be gone, or be another one, by the time the page is written.
func TestFilesThatChanged(t *testing.T) {
	result, dir := found(t)
	require.NoError(t, os.WriteFile(filepath.Join(dir, "walk.go"), []byte("package tree\n"), 0o666))
	page := written(t, result, dir)
	require.Contains(t, page, "The file is not what it was when it was analysed.")
	require.NotContains(t, page, `class="spawn"`)
	require.NoError(t, os.Remove(filepath.Join(dir, "walk.go")))
	require.NotContains(t, written(t, result, dir), `<div class="code`)
}

func TestCode(t *testing.T) {
	dir := t.TempDir()
	name := filepath.Join(dir, "long.go")
	var text strings.Builder
	for i := range 200 {
		fmt.Fprintf(&text, "\t\tline %d\r\n", i+1)
	}
	require.NoError(t, os.WriteFile(name, []byte(text.String()), 0o666))
	at := func(line int) govet.Position { return govet.Position{File: name, Line: line, Column: 3} }
	b := &builder{files: new(source.Files), dir: dir}

	code := b.code(govet.Report{Position: at(100), End: at(101), Related: []govet.Related{{Position: at(50)}, {Position: at(105)}, {Position: at(100)}}})
	require.Len(t, code, 1)
	require.Equal(t, "long.go", code[0].File)
	var shown []int
	for _, l := range code[0].Lines {
		shown = append(shown, l.Number)
		require.Equal(t, fmt.Sprintf("line %d", l.Number), l.Text, "no more to the right than it has to be")
		require.Equal(t, map[int]string{50: "step", 100: "spawn", 105: "step"}[l.Number], l.Mark)
		require.Equal(t, l.Number == 97, l.Gap)
	}
	require.Equal(t, []int{49, 50, 51, 97, 98, 99, 100, 101, 102, 103, 104, 105, 106}, shown)

	var many []govet.Related
	for line := 1; line < 200; line += 4 {
		many = append(many, govet.Related{Position: at(line)})
	}
	require.Len(t, b.code(govet.Report{Position: at(2), End: at(2), Related: many})[0].Lines, mostCode)
}

// Edits that no file can have change nothing.
func TestEdited(t *testing.T) {
	edit := func(start, end int, text string) govet.Edit {
		return govet.Edit{File: "a.go", Start: start, End: end, New: text}
	}
	after, ok := edited([]byte("abcdef"), "a.go", []govet.Edit{edit(0, 0, "x"), edit(1, 3, ""), {File: "b.go", Start: 2, End: 2, New: "no"}, edit(5, 6, "yz")})
	require.True(t, ok)
	require.Equal(t, "xadeyz", string(after))
	for _, edits := range [][]govet.Edit{{edit(3, 7, "")}, {edit(3, 2, "")}, {edit(0, 3, ""), edit(2, 4, "")}, {edit(-1, 2, "")}} {
		_, ok := edited([]byte("abcdef"), "a.go", edits)
		require.False(t, ok, "%v", edits)
	}
}
