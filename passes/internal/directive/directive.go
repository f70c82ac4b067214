// Package directive reads the comments by which people answer a report:
//
//	//fanoutcheck:bounded REASON
//	//nolint:fanoutcheck
//
// A comment speaks for the line that it ends or, on a line of its own, for
// the line below. The first form is ours and needs a reason, and a needless
// one is reported, so that answers do not outlive the code they were given
// for. The second is golangci-lint's, which go vet does not know of.
package directive

import (
	"go/ast"
	"go/token"
	"strings"

	"golang.org/x/tools/go/analysis"
)

const prefix = "//fanoutcheck:"

// A Misuse is a directive that says nothing.
type Misuse struct {
	Pos  token.Pos
	Text string
}

// Directives are the directives of one package.
type Directives struct {
	fset   *token.FileSet
	byLine map[line]*directive
	order  []*directive
	wrong  []Misuse
}

type line struct {
	file   string
	number int
}

type directive struct {
	pos    token.Pos
	reason string
	used   bool
}

// Read returns the directives of the files.
func Read(pass *analysis.Pass) *Directives {
	d := &Directives{fset: pass.Fset, byLine: make(map[line]*directive)}
	for _, file := range pass.Files {
		for _, group := range file.Comments {
			for _, comment := range group.List {
				if strings.HasPrefix(comment.Text, prefix) {
					d.read(comment)
				}
			}
		}
	}
	return d
}

func (d *Directives) read(comment *ast.Comment) {
	verb, reason, _ := strings.Cut(strings.TrimPrefix(comment.Text, prefix), " ")
	// A test's expectation is not a reason.
	reason, _, _ = strings.Cut(reason, "// want")
	reason = strings.TrimSpace(reason)
	switch {
	case verb != "bounded":
		d.wrong = append(d.wrong, Misuse{comment.Pos(), "unknown directive " + prefix + verb + "; the only one is " + prefix + "bounded REASON"})
	case reason == "":
		d.wrong = append(d.wrong, Misuse{comment.Pos(), "this directive needs a reason: " + prefix + "bounded REASON"})
	default:
		at := d.fset.Position(comment.Pos())
		found := &directive{pos: comment.Pos(), reason: reason}
		d.order = append(d.order, found)
		d.byLine[line{at.Filename, at.Line}] = found
	}
}

// Accept returns the reason for which the spawn at pos is accepted, and
// where it is given.
func (d *Directives) Accept(pos token.Pos) (reason string, at token.Pos, ok bool) {
	here := d.fset.Position(pos)
	for _, number := range []int{here.Line, here.Line - 1} {
		if found := d.byLine[line{here.Filename, number}]; found != nil {
			found.used = true
			return found.reason, found.pos, true
		}
	}
	return "", token.NoPos, false
}

// Misuses returns the directives that are wrong, and those that no report
// needed.
func (d *Directives) Misuses() []Misuse {
	found := d.wrong
	for _, directive := range d.order {
		if !directive.used {
			found = append(found, Misuse{directive.pos, "nothing is reported here, so this directive is not needed"})
		}
	}
	return found
}

// Silenced reports whether a nolint comment speaks for the line of pos.
func Silenced(pass *analysis.Pass, pos token.Pos) bool {
	here := pass.Fset.Position(pos)
	for _, file := range pass.Files {
		if pos < file.FileStart || file.FileEnd < pos {
			continue
		}
		for _, group := range file.Comments {
			for _, comment := range group.List {
				at := pass.Fset.Position(comment.Pos())
				sameLine := at.Line == here.Line
				alone := at.Line == here.Line-1 && at.Column == here.Column
				if (sameLine || alone) && silences(comment.Text) {
					return true
				}
			}
		}
	}
	return false
}

// silences reports whether a comment is //nolint, for all linters or by our
// name.
func silences(comment string) bool {
	text, ok := strings.CutPrefix(strings.Replace(comment, "// ", "//", 1), "//nolint")
	if !ok {
		return false
	}
	text, _, _ = strings.Cut(text, " ")
	names, listed := strings.CutPrefix(text, ":")
	if !listed {
		return text == ""
	}
	for name := range strings.SplitSeq(names, ",") {
		if name == "all" || name == "fanoutcheck" {
			return true
		}
	}
	return false
}
