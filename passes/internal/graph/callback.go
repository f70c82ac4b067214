package graph

import (
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/program"
	"golang.org/x/tools/go/ssa"
)

// mostKeepers is how many may keep functions of their own in one field for a call
// of it to be taken for a call of each.
const mostKeepers = 2

// calledBack reports whether a call of v is one back to whoever made the object
// that v is a field of: many put functions of their own there, as those that send
// requests put what is to be done with the answer. Which of them it is says the
// object, and not the field. A list of them is worked off: each is called some
// time, but not for the other.
func (g *Graph) calledBack(call ssa.CallInstruction, sources []ssa.Value) (back, listed bool) {
	path := g.Origin.Path(started(call))
	if len(path.Fields) == 0 {
		return false, false
	}
	keepers := make(map[any]bool)
	for _, source := range sources {
		if keeper := keeperOf(source); keeper != nil {
			keepers[keeper] = true
		}
	}
	return len(keepers) > mostKeepers, path.Element
}

// started returns the function that a call runs, or the first of those that it
// runs one after the other where each returns the next: an interpreter begins
// with what a node of the program that it runs keeps.
func started(call ssa.CallInstruction) ssa.Value {
	called := call.Common().Value
	phi, ok := called.(*ssa.Phi)
	if !ok || call.Value() == nil || !slices.Contains(phi.Edges, ssa.Value(call.Value())) {
		return called
	}
	for _, edge := range phi.Edges {
		if edge != ssa.Value(call.Value()) {
			return edge
		}
	}
	return called
}

// keeperOf returns whose own a function is: a literal's that of the function
// around it, a method value's that of the type. It is nil for any other.
func keeperOf(source ssa.Value) any {
	if receiver := boundTo(source); receiver != nil {
		if name := program.TypeName(receiver.Type()); name != nil {
			return name
		}
		return nil
	}
	if literal := function(source); literal != nil && literal.Parent() != nil {
		return origin.Outermost(literal)
	}
	return nil
}
