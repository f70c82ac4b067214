package fanout_test

import (
	"testing"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/analysis/analysistest"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// judgedBy returns an analyzer that reports the verdict of every site, quiet
// ones too, with what decided it.
func judgedBy(judge *analysis.Analyzer) *analysis.Analyzer {
	return &analysis.Analyzer{
		Name:     "judged",
		Doc:      "report every verdict",
		Requires: []*analysis.Analyzer{judge},
		Run: func(pass *analysis.Pass) (any, error) {
			for _, site := range fanout.Of(pass).Sites {
				pass.Reportf(site.Node.Pos(), "%s: %s", site.Verdict, deciding(site))
			}
			return nil, nil
		},
	}
}

func deciding(site *fanout.Site) string {
	if len(site.Evidence) > 0 {
		return site.Evidence[0].Text
	}
	return site.Message
}

// topics are the folders of testdata/src. A line with a spawn and without an
// expectation must not be a site: it is in no recursion.
var topics = []string{
	"recursion",
	"delegation",
	"callbacks",
	"spawners",
	"worklists",
	"slots",
	"counters",
	"depth",
	"cutoff",
	"once",
	"chains",
	"joins",
	"lifogroups",
	"pools",
	"directives",
}

// One load serves all topics: most of the time goes into the standard
// library that they import.
func TestVerdicts(t *testing.T) {
	analysistest.Run(t, analysistest.TestData(), judgedBy(fanout.Analyzer), topics...)
}
