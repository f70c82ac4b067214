package bound

import (
	"go/token"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"golang.org/x/tools/go/ssa"
)

// mostExtentSteps is how many calls, fields and operations lead from where a
// recursion begins to the size of some data.
const mostExtentSteps = 8

// isExtent reports whether a parameter says how much of the data is still ahead,
// like the height of a tree: everybody begins with the size of something, and the
// recursion goes on until next to nothing is left.
func (j *Judge) isExtent(param *ssa.Parameter, limit ssa.Value, site *Site) bool {
	n, constant := integer(limit)
	return constant && !isCutoff(n) && j.beginsWithSize(param, site, 0)
}

func (j *Judge) beginsWithSize(param *ssa.Parameter, site *Site, steps int) bool {
	known := false
	for _, edge := range j.graph.In[param.Parent()] {
		if j.graph.Together(edge.From, site.On()) || j.graph.Together(edge.From, param.Parent()) {
			continue // a round of this recursion, or of one that leads to it
		}
		if begin := edge.Arg(origin.ParamIndex(param)); begin == nil || !j.fromSize(begin, site, steps+1) {
			return false
		}
		known = true
	}
	return known
}

// fromSize reports whether a number is made of the length of something.
func (j *Judge) fromSize(v ssa.Value, site *Site, steps int) bool {
	if steps > mostExtentSteps {
		return false
	}
	switch v := v.(type) {
	case *ssa.Convert:
		return j.fromSize(v.X, site, steps+1)
	case *ssa.BinOp:
		_, constant := integer(v.Y)
		return constant && j.fromSize(v.X, site, steps+1)
	case *ssa.Call:
		return sizeOf(v) != nil
	case *ssa.Parameter:
		return j.beginsWithSize(v, site, steps)
	case *ssa.UnOp:
		field, ok := v.X.(*ssa.FieldAddr)
		if v.Op != token.MUL || !ok {
			return false
		}
		stores := j.graph.Origin.FieldStores(origin.FieldOf(field))
		return len(stores) > 0 && !slices.ContainsFunc(stores, func(store *ssa.Store) bool { return !j.fromSize(store.Val, site, steps+1) })
	}
	return false
}
