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
	if !j.measuresParts(comparison.X, site) && !j.measuresParts(comparison.Y, site) {
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
func (j *Judge) measuresParts(v ssa.Value, site *Site) bool {
	seen := make(map[ssa.Value]bool)
	level := []ssa.Value{v}
	for range mostNestedCosts + 1 {
		var next []ssa.Value
		for _, v := range level {
			sized := sizeOf(v)
			switch {
			case seen[v]:
			case sized == nil:
				next = append(next, j.operands(v)...)
			case j.isSplit(j.uncut(sized), site):
				return true
			}
			seen[v] = true
		}
		level = next
	}
	return false
}

// operands returns what a value is computed from.
func (j *Judge) operands(v ssa.Value) []ssa.Value {
	switch v := v.(type) {
	case *ssa.Call:
		return v.Call.Args
	case *ssa.BinOp:
		return []ssa.Value{v.X, v.Y}
	case *ssa.Convert:
		return []ssa.Value{v.X}
	case *ssa.UnOp:
		var found []ssa.Value
		for _, store := range j.graph.Origin.CellStores(v.X) {
			found = append(found, store.Val)
		}
		return found
	}
	return nil
}

// isSplit reports whether a path is that of a parameter, and every way back to its
// function hands on a part of what it was given.
func (j *Judge) isSplit(path origin.Path, site *Site) bool {
	param, ok := path.Root.(*ssa.Parameter)
	if !ok || len(path.Fields) > 0 || path.Element {
		return false
	}
	parts := j.passedBack(param, site)
	return len(parts) > 0 && !slices.ContainsFunc(parts, func(arg ssa.Value) bool {
		part, ok := arg.(*ssa.Slice)
		return !ok || part.Low == nil && part.High == nil || j.uncut(part.X).Root != path.Root
	})
}
