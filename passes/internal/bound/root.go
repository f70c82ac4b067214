package bound

import (
	"go/token"
	"go/types"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// rootGuard recognises a comparison that holds where the recursion begins only:
// a name or a node is the root that every step passes on, or has no parent yet.
func (j *Judge) rootGuard(cond ssa.Value, taken bool, edge *graph.Edge, site *Site) *verdict.Evidence {
	comparison, ok := cond.(*ssa.BinOp)
	if !ok || comparison.Op != token.EQL && comparison.Op != token.NEQ || (comparison.Op == token.EQL) != taken {
		return nil
	}
	for _, is := range readings(comparison) {
		moving := j.ownParameter(is.number)
		if moving == nil || !names(moving.Type()) || !j.graph.Together(moving.Parent(), site.On()) {
			continue
		}
		if origin.IsNil(is.limit) && !flow.IsError(is.limit.Type()) && j.leaves(moving, nil, site) ||
			j.ownParameter(is.limit) != nil && j.leaves(moving, j.ownParameter(is.limit), site) {
			return &verdict.Evidence{
				Verdict:  verdict.BoundedDepth,
				Pos:      comparison.Pos(),
				Text:     "this comparison holds on the first level of the recursion only",
				TopLevel: true,
			}
		}
	}
	return nil
}

// ownParameter returns the parameter that a value is, or nil.
func (j *Judge) ownParameter(v ssa.Value) *ssa.Parameter {
	path := j.graph.Origin.Path(v)
	param, ok := path.Root.(*ssa.Parameter)
	if !ok || len(path.Fields) > 0 || path.Element {
		return nil
	}
	return param
}

// names reports whether values of a type tell the steps of a recursion apart.
func names(typ types.Type) bool {
	switch typ := typ.Underlying().(type) {
	case *types.Pointer, *types.Interface:
		return true
	case *types.Basic:
		return typ.Kind() == types.String
	}
	return false
}

// leaves reports whether every step of the recursion passes on the root as it is
// and something else as the moving parameter or, where no parameter is the root,
// something that is not nil.
func (j *Judge) leaves(moving, root *ssa.Parameter, site *Site) bool {
	if root != nil && (root == moving || root.Parent() != moving.Parent()) {
		return false
	}
	found := false
	for _, edge := range j.graph.In[moving.Parent()] {
		if !j.reentry(edge, site) {
			continue
		}
		next := edge.Arg(origin.ParamIndex(moving))
		if next == nil {
			return false
		}
		given := j.ownParameter(next)
		if root == nil {
			if given == moving || !j.isThere(given, next) {
				return false
			}
		} else {
			kept := edge.Arg(origin.ParamIndex(root))
			if kept == nil || j.ownParameter(kept) != root || given != nil {
				return false
			}
		}
		found = true
	}
	return found
}

// isThere reports whether a value is never nil: it was made here, or is a
// parameter whose fields are used.
func (j *Judge) isThere(param *ssa.Parameter, value ssa.Value) bool {
	if param == nil {
		_, made := value.(*ssa.Alloc)
		return made
	}
	for _, block := range param.Parent().Blocks {
		for _, instr := range block.Instrs {
			if field, ok := instr.(*ssa.FieldAddr); ok && j.ownParameter(field.X) == param {
				return true
			}
		}
	}
	return false
}
