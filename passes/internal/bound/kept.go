package bound

import (
	"go/types"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"golang.org/x/tools/go/ssa"
)

// keepsDepth reports whether a field of the data says how deep its object lies:
// the recursion only reads it, and what is stored elsewhere is a parameter that
// another recursion, the one that makes the data, counts up.
func (j *Judge) keepsDepth(field *types.Var, site *Site) bool {
	found := false
	for _, store := range j.graph.Origin.FieldStores(field) {
		s := scoping{judge: j, site: site}
		if s.perActivation(store) {
			return false
		}
		m, ok := j.measureOf(store.Val)
		found = found || ok && m.param != nil && j.countedUp(m.param)
	}
	return found
}

// countedUp reports whether a parameter is given a number that a recursion
// passes on with something added.
func (j *Judge) countedUp(first *ssa.Parameter) bool {
	seen := map[*ssa.Parameter]bool{first: true}
	for pending := []*ssa.Parameter{first}; len(pending) > 0; pending = pending[1:] {
		param := pending[0]
		for _, edge := range j.graph.In[param.Parent()] {
			arg := edge.Arg(origin.ParamIndex(param))
			if arg == nil {
				continue
			}
			m, ok := j.measureOf(arg)
			if !ok || m.param == nil {
				continue
			}
			if m.delta > 0 && j.graph.Together(edge.From, edge.To) && j.graph.Recursive(edge.To) {
				return true
			}
			if !seen[m.param] {
				seen[m.param] = true
				pending = append(pending, m.param)
			}
		}
	}
	return false
}
