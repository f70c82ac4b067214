package source

import (
	"fmt"
	"go/ast"
	"os"
)

// A Line is what a line of a Go file holds, as far as goroutines go.
type Line int

// The kinds of lines, from what says least to what says most.
const (
	Plain Line = iota
	Call
	Spawn // a go statement
)

// LineKind returns the most telling that begins in a line.
func (f *Files) LineKind(name string, line int) Line {
	file := f.get(name)
	outline := file.parse(name)
	if outline.tree == nil {
		return Plain
	}
	kind := Plain
	ast.Inspect(outline.tree, func(n ast.Node) bool {
		if n == nil || outline.file.PositionFor(n.Pos(), false).Line > line || outline.file.PositionFor(n.End(), false).Line < line {
			return false
		}
		first := outline.file.PositionFor(n.Pos(), false).Line == line
		switch n.(type) {
		case *ast.GoStmt:
			if first {
				kind = Spawn
			}
		case *ast.CallExpr:
			if first {
				kind = max(kind, Call)
			}
		}
		return true
	})
	return kind
}

// Lines returns how many lines a file has.
func (f *Files) Lines(name string) (int, error) {
	if file := f.get(name); len(file.lines) > 0 {
		return len(file.lines), nil
	}
	_, err := os.ReadFile(name)
	return 0, fmt.Errorf("reading the file to explain: %w", err)
}

// Told returns the file and line that reports name for a line of a Go file:
// others if a //line directive says so.
func (f *Files) Told(name string, line int) (file string, told int) {
	outline := f.get(name).parse(name)
	if outline.tree == nil || line > outline.file.LineCount() {
		return name, line
	}
	// A directive in the middle of a line is for what comes after it.
	end := outline.file.Size()
	if line < outline.file.LineCount() {
		end = outline.file.Offset(outline.file.LineStart(line+1)) - 1
	}
	at := outline.file.PositionFor(outline.file.Pos(end), true)
	return at.Filename, at.Line
}
