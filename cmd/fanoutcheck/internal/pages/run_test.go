package pages

import (
	"fmt"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"
)

// TestRun runs what the pages show. A page is a test of its own, so that
//
//	go test -run Run/passes/holdwait ./cmd/fanoutcheck/internal/pages
//
// tries one.
func TestRun(t *testing.T) {
	if testing.Short() {
		t.Skip("builds the program and installs it several times")
	}
	for _, p := range pages(t) {
		t.Run(p.name, func(t *testing.T) {
			if len(p.blocks) == 0 {
				t.Skip("no code")
			}
			newReader(t, p).read(t)
		})
	}
}

// A reader follows a page.
type reader struct {
	*workshop
	page    page
	dir     string // the page's own
	inClone bool
	changed bool              // a Go file, since the last time that they were compiled
	updated map[string]string // blocks by what UPDATE_PAGES makes of them
}

func newReader(t *testing.T, p page) *reader {
	r := &reader{workshop: open(t), page: p, updated: map[string]string{}}
	name := path.Base(path.Dir("fanoutcheck/" + p.name))
	r.dir = r.path("pages", p.name, name)
	require.NoError(t, os.MkdirAll(r.dir, 0o777))
	gomod := fmt.Sprintf("module example.com/%s\n\ngo 1.26\n", name)
	require.NoError(t, os.WriteFile(filepath.Join(r.dir, "go.mod"), []byte(gomod), 0o666))
	r.run(t, r.dir, "git init -q")
	return r
}

func (r *reader) read(t *testing.T) {
	for _, b := range r.page.blocks {
		where := fmt.Sprintf("%s:%d", b.page, b.line)
		r.inClone = b.inClone
		_, notRun := b.tags["not run"]
		file, isFile := b.tags["file"]
		source, isPart := b.tags["part of"]
		_, isChange := b.tags["apply"]
		switch {
		case notRun:
		case isFile:
			r.write(t, file, b.before+b.text)
		case isChange:
			require.NoError(t, os.WriteFile(r.path("change"), []byte(b.text), 0o666))
			r.run(t, r.place(), "git apply --unidiff-zero --recount "+r.path("change"))
		case isPart:
			r.compile(t, where)
			r.comparePart(t, where, source, b)
		case b.language == "sh", b.language == "console":
			r.compile(t, where)
			r.follow(t, where, b)
		case b.language == "go", b.language == "diff", b.language == "":
			assert.Fail(t, "a comment has to say where this comes from", where)
		}
	}
	r.compile(t, r.page.name)
	r.update(t)
}

// place returns the folder in which commands run now.
func (r *reader) place() string {
	if r.inClone {
		return r.path("clone")
	}
	return r.dir
}

// write writes a file that the page shows.
func (r *reader) write(t *testing.T, name, content string) {
	to := filepath.Join(r.place(), name)
	require.NoError(t, os.MkdirAll(filepath.Dir(to), 0o777))
	require.NoError(t, os.WriteFile(to, []byte(content), 0o666))
	r.changed = r.changed || path.Ext(name) == ".go" && !r.inClone
}

// compile compiles the programs that the page has shown so far.
func (r *reader) compile(t *testing.T, where string) {
	if !r.changed {
		return
	}
	r.changed = false
	out := r.run(t, r.dir, "gofmt -l .")
	assert.Empty(t, out, "%s: not formatted", where)
	r.require(t)
	r.run(t, r.dir, "go mod tidy 2>&1 && go vet ./...")
}

// require has the page's module require what its programs import, at versions
// that are here.
func (r *reader) require(t *testing.T) {
	imports := r.run(t, r.dir, `go list -e -f '{{join .Imports "\n"}}' ./...`)
	for path, version := range map[string]string{module + "/runtime": release, "golang.org/x/sync": r.sync} {
		if strings.Contains(imports, path+"/") {
			r.run(t, r.dir, "go mod edit -require="+path+"@"+version)
		}
	}
}

// follow runs the commands of a block, and compares what they print.
func (r *reader) follow(t *testing.T, where string, b block) {
	var text strings.Builder
	for _, c := range b.commands() {
		printed := r.run(t, r.place(), c.text)
		if b.language == "sh" {
			continue
		}
		if match(c.prints, printed) {
			printed = c.prints
		} else if os.Getenv("UPDATE_PAGES") == "" {
			assert.Equal(t, c.prints, printed, "%s: $ %s", where, c.text)
		}
		text.WriteString("$ " + c.text + printed)
	}
	if b.language == "console" {
		r.updated[b.text] = text.String()
	}
}

// match reports whether a text is as shown, where "…" stands for anything
// within a line, and a line of "…" for any lines.
func match(shown, text string) bool {
	pattern := regexp.QuoteMeta(shown)
	pattern = strings.ReplaceAll(pattern, "\n…\n", "\n(?:.*\n)*")
	pattern = strings.TrimPrefix(strings.ReplaceAll("\n"+pattern, "\n…\n", "\n(?:.*\n)*"), "\n")
	pattern = strings.ReplaceAll(pattern, "…", ".*")
	return regexp.MustCompile("^" + pattern + "$").MatchString(text)
}

// comparePart compares a block with the source that it is a part of.
func (r *reader) comparePart(t *testing.T, where, source string, b block) {
	var whole string
	if command, ok := strings.CutPrefix(source, "$ "); ok {
		whole = r.run(t, r.place(), command)
	} else {
		name := filepath.Join(r.dir, source)
		if _, err := os.Stat(name); err != nil {
			name = r.path("clone", path.Dir(b.page), source)
		}
		content, err := os.ReadFile(name)
		require.NoError(t, err, where)
		whole = string(content)
	}
	rest := strings.Split(whole, "\n")
	for line := range strings.Lines(b.text) {
		line = strings.TrimSuffix(line, "\n")
		if line == "" || line == "@@" || strings.HasSuffix(strings.TrimSpace(line), "…") || strings.Contains(line, "// …") {
			continue
		}
		at := 0
		for at < len(rest) && rest[at] != line {
			at++
		}
		if !assert.Less(t, at, len(rest), "%s: %s has no line %q in this place:\n%s", where, source, line, whole) {
			return
		}
		rest = rest[at+1:]
	}
}

// update writes what commands print into the page.
func (r *reader) update(t *testing.T) {
	if os.Getenv("UPDATE_PAGES") == "" {
		return
	}
	name := filepath.Join(root, r.page.name)
	content, err := os.ReadFile(name)
	require.NoError(t, err)
	text := string(content)
	for before, after := range r.updated {
		text = strings.ReplaceAll(text, "```console\n"+before+"```\n", "```console\n"+after+"```\n")
	}
	if text != string(content) {
		require.NoError(t, os.WriteFile(name, []byte(text), 0o666))
	}
}

func TestMatch(t *testing.T) {
	require.True(t, match("a … c\n", "a b c\n"))
	require.False(t, match("a … c\n", "a\nc\n"))
	require.True(t, match("a\n…\nc\n", "a\n1\n2\nc\n"))
	require.True(t, match("…\nc\n", "1\n2\nc\n"))
	require.False(t, match("a\n", "a\nb\n"))
	require.False(t, match("", "a\n"))
}

// A command that fails is noticed, wherever it stands, and a report is none.
func TestAccept(t *testing.T) {
	dir := t.TempDir()
	tool := "#!/bin/sh\nexit ${1:-1}\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "fanoutcheck"), []byte(tool), 0o777))
	for commands, want := range map[string]bool{
		"fanoutcheck": true, "fanoutcheck\ntrue": true, "cd . && fanoutcheck": true, "! false": true,
		"false": false, "false\ntrue": false, "fanoutcheck 2": false, "fanoutcheck 2\ntrue": false,
		"test -e fanoutcheck/none": false, "false | true": false, "nothing-of-this-name": false,
	} {
		cmd := exec.Command("bash", "-c", accept+commands+"\ntrue")
		cmd.Dir, cmd.Env = dir, append(os.Environ(), "PATH="+dir+":"+os.Getenv("PATH"))
		assert.Equal(t, want, cmd.Run() == nil, commands)
	}
}
