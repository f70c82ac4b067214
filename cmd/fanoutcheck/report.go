package main

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A report is one diagnostic, in the form that -json prints.
type report struct {
	Package  string    `json:"package"`
	Function string    `json:"function,omitempty"` // with -explain
	Check    string    `json:"check"`              // empty where -explain tells of a bounded goroutine
	Category string    `json:"category"`
	Message  string    `json:"message"`
	Position position  `json:"position"`
	End      position  `json:"end"`
	Related  []related `json:"related"`
	Fixes    []fix     `json:"fixes"`
}

// Related is a position that belongs to a report.
type related struct {
	Position position `json:"position"`
	End      position `json:"end"`
	Message  string   `json:"message"`
}

// A fix is a list of edits that belong together.
type fix struct {
	Message string `json:"message"`
	Edits   []edit `json:"edits"`
}

// An edit replaces the bytes of a file from Start up to End.
type edit struct {
	File  string `json:"file"`
	Start int    `json:"start"`
	End   int    `json:"end"`
	New   string `json:"new"`
}

// A position is a place in a file. A column is unknown, 0, where a //line
// directive leaves it out.
type position struct {
	File   string `json:"file"`
	Line   int    `json:"line"`
	Column int    `json:"column"`
}

// parsePosition reads file:line:column or file:line; the file name may
// contain colons.
func parsePosition(s string) position {
	file, last := cutNumber(s)
	if file, line := cutNumber(file); line > 0 {
		return position{File: file, Line: line, Column: last}
	}
	return position{File: file, Line: last}
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

func (p position) String() string {
	if p.Column == 0 {
		return fmt.Sprintf("%s:%d", p.File, p.Line)
	}
	return fmt.Sprintf("%s:%d:%d", p.File, p.Line, p.Column)
}

func (p position) compare(q position) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Line, q.Line), cmp.Compare(p.Column, q.Column))
}

// arrange puts reports in the order of their positions, and drops what
// several variants of a package for tests report alike.
func arrange(reports []report) []report {
	compare := func(a, b report) int {
		return cmp.Or(a.Position.compare(b.Position), cmp.Compare(a.Check, b.Check),
			cmp.Compare(a.Message, b.Message))
	}
	slices.SortStableFunc(reports, compare)
	return slices.CompactFunc(reports, func(a, b report) bool { return compare(a, b) == 0 })
}
