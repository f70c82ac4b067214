// Package pages holds the pages of this repository to what they say: commands
// that they show are run, programs are compiled, printed messages are what the
// tool prints, and links lead somewhere.
//
// A page is a README.md, or CONTRIBUTING.md. What a reader sees decides what is
// done with a block of code:
//
//	sh, or indented   commands for bash, run in order
//	console           commands behind "$ ", and below each what it prints, to the letter;
//	                  "…" stands for what differs from run to run
//	go                a program, or a part of one
//	diff, no language output of a command
//
// They run in a folder that is the page's own, a module example.com/NAME with
// the program fanoutcheck on the path, where the two modules can be fetched as
// if they were published. A comment before a block, which a rendered page does
// not show, says what the block alone does not:
//
//	<!-- file: walk.go -->          the block is this file
//	<!-- file: walk.go, after:      the same, with the lines that follow before it
//	<!-- file: walk.go, not shown:  a file of the lines that follow, and no block
//	<!-- part of: main.go -->       its lines stand in this file beside the page, or of the
//	                                page's folder, in this order; "…" and "@@" leave lines out
//	<!-- part of: $ COMMAND -->     the same of what a command prints
//	<!-- apply: REASON -->          a diff that is applied, as a reader would by hand
//	<!-- not run: REASON -->        too slow, or needs what is not here; see [TestNotRun]
//	<!-- in: clone -->              from here on, commands run in a clone of the repository
//	<!-- in: page -->               and from here on in the page's folder again
//
// With UPDATE_PAGES set, what console blocks print is rewritten.
package pages

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// root is the folder of the repository.
const root = "../../../.."

// A page is a file of documentation.
type page struct {
	name   string // from root, with slashes
	lines  []string
	blocks []block
}

// A block is code that a page shows, or a file that it keeps to itself.
type block struct {
	page     string
	line     int // of the first line of code, from 1
	language string
	tags     map[string]string // what the comments before it say
	inClone  bool              // whether commands run in the clone
	before   string            // lines that the file has and the page does not show
	text     string
}

// pages returns all pages.
func pages(t *testing.T) []page {
	t.Helper()
	var found []page
	for _, name := range tracked(t) {
		if base := filepath.Base(name); base == "README.md" || base == "CONTRIBUTING.md" || base == "CHANGELOG.md" {
			text, err := os.ReadFile(filepath.Join(root, name))
			require.NoError(t, err)
			found = append(found, parse(t, name, string(text)))
		}
	}
	require.Greater(t, len(found), 5)
	return found
}

// tracked returns the files of the repository, those too that are about to be
// committed.
func tracked(t *testing.T) []string {
	t.Helper()
	out, err := exec.Command("git", "-C", root, "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	require.NoError(t, err)
	var files []string
	for name := range strings.SplitSeq(strings.TrimSuffix(string(out), "\x00"), "\x00") {
		if _, err := os.Stat(filepath.Join(root, name)); err == nil {
			files = append(files, name)
		}
	}
	return files
}

var (
	fence   = regexp.MustCompile("^```([a-z]*)$")
	comment = regexp.MustCompile(`^<!-- ([a-z][a-z ]*): (.*)$`)
	keys    = map[string]bool{"file": true, "part of": true, "not run": true, "in": true, "apply": true}
)

// parse finds the blocks of a page.
func parse(t *testing.T, name, text string) page {
	t.Helper()
	p := page{name: name, lines: strings.Split(text, "\n")}
	next := block{page: name, tags: map[string]string{}}
	add := func(line int, language, text string) {
		next.line, next.language, next.text = line+1, language, text
		p.blocks = append(p.blocks, next)
		next = block{page: name, tags: map[string]string{}, inClone: next.inClone}
	}
	for i := 0; i < len(p.lines); i++ {
		line := p.lines[i]
		switch match := fence.FindStringSubmatch(line); {
		case match != nil:
			begin := i + 1
			for i = begin; i < len(p.lines) && p.lines[i] != "```"; i++ {
			}
			require.Less(t, i, len(p.lines), "%s:%d: the block has no end", name, begin)
			add(begin, match[1], strings.Join(p.lines[begin:i], "\n")+"\n")
		case strings.HasPrefix(line, "    ") && i > 0 && p.lines[i-1] == "":
			begin := i
			for i < len(p.lines) && strings.HasPrefix(p.lines[i], "    ") {
				i++
			}
			add(begin, "sh", strings.ReplaceAll("\n"+strings.Join(p.lines[begin:i], "\n")+"\n", "\n    ", "\n")[1:])
			i--
		case strings.HasPrefix(line, "<!--"):
			match := comment.FindStringSubmatch(strings.TrimSuffix(line, " -->"))
			require.NotNil(t, match, "%s:%d: what does this comment say?", name, i+1)
			require.True(t, keys[match[1]], "%s:%d: no comment says %q", name, i+1, match[1])
			next.tags[match[1]] = strings.TrimSuffix(match[2], ", after:")
			if in, ok := next.tags["in"]; ok {
				require.Contains(t, []string{"clone", "page"}, in, "%s:%d", name, i+1)
				next.inClone = in == "clone"
				delete(next.tags, "in")
			}
			if strings.HasSuffix(line, "-->") {
				break
			}
			begin := i + 1
			for i++; p.lines[i] != "-->"; i++ {
			}
			next.before = strings.Join(p.lines[begin:i], "\n") + "\n"
			if file, ok := strings.CutSuffix(next.tags["file"], ", not shown:"); ok {
				next.tags["file"] = file
				text := next.before
				next.before = ""
				add(begin, "", text)
			}
		case line != "":
			require.Empty(t, next.tags, "%s:%d: the comment before this belongs to no block", name, i+1)
		}
	}
	return p
}

// commands returns what a block has bash do, each command of a console with
// what it prints.
func (b block) commands() []command {
	switch b.language {
	case "sh":
		return []command{{text: b.text}}
	case "console":
		var found []command
		for line := range strings.Lines(b.text) {
			if text, ok := strings.CutPrefix(line, "$ "); ok {
				found = append(found, command{text: text})
			} else if len(found) > 0 {
				found[len(found)-1].prints += line
			}
		}
		return found
	}
	return nil
}

type command struct {
	text, prints string
}

func TestParse(t *testing.T) {
	p := parse(t, "p", strings.Join([]string{
		"text", "", "    one", "    two", "", "<!-- in: clone -->", "<!-- file: a.go, after:", "package a", "-->",
		"```go", "var x int", "```", "", "<!-- file: b.go, not shown:", "package a", "-->", "```console", "$ echo a", "a", "$ true", "```",
	}, "\n"))
	require.Equal(t, []block{
		{page: "p", line: 3, language: "sh", tags: map[string]string{}, text: "one\ntwo\n"},
		{page: "p", line: 11, language: "go", tags: map[string]string{"file": "a.go"}, inClone: true, before: "package a\n", text: "var x int\n"},
		{page: "p", line: 15, inClone: true, tags: map[string]string{"file": "b.go"}, text: "package a\n"},
		{page: "p", line: 18, language: "console", inClone: true, tags: map[string]string{}, text: "$ echo a\na\n$ true\n"},
	}, p.blocks)
	require.Equal(t, []command{{text: "one\ntwo\n"}}, p.blocks[0].commands())
	require.Equal(t, []command{{"echo a\n", "a\n"}, {"true\n", ""}}, p.blocks[3].commands())
}
