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
	"go/token"
	"go/types"
	"reflect"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/bound"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/directive"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/program"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/recovery"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"golang.org/x/tools/go/analysis"
)

// Analyzer computes the [Result] of a package, under the settings that its
// flags hold. It reports nothing itself.
var Analyzer = newAnalyzer(&flagged)

// flagged are the settings that the flags of [Analyzer] hold.
var flagged Settings

// Flagged returns the settings that the flags of [Analyzer] hold.
func Flagged() Settings { return flagged }

// Facts exports the facts that [Analyzer] does, under the same settings, and
// judges nothing. It is for drivers that have a package analysed only for what
// others need to know of it.
var Facts = &analysis.Analyzer{
	Name:      "fanoutfacts",
	Doc:       "tell what functions do with the functions they are given",
	Run:       func(pass *analysis.Pass) (any, error) { return nil, exportFacts(pass, &flagged) },
	FactTypes: []analysis.Fact{new(summary.Summary)},
}

// New returns an analyzer like [Analyzer] with settings of its own.
func New(settings Settings) (*analysis.Analyzer, error) {
	if err := settings.Validate(); err != nil {
		return nil, err
	}
	return newAnalyzer(&settings), nil
}

func newAnalyzer(settings *Settings) *analysis.Analyzer {
	a := &analysis.Analyzer{
		Name:       "fanout",
		Doc:        "judge every goroutine spawn inside recursion",
		Run:        func(pass *analysis.Pass) (any, error) { return run(pass, settings) },
		ResultType: reflect.TypeFor[*Result](),
		FactTypes:  []analysis.Fact{new(summary.Summary)},
	}
	settings.AddFlags(&a.Flags)
	return a
}

// Of returns the result that a check reports from. The analyzer is the one
// that the check requires, since a check can be bound to settings of its own.
func Of(pass *analysis.Pass) *Result {
	return pass.ResultOf[pass.Analyzer.Requires[0]].(*Result)
}

// A Result holds every spawn site in recursion of one package, in source
// order.
type Result struct {
	Sites []*Site
	// Recursions are what the sites are in. Every site is the spawn of at
	// least one step of one of them.
	Recursions []*Recursion
	// Misuses are the directives without a reason or without a report.
	Misuses []directive.Misuse
	// Settings are those that the package was judged by.
	Settings Settings

	directives *directive.Directives
}

// Silenced reports whether a nolint comment speaks for pos, where the
// settings leave such comments to the driver.
func (r *Result) Silenced(pos token.Pos) bool { return r.directives.Left(pos) }

func run(pass *analysis.Pass, settings *Settings) (result any, err error) {
	defer recovery.Recover(pass, &err)
	directives := directive.Read(pass, settings.KeepSilenced)
	found := &Result{Settings: *settings, directives: directives}
	g, spawns, err := summarised(pass, settings)
	if err != nil {
		return nil, err
	}
	if spawns {
		found.Sites, found.Recursions = judge(pass, g, directives, settings.Strict)
	}
	found.Misuses = directives.Misuses()
	return found, nil
}

func exportFacts(pass *analysis.Pass, settings *Settings) (err error) {
	defer recovery.Recover(pass, &err)
	_, _, err = summarised(pass, settings)
	return err
}

// summarised returns the fan-out graph of a package and exports the facts of
// its functions. There is no graph where there is nothing to judge and nothing
// to tell.
func summarised(pass *analysis.Pass, settings *Settings) (g *graph.Graph, spawns bool, err error) {
	extra, err := settings.extra()
	if err != nil {
		return nil, false, err
	}
	spawns, tells, err := needed(pass, extra)
	if err != nil || !spawns && !tells {
		return nil, false, err
	}
	prog, err := program.Build(pass)
	if err != nil {
		return nil, false, err
	}
	g = graph.Build(prog, extra)
	own := bound.New(g)
	own.MarkLimited()
	own.MarkPooled()
	facts := g.Summaries()
	own.AddActs(facts)
	own.AddHandovers(facts)
	for fn, fact := range facts {
		exportSummary(pass, fn, fact)
	}
	return g, spawns, nil
}

// exportSummary attaches a fact to a function that other packages can name.
func exportSummary(pass *analysis.Pass, fn *types.Func, fact *summary.Summary) {
	if fn.Pkg() == pass.Pkg && fn.Exported() {
		pass.ExportObjectFact(fn, fact)
	}
}
