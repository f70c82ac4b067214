package graph

import (
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"golang.org/x/tools/go/ssa"
)

// mostKeepers is how many functions may keep literals of their own in one field
// for a call of it to be taken for a call of each.
const mostKeepers = 2

// calledBack reports whether a call of v is one back to whoever made the object
// that v is a field of: many functions put literals of their own there, as those
// that send requests put what is to be done with the answer. Which of them it is
// says the object, and not the field. A list of them is worked off: each is
// called some time, but not for the other.
func (g *Graph) calledBack(v ssa.Value, sources []ssa.Value) (back, listed bool) {
	path := g.Origin.Path(v)
	if len(path.Fields) == 0 {
		return false, false
	}
	keepers := make(map[*ssa.Function]bool)
	for _, source := range sources {
		if literal := function(source); literal != nil && literal.Parent() != nil {
			keepers[origin.Outermost(literal)] = true
		}
	}
	return len(keepers) > mostKeepers, path.Element
}
