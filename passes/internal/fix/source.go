package fix

import (
	"go/ast"
	"go/token"
	"os"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
)

// A source is the file that a fix edits.
type source struct {
	file    *ast.File
	tok     *token.File
	content string
}

// open returns the file that holds cur. Edits are offsets into that file,
// so it must be the one its author edits: what cgo or another generator
// rewrote has a //line directive that points elsewhere.
func (f *Fixer) open(cur inspector.Cursor) (*source, *Obstacle) {
	if len(f.pass.TypeErrors) > 0 || f.index.broken != nil {
		return nil, obstruct(cur.Node(), "the package doesn't compile as it is")
	}
	outer, ok := enclosing[*ast.File](cur)
	if !ok {
		return nil, obstruct(cur.Node(), "the spawn isn't in a file of this package")
	}
	file := outer.Node().(*ast.File)
	tok := f.pass.Fset.File(file.FileStart)
	for _, pos := range []token.Pos{file.Package, cur.Node().Pos()} {
		if f.pass.Fset.Position(pos).Filename != tok.Name() {
			return nil, obstruct(cur.Node(), "a //line directive says that this code was written elsewhere")
		}
	}
	if known := f.sources[file]; known != nil {
		return known, nil
	}
	read := f.pass.ReadFile
	if read == nil {
		read = os.ReadFile
	}
	content, err := read(tok.Name())
	if err != nil || len(content) != tok.Size() {
		return nil, obstruct(cur.Node(), "the file isn't on disk as it was analysed")
	}
	f.sources[file] = &source{file: file, tok: tok, content: string(content)}
	return f.sources[file], nil
}

// text returns the source text of node.
func (s *source) text(node ast.Node) string {
	return s.content[s.tok.Offset(node.Pos()):s.tok.Offset(node.End())]
}

// holds reports whether pos is a position of the file.
func (s *source) holds(pos token.Pos) bool {
	return s.file.FileStart <= pos && pos <= s.file.FileEnd
}

// indent returns the white space that begins the line of pos.
func (s *source) indent(pos token.Pos) string {
	line := s.content[s.lineStart(s.tok.Offset(pos)):]
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// multiline reports whether node spans several lines.
func (s *source) multiline(node ast.Node) bool {
	return strings.Contains(s.text(node), "\n")
}

// commented reports whether a comment lies between pos and end.
func (s *source) commented(pos, end token.Pos) bool {
	for _, group := range s.file.Comments {
		if pos < group.End() && group.Pos() < end {
			return true
		}
	}
	return false
}

func (s *source) lineStart(offset int) int {
	return strings.LastIndexByte(s.content[:offset], '\n') + 1
}

// lineEnd returns the offset of the newline that ends the line of offset,
// or of the end of the file.
func (s *source) lineEnd(offset int) int {
	if i := strings.IndexByte(s.content[offset:], '\n'); i >= 0 {
		return offset + i
	}
	return len(s.content)
}

// blank reports whether the line that offset lies on holds only white
// space.
func (s *source) blank(offset int) bool {
	return strings.TrimSpace(s.content[s.lineStart(offset):s.lineEnd(offset)]) == ""
}

// adapt returns edits as a file needs them whose lines end in CRLF: new lines
// do as well, and what is put at the end of a line stands before both.
func (s *source) adapt(edits []analysis.TextEdit) []analysis.TextEdit {
	if !strings.Contains(s.content, "\r\n") {
		return edits
	}
	before := func(pos token.Pos) token.Pos {
		if at := s.tok.Offset(pos); at > 0 && strings.HasPrefix(s.content[at-1:], "\r\n") {
			return pos - 1
		}
		return pos
	}
	for i, edit := range edits {
		text := strings.ReplaceAll(string(edit.NewText), "\r\n", "\n")
		edits[i] = replace(before(edit.Pos), before(edit.End), strings.ReplaceAll(text, "\n", "\r\n"))
	}
	return edits
}

// replace returns the edit that puts text in place of the source between
// pos and end.
func replace(pos, end token.Pos, text string) analysis.TextEdit {
	return analysis.TextEdit{Pos: pos, End: end, NewText: []byte(text)}
}

// remove is replace for offsets and no new text.
func (s *source) remove(start, end int) analysis.TextEdit {
	return replace(s.tok.Pos(start), s.tok.Pos(end), "")
}

// deleteStmt returns the edit that deletes a statement of a statement list
// and keeps every comment beside it.
//
//	wg.Add(1)              the line goes
//	wg.Add(1) // a child   the comment stays, on a line of its own
//	{ wg.Add(1); f() }     the statement goes with its semicolon
func (s *source) deleteStmt(stmt ast.Stmt) (analysis.TextEdit, *Obstacle) {
	if s.commented(stmt.Pos(), stmt.End()) {
		return analysis.TextEdit{}, obstruct(stmt, "a comment inside this statement would be lost")
	}
	start, end := s.tok.Offset(stmt.Pos()), s.tok.Offset(stmt.End())
	lineStart, lineEnd := s.lineStart(start), s.lineEnd(end)
	before := strings.TrimSpace(s.content[lineStart:start])
	after := strings.TrimLeft(s.content[end:lineEnd], " \t\r")
	rest := lineEnd - len(after)
	switch {
	case before == "" && after == "":
		return s.deleteLines(lineStart, lineEnd), nil
	case strings.HasPrefix(after, ";"):
		next := strings.TrimLeft(after[1:], " \t")
		return s.remove(start, lineEnd-len(next)), nil
	case before == "" && strings.HasPrefix(after, "/"):
		return s.remove(start, rest), nil
	case strings.HasPrefix(after, "}") && strings.HasSuffix(before, ";"):
		return s.remove(strings.LastIndexByte(s.content[:start], ';'), end), nil
	case strings.HasPrefix(after, "}") && strings.HasSuffix(before, "{"):
		return s.remove(strings.LastIndexByte(s.content[:start], '{')+1, rest), nil
	}
	return analysis.TextEdit{}, obstruct(stmt, "this statement can't be taken out of its line")
}

// deleteLines deletes the lines from the one that starts at lineStart to
// the one that ends at lineEnd, and one blank line where two would meet, or
// where one would be left at the edge of a block.
func (s *source) deleteLines(lineStart, lineEnd int) analysis.TextEdit {
	start, end := lineStart, min(lineEnd+1, len(s.content))
	if lineStart == 0 || end == len(s.content) {
		return s.remove(start, end)
	}
	previous, _, _ := strings.Cut(s.content[s.lineStart(lineStart-1):lineStart-1], "//")
	previous = strings.TrimSpace(previous)
	next := strings.TrimSpace(s.content[end:s.lineEnd(end)])
	switch {
	case next == "" && (s.blank(lineStart-1) || strings.HasSuffix(previous, "{")):
		end = min(s.lineEnd(end)+1, len(s.content))
	case s.blank(lineStart-1) && strings.HasPrefix(next, "}"):
		start = s.lineStart(lineStart - 1)
	}
	return s.remove(start, end)
}
