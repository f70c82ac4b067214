package fanout

import (
	"maps"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/directive"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"golang.org/x/tools/go/analysis"
)

// StandardFunctionTypes returns the table of the types whose values are
// functions.
func StandardFunctionTypes() map[string]bool { return maps.Clone(standardFunctionTypes) }

// Judge returns the judged sites of a graph.
func Judge(pass *analysis.Pass, g *graph.Graph) []*Site {
	sites, _ := judge(pass, g, directive.Read(pass, false), false)
	return sites
}
