package page

import (
	"bytes"
	"go/format"
	"slices"
	"strings"

	"github.com/rogpeppe/go-internal/diff"

	named "github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/format"
	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// An excerpt is a part of a file.
type excerpt struct {
	File  string
	Lines []line
}

// A line is one of an excerpt, or of a diff.
type line struct {
	Number int
	Text   string
	// Mark is the class of the line: "spawn", "step" or nothing, and in a diff
	// "added", "removed" or "place".
	Mark string
	// Gap says that lines before it are left out.
	Gap bool
}

// A fix is a way to repair what is reported.
type fix struct {
	Message string
	Diff    []line
}

const (
	around   = 3  // lines shown before and after the spawn
	beside   = 1  // and around the other steps
	mostCode = 48 // lines shown of a site
)

// code returns the lines that a report is about, with those that belong to it.
func (b *builder) code(r govet.Report) []excerpt {
	type mark struct {
		text  string
		shown bool
	}
	marks := make(map[string]map[int]mark)
	var files []string
	total := 0
	show := func(p govet.Position, last, more int, text string) {
		if p.Line == 0 {
			return
		}
		lines := marks[p.File]
		if lines == nil {
			lines = make(map[int]mark)
			marks[p.File] = lines
			files = append(files, p.File)
		}
		for n := max(1, p.Line-more); n <= last+more; n++ {
			m := lines[n]
			if !m.shown {
				if total == mostCode {
					return
				}
				total++
			}
			m.shown = true
			if n == p.Line && m.text == "" {
				m.text = text
			}
			lines[n] = m
		}
	}
	last := r.Position.Line
	if r.End.File == r.Position.File && r.End.Line < last+around {
		last = max(last, r.End.Line)
	}
	show(r.Position, last, around, "spawn")
	for _, x := range r.Related {
		show(x.Position, x.Position.Line, beside, "step")
	}
	var found []excerpt
	for _, file := range files {
		e := excerpt{File: named.Short(b.dir, govet.Position{File: file}).File}
		n := 0
		for text := range strings.Lines(string(b.files.Content(file))) {
			n++
			if m := marks[file][n]; m.shown {
				gap := len(e.Lines) > 0 && e.Lines[len(e.Lines)-1].Number < n-1
				e.Lines = append(e.Lines, line{n, readable(text), m.text, gap})
			}
		}
		if len(e.Lines) > 0 {
			outdent(e.Lines)
			found = append(found, e)
		}
	}
	return found
}

func readable(text string) string {
	return strings.ToValidUTF8(strings.TrimRight(text, "\r\n"), "\uFFFD")
}

// outdent removes the tabs that all lines begin with.
func outdent(lines []line) {
	for {
		for _, l := range lines {
			if l.Text != "" && !strings.HasPrefix(l.Text, "\t") {
				return
			}
		}
		if !slices.ContainsFunc(lines, func(l line) bool { return l.Text != "" }) {
			return
		}
		for i := range lines {
			lines[i].Text = strings.TrimPrefix(lines[i].Text, "\t")
		}
	}
}

// diff returns what a fix changes. It is nothing where a file is no longer what
// was analysed.
func (b *builder) diff(f govet.Fix) []line {
	edits := slices.Clone(f.Edits)
	slices.SortStableFunc(edits, func(a, b govet.Edit) int { return a.Start - b.Start })
	var files []string
	for _, e := range edits {
		if !slices.Contains(files, e.File) {
			files = append(files, e.File)
		}
	}
	slices.Sort(files)
	var found []line
	for _, file := range files {
		before := b.files.Content(file)
		after, ok := edited(before, file, edits)
		if !ok {
			return nil
		}
		if formatted, err := format.Source(after); err == nil {
			after = formatted
		}
		before, after = withoutReturns(before), withoutReturns(after)
		name := named.Short(b.dir, govet.Position{File: file}).File
		found = append(found, diffLines(diff.Diff(name, before, name, after))...)
	}
	return found
}

// withoutReturns ends lines as Unix does. That formatting does so too is nothing
// that a fix changes.
func withoutReturns(text []byte) []byte { return bytes.ReplaceAll(text, []byte("\r\n"), []byte("\n")) }

// edited applies the edits of one file.
func edited(before []byte, file string, edits []govet.Edit) (after []byte, ok bool) {
	at := 0
	for _, e := range edits {
		if e.File != file {
			continue
		}
		if e.Start < at || e.End < e.Start || e.End > len(before) {
			return nil, false
		}
		after = append(after, before[at:e.Start]...)
		after = append(after, e.New...)
		at = e.End
	}
	return append(after, before[at:]...), true
}

// diffLines reads a unified diff. Of its heads, the one with the new name is
// left out, since it is the old one.
func diffLines(patch []byte) []line {
	var lines []line
	for text := range bytes.Lines(patch) {
		l := line{Text: readable(string(text))}
		switch {
		case strings.HasPrefix(l.Text, "diff ") || strings.HasPrefix(l.Text, "+++ "):
			continue
		case strings.HasPrefix(l.Text, "--- "):
			l.Text, l.Mark = strings.TrimPrefix(l.Text, "--- "), "place"
		case strings.HasPrefix(l.Text, "@@"):
			l.Mark = "place"
		case strings.HasPrefix(l.Text, "+"):
			l.Mark = "added"
		case strings.HasPrefix(l.Text, "-"):
			l.Mark = "removed"
		}
		lines = append(lines, l)
	}
	return lines
}
