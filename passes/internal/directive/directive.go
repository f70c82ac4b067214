// Package directive reads the comments by which people answer a report:
//
//	//fanoutcheck:bounded REASON
//	//nolint:fanoutcheck
//
// The first form is ours. It speaks for the line that it ends or, on a line
// of its own, for the line below, and it needs a reason. The second is
// golangci-lint's, which go vet does not know of; it is read as that program
// reads it.
//
// An answer that nothing asked for is reported, so that answers do not
// outlive the code they were given for. What counts is what the checks would
// report, whether or not they are switched on: nobody has to take answers
// away to try out a single check.
package directive

import (
	"cmp"
	"go/ast"
	"go/token"
	"slices"
	"strings"
	"sync"
	"unicode"

	"golang.org/x/tools/go/analysis"
)

const (
	prefix = "//fanoutcheck:"
	form   = prefix + "bounded REASON"
)

// A Misuse is a directive that says nothing.
type Misuse struct {
	Pos  token.Pos
	Text string
}

// An Answer is what a person says of a line.
type Answer struct {
	Pos  token.Pos
	Text string // the reason, or the comment that gives none
}

// Directives are the directives of one package.
type Directives struct {
	fset    *token.FileSet
	answers []*answer
	left    []*answer // nolint comments that the driver reads itself
	wrong   []Misuse
}

// An answer covers some lines of a file.
type answer struct {
	Answer
	file     *token.File
	from, to int
	nolint   bool
	needless string // what to say if nothing needed it, or ""
	used     bool
}

// Read returns the directives of the files. Those of golangci-lint answer
// nothing where the driver reads them itself.
func Read(pass *analysis.Pass, driverReads bool) *Directives {
	d := &Directives{fset: pass.Fset}
	for _, file := range pass.Files {
		code := sync.OnceValue(func() map[int]bool { return d.codeLines(file) })
		for _, group := range file.Comments {
			for _, comment := range group.List {
				d.bounded(code, group, comment)
			}
		}
		if driverReads {
			d.left = append(d.left, d.silences(file)...)
		} else {
			d.answers = append(d.answers, d.silences(file)...)
		}
	}
	return d
}

// meant reports whether a comment was meant as a directive, but for the space
// after the slashes or for being a block. One that is indented, or has slashes
// of its own, is an example in somebody's documentation.
func meant(text string) bool {
	text, block := strings.CutPrefix(text, "/*")
	if block {
		text = strings.TrimLeft(text, "/ ")
	} else {
		text = strings.TrimLeft(strings.TrimPrefix(text, "//"), " ")
	}
	return strings.HasPrefix(text, "fanoutcheck:bounded")
}

// bounded reads a comment if it is a directive of ours, or was meant as one.
func (d *Directives) bounded(code func() map[int]bool, group *ast.CommentGroup, comment *ast.Comment) {
	text, ok := strings.CutPrefix(comment.Text, prefix)
	if !ok {
		if meant(comment.Text) {
			d.wrong = append(d.wrong, Misuse{comment.Pos(), "this is a comment like any other; a directive has no space after the slashes: " + form})
		}
		return
	}
	verb, reason := text, ""
	if end := strings.IndexFunc(text, unicode.IsSpace); end >= 0 {
		verb, reason = text[:end], text[end:]
	}
	// A test's expectation is not a reason.
	reason, _, _ = strings.Cut(reason, "// want")
	reason = strings.TrimSpace(reason)
	switch {
	case verb != "bounded":
		d.wrong = append(d.wrong, Misuse{comment.Pos(), "unknown directive " + prefix + verb + "; the only one is " + form})
	case reason == "":
		d.wrong = append(d.wrong, Misuse{comment.Pos(), "this directive needs a reason: " + form})
	default:
		found := &answer{Answer: Answer{comment.Pos(), reason}, file: d.fset.File(comment.Pos())}
		found.from = d.line(comment.Pos())
		if !code()[found.from] {
			found.from = d.line(group.End()) + 1
		}
		found.to = found.from
		found.needless = "nothing is reported here, so this directive is not needed"
		d.answers = append(d.answers, found)
	}
}

// codeLines returns the lines on which some code starts or ends. A line
// comment comes last on its line, so the code there stands before it.
func (d *Directives) codeLines(file *ast.File) map[int]bool {
	lines := make(map[int]bool)
	ast.Inspect(file, func(n ast.Node) bool {
		switch n.(type) {
		case nil, *ast.Comment, *ast.CommentGroup:
			return false
		}
		lines[d.line(n.Pos())] = true
		lines[d.line(n.End())] = true
		return true
	})
	return lines
}

// line returns the line of the file as it is written: what a //line comment
// says of it does not bring two lines together or apart.
func (d *Directives) line(pos token.Pos) int {
	return d.fset.PositionFor(pos, false).Line
}

// Accept returns the answer to a report on a goroutine that is started at
// pos.
func (d *Directives) Accept(pos token.Pos) (Answer, bool) {
	return d.find(pos, func(*answer) bool { return true })
}

// Silence reports whether a nolint comment speaks for pos. It is the only
// answer to a report that is not about a goroutine.
func (d *Directives) Silence(pos token.Pos) bool {
	_, ok := d.find(pos, func(a *answer) bool { return a.nolint })
	return ok
}

// Left reports whether a nolint comment that the driver reads itself speaks
// for pos.
func (d *Directives) Left(pos token.Pos) bool {
	return slices.ContainsFunc(d.left, func(a *answer) bool { return d.covers(a, pos) })
}

// covers reports whether an answer speaks for pos.
func (d *Directives) covers(a *answer, pos token.Pos) bool {
	number := d.line(pos)
	return a.file == d.fset.File(pos) && a.from <= number && number <= a.to
}

// find returns the first answer for the line of pos, ours first, and marks
// all of them as used.
func (d *Directives) find(pos token.Pos, keep func(*answer) bool) (first Answer, ok bool) {
	for _, a := range d.answers {
		if d.covers(a, pos) && keep(a) {
			a.used = true
			if !ok {
				first, ok = a.Answer, true
			}
		}
	}
	return first, ok
}

// Misuses returns the directives that are wrong, and those that no report
// needed, in the order in which they stand.
func (d *Directives) Misuses() []Misuse {
	found := d.wrong
	for _, a := range d.answers {
		if !a.used && a.needless != "" {
			found = append(found, Misuse{a.Pos, a.needless})
		}
	}
	slices.SortFunc(found, func(a, b Misuse) int { return cmp.Compare(a.Pos, b.Pos) })
	return found
}
