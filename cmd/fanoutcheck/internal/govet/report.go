package govet

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A report is one diagnostic, in the form that -json prints.
type Report struct {
	Package  string    `json:"package"`
	Function string    `json:"function"`
	Check    string    `json:"check"` // empty where -explain tells of a bounded goroutine
	Category string    `json:"category"`
	Message  string    `json:"message"`
	Position Position  `json:"position"`
	End      Position  `json:"end"`
	Related  []Related `json:"related"`
	Fixes    []Fix     `json:"fixes"`
	// Fingerprint stays the same while the code around the report changes.
	Fingerprint string `json:"fingerprint,omitempty"`
}

// Related is a position that belongs to a report.
type Related struct {
	Position Position `json:"position"`
	End      Position `json:"end"`
	Message  string   `json:"message"`
}

// A fix is a list of edits that belong together.
type Fix struct {
	Message string `json:"message"`
	Edits   []Edit `json:"edits"`
}

// An edit replaces the bytes of a file from Start up to End.
type Edit struct {
	File  string `json:"file"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	New   string `json:"new"`
}

// A position is a place in a file. A column is unknown, 0, where a //line
// directive leaves it out.
type Position struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// ParsePosition reads file:line:column or file:line; the file name may
// contain colons.
func ParsePosition(s string) Position {
	file, last := cutNumber(s)
	if file, line := cutNumber(file); line > 0 {
		return Position{File: file, Line: line, Column: last}
	}
	return Position{File: file, Line: last}
}

// cutNumber cuts a colon and a number off the end of s.
func cutNumber(s string) (before string, number int) {
	i := strings.LastIndexByte(s, ':')
	if i < 0 {
		return s, 0
	}
	number, err := strconv.Atoi(s[i+1:])
	if err != nil {
		return s, 0
	}
	return s[:i], number
}

func (p Position) String() string {
	if p.Column == 0 {
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

func (p Position) compare(q Position) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// arrange puts reports in the order of their positions, and drops what
// several variants of a package for tests report alike.
func arrange(reports []Report) []Report {
	compare := func(a, b Report) int {
		return cmp.Or(a.Position.compare(b.Position), cmp.Compare(a.Check, b.Check),
			cmp.Compare(a.Message, b.Message))
	}
	slices.SortStableFunc(reports, compare)
	return slices.CompactFunc(reports, func(a, b Report) bool { return compare(a, b) == 0 })
}
