package analyzer

import (
	"fmt"
	"go/token"

	"golang.org/x/tools/go/analysis"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// Recursions reports every recursion that starts goroutines, with all of its
// functions and steps, for programs that draw it. Where [Explain] tells of a
// goroutine the one way on which it leads back, this tells all of them.
//
// A diagnostic stands for a recursion. Its related positions are in a form to
// be read back. First come the functions, then the steps, which name functions
// by their number from 0, and last what is left out of a large recursion:
//
//	function: walk
//	function: walk.func1
//	spawn 0 1 go: walk starts a goroutine that runs a function literal
//	call 1 0: the function literal calls walk
//	handing 0 1 WalkDir: walk hands a function literal to WalkDir, which calls it
//	send 1 0: the goroutine sends to the channel that walk receives from
//	left out 12: functions of the recursion
//
// A function of another package has no position.
var Recursions = &analysis.Analyzer{
	Name: "recursions",
	Doc: `tell every recursion that starts goroutines, function by function

One diagnostic for each such recursion lists its functions and the steps from
one to another, for programs that draw it.`,
	URL:      "https://pkg.go.dev/github.com/fanoutcheck/fanoutcheck/analyzer#Recursions",
	Requires: []*analysis.Analyzer{fanout.Analyzer},
	Run:      tellRecursions,
}

func tellRecursions(pass *analysis.Pass) (any, error) {
	for _, r := range fanout.Of(pass).Recursions {
		d := analysis.Diagnostic{
			Pos:      r.Functions[0].Pos,
			Category: "recursion",
			Message:  r.Functions[0].Name + " is in a recursion that starts goroutines",
		}
		tell := func(pos token.Pos, format string, args ...any) {
			d.Related = append(d.Related, analysis.RelatedInformation{Pos: pos, Message: fmt.Sprintf(format, args...)})
		}
		for _, fn := range r.Functions {
			tell(fn.Pos, "function: %s", fn.Name)
		}
		for _, step := range r.Steps {
			through := ""
			if step.Through != "" {
				through = " " + step.Through
			}
			tell(step.Pos, "%s %d %d%s: %s", step.Kind, step.From, step.To, through, step.Text)
		}
		if r.LeftOut > 0 {
			tell(d.Pos, "left out %d: functions of the recursion", r.LeftOut)
		}
		pass.Report(d)
	}
	return nil, nil
}
