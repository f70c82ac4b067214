package report

import (
	"go/parser"
	"go/token"
	"strings"
)

// Doc returns the documentation of the check called name, taken from the
// package comment in source: what follows the line "name:". So pkg.go.dev
// and the help of every driver show one text.
//
// It returns "" where source has no such comment, and analysis.Validate
// rejects an analyzer without documentation.
func Doc(source, name string) string {
	file, err := parser.ParseFile(token.NewFileSet(), "doc.go", source, parser.ParseComments|parser.PackageClauseOnly)
	if err != nil {
		return ""
	}
	_, doc, _ := strings.Cut(file.Doc.Text(), "\n"+name+": ")
	return strings.TrimSpace(doc)
}
