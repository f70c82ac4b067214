// Package source reads the files that reports are about, for what the go
// command does not say of them: columns as editors count them, the function
// that a report stands in, and its code.
//
// Reports are shown whatever has become of their files: of a file that
// cannot be read, nothing is known, and columns stay bytes.
package source

import (
	"bytes"
	"os"
	"sort"
	"unicode/utf8"

	"github.com/fanoutcheck/fanoutcheck/cmd/fanoutcheck/internal/govet"
)

// Files are the files that were read.
type Files struct {
	read map[string]*file
}

// A file is what is known of one. One that cannot be read has no lines.
type file struct {
	content []byte
	lines   []int // where each begins
	outline *outline
}

var byteOrderMark = []byte("\uFEFF")

func (f *Files) get(name string) *file {
	if known := f.read[name]; known != nil {
		return known
	}
	if f.read == nil {
		f.read = make(map[string]*file)
	}
	content, err := os.ReadFile(name)
	fresh := new(file)
	if err == nil {
		fresh.content = content
		fresh.lines = []int{0}
		for i, b := range content {
			if b == '\n' {
				fresh.lines = append(fresh.lines, i+1)
			}
		}
	}
	f.read[name] = fresh
	return fresh
}

// Content returns what a file holds: nothing, if it cannot be read.
func (f *Files) Content(name string) []byte { return f.get(name).content }

// offset returns where a position is in its file, if it is there.
func (f *file) offset(line, column int) (offset int, ok bool) {
	if line < 1 || line > len(f.lines) || column < 1 {
		return 0, false
	}
	end := len(f.content)
	if line < len(f.lines) {
		end = f.lines[line] - 1
	}
	offset = f.lines[line-1] + column - 1
	return offset, offset <= end
}

// UTF16 returns a position with its column in UTF-16 code units, which is
// how SARIF's readers and editors count. A byte order mark is none of them.
func (f *Files) UTF16(p govet.Position) govet.Position {
	file := f.get(p.File)
	if offset, ok := file.offset(p.Line, p.Column); ok {
		p.Column = file.units(file.lines[p.Line-1], offset) + 1
	}
	return p
}

// UTF16At returns the position of a byte offset, likewise.
func (f *Files) UTF16At(name string, offset int) (p govet.Position, ok bool) {
	file := f.get(name)
	if len(file.lines) == 0 || offset > len(file.content) {
		return p, false
	}
	line := sort.Search(len(file.lines), func(i int) bool { return file.lines[i] > offset })
	return govet.Position{File: name, Line: line, Column: file.units(file.lines[line-1], offset) + 1}, true
}

// units counts the UTF-16 code units of a part of a file.
func (f *file) units(start, end int) int {
	text := f.content[start:end]
	if start == 0 {
		text = bytes.TrimPrefix(text, byteOrderMark)
	}
	n := 0
	for len(text) > 0 {
		r, size := utf8.DecodeRune(text)
		text = text[size:]
		n++
		if r > 0xFFFF {
			n++
		}
	}
	return n
}
