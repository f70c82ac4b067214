package analyzer

import (
	"cmp"
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// Explain reports every goroutine spawn inside recursion with its verdict,
// whether a check reports it or not: the category is the verdict, and the
// related positions are the cycle and the evidence. It is not part of the
// [Suite], since most of what it says is that all is well.
var Explain = &analysis.Analyzer{
	Name: "explain",
	Doc: `tell the verdict of every goroutine started in recursion

One diagnostic for each such place, reported by a check or not, says what
was concluded and from what. It answers "why is this line reported?" and
"why is it not?".`,
	URL:      "https://pkg.go.dev/github.com/fanoutcheck/fanoutcheck/analyzer#Explain",
	Requires: []*analysis.Analyzer{fanout.Analyzer},
	Run:      explain,
}

func explain(pass *analysis.Pass) (any, error) {
	for _, site := range fanout.Of(pass).Sites {
		d := analysis.Diagnostic{
			Pos:      site.Node.Pos(),
			End:      site.HeadEnd(),
			Category: string(site.Verdict),
			Message:  site.Function + ": " + string(site.Verdict) + ": " + site.Message,
		}
		related := func(pos token.Pos, text string) {
			// What has no place of its own stands at the spawn.
			pos = cmp.Or(pos, site.Node.Pos())
			if pos == site.Node.Pos() && text == site.Message {
				return // it is the verdict itself
			}
			d.Related = append(d.Related, analysis.RelatedInformation{Pos: pos, Message: text})
		}
		for _, step := range site.Cycle {
			related(step.Pos, step.Text)
		}
		for _, e := range site.Evidence {
			related(e.Pos, e.Text)
		}
		pass.Report(d)
	}
	return nil, nil
}
