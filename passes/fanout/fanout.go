// Package fanout finds every goroutine spawn inside recursion and judges
// it: reported or quiet, with the cycle and the evidence.
//
// It is the one source that all checks report from. A package goes through
// the rooms below passes/internal in one direction: its source becomes a
// fan-out graph (graph), the cycles of the graph show the spawn sites, and
// each site gets a verdict from what bounds it (bound). What a package's
// functions do with functions they are given leaves as a fact (summary).
//
// Most packages start no goroutine and take no functions; they are passed
// over before anything is built.
package fanout

import (
	"fmt"
	"go/types"
	"reflect"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/bound"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/directive"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/program"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"golang.org/x/tools/go/analysis"
)

// Analyzer computes the [Result] of a package. It reports nothing itself.
var Analyzer = &analysis.Analyzer{
	Name:       "fanout",
	Doc:        "judge every goroutine spawn inside recursion",
	Run:        run,
	ResultType: reflect.TypeFor[*Result](),
	FactTypes:  []analysis.Fact{new(summary.Summary)},
}

// A Result holds every spawn site in recursion of one package, in source
// order.
type Result struct {
	Sites []*Site
	// Misuses are the directives without a reason or without a report.
	Misuses []directive.Misuse
}

func run(pass *analysis.Pass) (result any, err error) {
	// A panic must not take the driver down with it: the other packages
	// are still to be analysed.
	defer func() {
		if cause := recover(); cause != nil {
			err = fmt.Errorf("internal error while analysing %s, please report it: %v", pass.Pkg.Path(), cause)
		}
	}()
	directives := directive.Read(pass)
	spawns, callbacks := needed(pass)
	if !spawns && !callbacks {
		return &Result{Misuses: directives.Misuses()}, nil
	}
	g := graph.Build(program.Build(pass))
	own := bound.New(g)
	own.MarkLimited()
	facts := g.Summaries()
	own.AddActs(facts)
	for fn, fact := range facts {
		exportSummary(pass, fn, fact)
	}
	var sites []*Site
	if spawns {
		sites = judge(pass, g, directives)
	}
	return &Result{Sites: sites, Misuses: directives.Misuses()}, nil
}

// exportSummary attaches a fact to a function that other packages can name.
func exportSummary(pass *analysis.Pass, fn *types.Func, fact *summary.Summary) {
	if fn.Pkg() == pass.Pkg && (fn.Exported() || fn.Signature().Recv() != nil) {
		pass.ExportObjectFact(fn, fact)
	}
}
