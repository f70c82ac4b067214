package report

import "strings"

// Doc returns the documentation of the check called name, taken from the
// package comment in source: what follows the line "name:". So pkg.go.dev
// and the help of every driver show one text.
//
// It returns "" where source has no such comment, and analysis.Validate
// rejects an analyzer without documentation.
func Doc(source, name string) string {
	// A parser would be right for more sources, and be paid for in every
	// process that answers the go command about a package.
	comment, _, _ := strings.Cut(source, "\npackage ")
	_, doc, _ := strings.Cut(comment, "\n// "+name+": ")
	doc = strings.ReplaceAll(strings.ReplaceAll(doc, "\n// ", "\n"), "\n//", "\n")
	return strings.TrimSpace(doc)
}
