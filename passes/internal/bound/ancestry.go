package bound

import (
	"go/token"
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// ancestryGuard recognises a depth that is read off the way to a node: the
// number of elements of a path, or of a list of ancestors, that every step of
// the recursion makes longer.
func (j *Judge) ancestryGuard(cond ssa.Value, taken bool, _ *graph.Edge, site *Site) *verdict.Evidence {
	comparison, ok := cond.(*ssa.BinOp)
	if !ok || !compares(comparison.Op) || site.Worklist {
		return nil
	}
	for _, is := range readings(comparison) {
		way := elementsOf(is.number)
		if way == nil || !is.below(taken) || is.trivial() || sizeOf(is.limit) != nil || isHuge(is.limit) {
			continue
		}
		param, ok := j.graph.Origin.Path(way).Root.(*ssa.Parameter)
		if ok && j.graph.Together(param.Parent(), site.On()) && j.grows(param, site) {
			return j.capsDepth(comparison, site)
		}
	}
	return nil
}

// elementsOf returns the path or list whose elements v counts, or nil.
func elementsOf(v ssa.Value) ssa.Value {
	call, ok := v.(*ssa.Call)
	if !ok {
		return nil
	}
	if calledName(call) == "strings.Count" {
		return call.Call.Args[0]
	}
	list := sizeOf(v)
	if split, ok := list.(*ssa.Call); ok {
		switch calledName(split) {
		case "strings.Split", "strings.Fields", "strings.FieldsFunc":
			return split.Call.Args[0]
		}
	}
	if list != nil {
		if _, slice := list.Type().Underlying().(*types.Slice); slice {
			return list
		}
	}
	return nil
}

// grows reports whether every way round the cycle passes on more than it was
// given in a parameter.
func (j *Judge) grows(param *ssa.Parameter, site *Site) bool {
	at, found := origin.ParamIndex(param), false
	for _, edge := range j.graph.In[param.Parent()] {
		if !j.reentry(edge, site) || edge.Kind == graph.Send {
			continue
		}
		arg := edge.Arg(at)
		if arg == nil {
			return false
		}
		for _, source := range j.graph.Origin.Sources(arg) {
			if !j.lengthens(source, param) {
				return false
			}
			found = true
		}
	}
	return found
}

// lengthens reports whether a value is a parameter with something at its end.
func (j *Judge) lengthens(v ssa.Value, param *ssa.Parameter) bool {
	starts := func(v ssa.Value) bool {
		path := j.graph.Origin.Path(v)
		return path.Root == ssa.Value(param) && len(path.Fields) == 0
	}
	switch v := v.(type) {
	case *ssa.BinOp:
		return v.Op == token.ADD && (starts(v.X) || j.lengthens(v.X, param))
	case *ssa.Call:
		if builtin, ok := v.Call.Value.(*ssa.Builtin); ok {
			return builtin.Name() == "append" && starts(v.Call.Args[0])
		}
		switch calledName(v) {
		case "path.Join", "path/filepath.Join":
			return slices.ContainsFunc(variadic(v), starts)
		}
	}
	return false
}

// variadic returns the values that a call passes as the rest of its arguments.
func variadic(call *ssa.Call) []ssa.Value {
	slice, ok := call.Call.Args[len(call.Call.Args)-1].(*ssa.Slice)
	if !ok {
		return nil
	}
	return origin.Literal(slice.X)
}
