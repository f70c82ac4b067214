package bound

import (
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// costGuard recognises divide and conquer that goes on as long as it pays: what
// functions make of the size of the input is compared, and every way round the
// cycle hands on a part of that input.
func (j *Judge) costGuard(cond ssa.Value, _ bool, _ *graph.Edge, site *Site) *verdict.Evidence {
	comparison, ok := cond.(*ssa.BinOp)
	if !ok || !compares(comparison.Op) || site.Leaf && j.perElement(site) {
		return nil
	}
	for _, side := range []ssa.Value{comparison.X, comparison.Y} {
		if _, computed := side.(*ssa.Call); !computed || sizeOf(side) != nil {
			return nil
		}
	}
	if !j.measuresParts(comparison.X, site, 0) && !j.measuresParts(comparison.Y, site, 0) {
		return nil
	}
	return &verdict.Evidence{
		Verdict: verdict.BoundedCutoff,
		Pos:     comparison.Pos(),
		Text:    "it is split only as long as the costs that are compared here say so",
	}
}

// mostNestedCosts is how many calls and operations deep a size is looked for.
const mostNestedCosts = 6

// measuresParts reports whether v is computed from the size of an input that the
// recursion splits.
func (j *Judge) measuresParts(v ssa.Value, site *Site, depth int) bool {
	if depth > mostNestedCosts {
		return false
	}
	if sized := sizeOf(v); sized != nil {
		path := j.graph.Origin.Path(sized)
		if cell, ok := path.Root.(*ssa.Alloc); ok {
			path.Root = j.cutFrom(cell)
		}
		param, ok := path.Root.(*ssa.Parameter)
		return ok && len(path.Fields) == 0 && !path.Element && j.isSplit(param, site)
	}
	var operands []ssa.Value
	switch v := v.(type) {
	case *ssa.Call:
		operands = v.Call.Args
	case *ssa.BinOp:
		operands = []ssa.Value{v.X, v.Y}
	case *ssa.Convert:
		operands = []ssa.Value{v.X}
	case *ssa.UnOp:
		for _, store := range j.graph.Origin.CellStores(v.X) {
			operands = append(operands, store.Val)
		}
	}
	return slices.ContainsFunc(operands, func(operand ssa.Value) bool { return j.measuresParts(operand, site, depth+1) })
}

// isSplit reports whether every way back to a function hands on a part of what it
// was given.
func (j *Judge) isSplit(param *ssa.Parameter, site *Site) bool {
	parts := 0
	for _, edge := range j.graph.In[param.Parent()] {
		if !j.reentry(edge, site) {
			continue
		}
		part, ok := edge.Arg(origin.ParamIndex(param)).(*ssa.Slice)
		if !ok || part.Low == nil && part.High == nil {
			return false
		}
		path := j.graph.Origin.Path(part.X)
		if cell, ok := path.Root.(*ssa.Alloc); ok {
			path.Root = j.cutFrom(cell)
		}
		if path.Root != ssa.Value(param) {
			return false
		}
		parts++
	}
	return parts > 0
}
