package lsp

import (
	"slices"
	"strings"
	"unicode/utf16"
	"unicode/utf8"

	"go.lsp.dev/protocol"
)

// An encoding is how a client counts the characters of a line.
type encoding = protocol.PositionEncodingKind

// choose takes bytes where the client can count them, since Go does, and else
// what every client can.
func choose(offered []encoding) encoding {
	if slices.Contains(offered, protocol.PositionEncodingKindUTF8) {
		return protocol.PositionEncodingKindUTF8
	}
	return protocol.PositionEncodingKindUTF16
}

// A text is the content of a file, with the places in it as a client has
// them.
type text struct {
	content  string
	encoding encoding
	starts   []int // of lines
}

func newText(content string, e encoding) *text {
	t := &text{content: content, encoding: e, starts: []int{0}}
	for i := range len(content) {
		switch {
		case content[i] == '\n', content[i] == '\r' && !strings.HasPrefix(content[i+1:], "\n"):
			t.starts = append(t.starts, i+1)
		}
	}
	return t
}

// line returns the bytes of a line without its end.
func (t *text) line(n int) string {
	end := len(t.content)
	if n+1 < len(t.starts) {
		end = t.starts[n+1]
	}
	return strings.TrimRight(t.content[t.starts[n]:end], "\r\n")
}

// offset returns the byte that a position stands for. What is past the end of
// a line or of the text is that end.
func (t *text) offset(p protocol.Position) int {
	if int64(p.Line) >= int64(len(t.starts)) {
		return len(t.content)
	}
	start, line := t.starts[p.Line], t.line(int(p.Line))
	units := int64(p.Character)
	for i, r := range line {
		if units <= 0 {
			return start + i
		}
		units -= int64(t.units(r, line[i:]))
	}
	return start + len(line)
}

// position is the inverse of offset.
func (t *text) position(offset int) protocol.Position {
	offset = min(max(offset, 0), len(t.content))
	n, found := slices.BinarySearch(t.starts, offset)
	if !found {
		n--
	}
	units := 0
	line := t.content[t.starts[n]:offset]
	for i, r := range line {
		units += t.units(r, line[i:])
	}
	return protocol.Position{Line: uint32(n), Character: uint32(units)}
}

// units returns the length of a rune, which the rest of a line begins with.
func (t *text) units(r rune, rest string) int {
	if t.encoding == protocol.PositionEncodingKindUTF8 {
		_, size := utf8.DecodeRuneInString(rest)
		return size
	}
	return utf16.RuneLen(r)
}

// at returns the byte at a line and column as Go counts them: from 1, and in
// bytes. A column of 0 is the start of the line.
func (t *text) at(line, column int) int {
	offset := 0
	for range line - 1 {
		i := strings.IndexByte(t.content[offset:], '\n')
		if i < 0 {
			return len(t.content)
		}
		offset += i + 1
	}
	return min(offset+max(column-1, 0), len(t.content))
}

// lineEnd returns where the line of a byte ends, without space before the end.
func (t *text) lineEnd(offset int) int {
	rest, _, _ := strings.Cut(t.content[offset:], "\n")
	return offset + len(strings.TrimRight(rest, " \t\r"))
}

// change applies what a client says has changed in the text.
func (t *text) change(changes []protocol.TextDocumentContentChangeEvent) *text {
	for _, c := range changes {
		switch c := c.(type) {
		case *protocol.TextDocumentContentChangeWholeDocument:
			t = newText(c.Text, t.encoding)
		case *protocol.TextDocumentContentChangePartial:
			start := t.offset(c.Range.Start)
			end := max(start, t.offset(c.Range.End))
			t = newText(t.content[:start]+c.Text+t.content[end:], t.encoding)
		}
	}
	return t
}
