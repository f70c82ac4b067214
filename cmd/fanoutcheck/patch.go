package main

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
)

// A hunk is the change of some lines of a file.
type hunk struct {
	start    int // the first line, from 0
	old, new []string
}

// hunkHead stands above the lines of a hunk and says how many there are, where
// it is not one.
var hunkHead = sync.OnceValue(func() *regexp.Regexp {
	return regexp.MustCompile(`^@@ -(\d+)(?:,(\d+))? \+\d+(?:,(\d+))? @@\n$`)
})

// unended marks a line that ends with the file, and not with a newline.
const unended = `\ No newline at end of file`

// A filePatch is the part of a patch that is about one file.
type filePatch struct {
	file  string
	text  string
	hunks []hunk // in the order of the lines
}

// parsePatch reads a patch.
func parsePatch(patch string) (files []filePatch, err error) {
	lines := strings.SplitAfter(patch, "\n")
	for len(lines) > 0 && lines[0] != "" {
		head := hunkHead().FindStringSubmatch(lines[0])
		rest := lines
		switch {
		case strings.HasPrefix(lines[0], "--- ") && len(lines) > 1 && strings.HasPrefix(lines[1], "+++ "):
			rest = lines[2:]
			files = append(files, filePatch{file: strings.TrimSuffix(strings.TrimSpace(lines[0][len("--- "):]), " (old)")})
		case head != nil && len(files) > 0:
			var h hunk
			if h, rest, err = parseHunk(head, lines[1:]); err != nil {
				return nil, err
			}
			last := &files[len(files)-1]
			last.hunks = append(last.hunks, h)
		default:
			return nil, fmt.Errorf("reading a patch: unexpected line %q", lines[0])
		}
		files[len(files)-1].text += strings.Join(lines[:len(lines)-len(rest)], "")
		lines = rest
	}
	return files, nil
}

// parseHunk reads the lines of a hunk and returns what follows.
func parseHunk(head, lines []string) (h hunk, rest []string, err error) {
	number := func(text string) int {
		n, _ := strconv.Atoi(text) // digits, or nothing
		return n
	}
	count := func(text string) int {
		if text == "" {
			return 1
		}
		return number(text)
	}
	old, added := count(head[2]), count(head[3])
	h.start = number(head[1]) - 1
	if old == 0 {
		h.start++ // then it is the line before that is named
	}
	for len(h.old) < old || len(h.new) < added {
		if len(lines) == 0 || len(lines[0]) == 0 {
			return h, nil, errors.New("reading a patch: it ends in the middle")
		}
		kind, line := lines[0][0], lines[0][1:]
		lines = lines[1:]
		if len(lines) > 0 && strings.HasPrefix(lines[0], unended) {
			line, lines = strings.TrimSuffix(line, "\n"), lines[1:]
		}
		if kind != '+' {
			h.old = append(h.old, line)
		}
		if kind != '-' {
			h.new = append(h.new, line)
		}
	}
	return h, lines, nil
}

// errChanged says that a file is not what a patch was made for.
var errChanged = errors.New("the file has changed in the meantime")

// mark is the byte order mark.
const mark = "\uFEFF"

// apply returns what the patch makes of a text. If all its lines end in CRLF,
// they still do, and a byte order mark stays, though the patch comes from gofmt,
// which writes neither.
func (p filePatch) apply(text string) (string, error) {
	lines := strings.SplitAfter(text, "\n")
	var out strings.Builder
	next := 0
	for _, h := range p.hunks {
		end := h.start + len(h.old)
		if h.start < next || end > len(lines) || !slices.Equal(lines[h.start:end], h.old) {
			return "", errChanged
		}
		for _, line := range slices.Concat(lines[next:h.start], h.new) {
			out.WriteString(line)
		}
		next = end
	}
	out.WriteString(strings.Join(lines[next:], ""))
	after := out.String()
	if endsInCRLF(text) {
		after = strings.ReplaceAll(strings.ReplaceAll(after, "\r\n", "\n"), "\n", "\r\n")
	}
	if strings.HasPrefix(text, mark) {
		after = mark + strings.TrimPrefix(after, mark)
	}
	return after, nil
}

// endsInCRLF reports whether the lines of a text end as on Windows.
func endsInCRLF(text string) bool {
	all := strings.Count(text, "\n")
	return all > 0 && strings.Count(text, "\r\n") == all
}
