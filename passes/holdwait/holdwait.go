package holdwait

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
	Name:     "holdwait",
	Doc:      report.Doc(doc, "holdwait"),
	URL:      "https://pkg.go.dev/github.com/fanoutcheck/fanoutcheck/passes/holdwait",
	Requires: []*analysis.Analyzer{fanout.Analyzer},
	Run:      report.Check,
}
