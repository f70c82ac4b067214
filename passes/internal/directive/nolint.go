package directive

import (
	"go/ast"
	"slices"
	"strings"
)

// silences returns the nolint comments of a file that mean us. One speaks for
// the lines of its comment group and, when something starts on the next line
// in the same column, for all of that: a statement, a function, a file.
func (d *Directives) silences(file *ast.File) []*answer {
	var answers []*answer
	columns := make(map[*answer]int)
	for _, group := range file.Comments {
		for _, comment := range group.List {
			silent, named := silences(comment.Text)
			if !silent {
				continue
			}
			found := &answer{
				Answer: Answer{comment.Pos(), "silenced by " + comment.Text},
				file:   d.fset.File(comment.Pos()),
				from:   d.line(group.Pos()),
				to:     d.line(group.End()),
				nolint: true,
			}
			if named {
				found.needless = "nothing is reported here, so there is no need to name fanoutcheck in this directive"
			}
			columns[found] = d.fset.PositionFor(group.Pos(), false).Column
			answers = append(answers, found)
		}
	}
	if len(columns) == 0 {
		return nil
	}
	ends := make(map[*answer]int)
	ast.Inspect(file, func(n ast.Node) bool {
		if n == nil {
			return false
		}
		at := d.fset.PositionFor(n.Pos(), false)
		for a, column := range columns {
			if at.Line == a.to+1 && at.Column == column {
				ends[a] = max(ends[a], d.line(n.End()))
			}
		}
		return true
	})
	for a, end := range ends {
		a.to = max(a.to, end)
	}
	return answers
}

// silences reports whether a comment is a nolint comment for us: one for all
// linters, or one that names us.
func silences(comment string) (silent, named bool) {
	text, ok := strings.CutPrefix(strings.TrimLeft(comment, "/ "), "nolint")
	switch {
	case !ok:
		return false, false
	case text == "", strings.HasPrefix(text, " "), strings.HasPrefix(text, ":all"):
		return true, false
	case !strings.HasPrefix(text, ":"):
		return false, false
	}
	list, _, _ := strings.Cut(text[1:], "//") // an explanation may follow
	names := strings.Split(list, ",")
	for i, name := range names {
		names[i] = strings.ToLower(strings.TrimSpace(name))
	}
	named = slices.Contains(names, "fanoutcheck")
	return named || slices.Contains(names, "all"), named
}
