package perlevelbound

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
	Name:     "perlevelbound",
	Doc:      report.Doc(doc, "perlevelbound"),
	URL:      "https://pkg.go.dev/github.com/fanoutcheck/fanoutcheck/passes/perlevelbound",
	Requires: []*analysis.Analyzer{fanout.Analyzer},
	Run:      report.Check,
}
