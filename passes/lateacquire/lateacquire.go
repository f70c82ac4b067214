package lateacquire

import (
	_ "embed"

	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/report"
)

//go:embed doc.go
var doc string

// Analyzer is the check; see the package comment.
var Analyzer = &analysis.Analyzer{
	Name:     "lateacquire",
	Doc:      report.Doc(doc, "lateacquire"),
	URL:      "https://pkg.go.dev/github.com/fanoutcheck/fanoutcheck/passes/lateacquire",
	Requires: []*analysis.Analyzer{fanout.Analyzer},
	Run:      report.Check,
}
