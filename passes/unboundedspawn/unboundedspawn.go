package unboundedspawn

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
	Name:     "unboundedspawn",
	Doc:      report.Doc(doc, "unboundedspawn"),
	URL:      "https://pkg.go.dev/github.com/fanoutcheck/fanoutcheck/passes/unboundedspawn",
	Requires: []*analysis.Analyzer{fanout.Analyzer},
	Run:      run,
}

func run(pass *analysis.Pass) (any, error) {
	report.Directives(pass)
	return report.Check(pass)
}
