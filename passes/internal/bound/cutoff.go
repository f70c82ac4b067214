package bound

import (
	"go/token"
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/program"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// leastCutoff is the size from which a threshold is a cutoff. Below it, it
// is a base case.
const leastCutoff = 16

// cutoffGuard recognises the size test of divide and conquer: the spawn
// stands on the side of the large inputs.
func (j *Judge) cutoffGuard(cond ssa.Value, taken bool, edge *graph.Edge, site *Site) *verdict.Evidence {
	comparison, ok := cond.(*ssa.BinOp)
	if !ok {
		return nil
	}
	is := readings(comparison)[0]
	if _, ok := is.number.(*ssa.Const); ok || sizeOf(is.number) == nil && sizeOf(is.limit) != nil {
		is = readings(comparison)[1]
	}
	large := (is.op == token.GTR || is.op == token.GEQ) == taken && is.op != token.EQL && is.op != token.NEQ
	if !large || !compares(is.op) || !j.isThreshold(is.limit, site) || !j.isSize(is.number, site) {
		return nil
	}
	return &verdict.Evidence{
		Verdict: verdict.BoundedCutoff,
		Pos:     comparison.Pos(),
		Text:    "below this size the work is sequential",
	}
}

func (j *Judge) isThreshold(v ssa.Value, site *Site) bool {
	if n, ok := integer(v); ok {
		return isCutoff(n)
	}
	if product, ok := v.(*ssa.BinOp); ok && product.Op == token.MUL {
		x, constX := integer(product.X)
		y, constY := integer(product.Y)
		return constX && constY && x*y >= leastCutoff && x < 1<<20 && y < 1<<20
	}
	if sum, ok := v.(*ssa.BinOp); ok && sum.Op == token.ADD {
		_, variable := j.graph.Origin.Path(sum.X).Root.(*ssa.Global)
		_, constant := sum.Y.(*ssa.Const)
		return variable && constant && j.isThreshold(sum.X, site)
	}
	path := j.graph.Origin.Path(v)
	if len(path.Fields) > 0 && j.isCounted(path.Key()) {
		return false // a position in the data
	}
	switch root := path.Root.(type) {
	case *ssa.Global:
		return len(path.Fields) > 0 || !j.staysSmall(root)
	case *ssa.Parameter:
		return sizeOf(v) == nil && wholeNumber(v.Type()) && j.scope(path, site) == Shared
	case *ssa.Const:
		n, ok := integer(root) // of a variable that is never set again
		return ok && isCutoff(n)
	case ssa.Instruction:
		return sizeOf(v) == nil && wholeNumber(v.Type()) && j.scope(path, site) == Shared && !j.isSmall(root, v)
	}
	return false
}

func isCutoff(n int64) bool { return n >= leastCutoff && n < 1<<40 }

// isSmall reports whether a local variable only ever holds numbers that are too
// small for a threshold, or just the size of some data.
func (j *Judge) isSmall(root ssa.Instruction, v ssa.Value) bool {
	values := []ssa.Value{v}
	if variable, ok := root.(*ssa.Alloc); ok {
		values = nil
		for _, store := range j.graph.Origin.CellStores(variable) {
			values = append(values, store.Val)
		}
	}
	return !slices.ContainsFunc(values, func(value ssa.Value) bool {
		n, constant := integer(value)
		_, counted := value.(*ssa.Call)
		return n >= leastCutoff || !constant && !(counted && sizeOf(value) != nil)
	})
}

// staysSmall reports whether a variable only ever holds numbers that are too
// small for a threshold.
func (j *Judge) staysSmall(variable *ssa.Global) bool {
	values := j.graph.Origin.GlobalSources(variable)
	for _, value := range values {
		if n, ok := integer(value); !ok || n >= leastCutoff {
			return false
		}
	}
	return len(values) > 0
}

// isSize reports whether v measures the input of the recursion: the length
// of a parameter, a difference of two, an integer parameter that is
// compared with a constant, or the sum of two such sizes.
func (j *Judge) isSize(v ssa.Value, site *Site) bool {
	if sized := sizeOf(v); sized != nil {
		path := j.uncut(sized)
		param, ok := path.Root.(*ssa.Parameter)
		return ok && j.graph.Together(param.Parent(), site.On()) && !holdsNodes(path) && !j.takenApart(param, path, site)
	}
	if op, ok := v.(*ssa.BinOp); ok && op.Op == token.MUL {
		return j.isSize(op.X, site) && j.isSize(op.Y, site) // an area
	}
	if op, ok := v.(*ssa.BinOp); ok && (op.Op == token.SUB || op.Op == token.ADD) {
		_, constant := op.Y.(*ssa.Const)
		inner, ok := op.X.(*ssa.BinOp)
		switch {
		case !constant:
			return op.Op == token.SUB || j.isSize(op.X, site) && j.isSize(op.Y, site)
		case ok:
			return j.isSize(inner, site) // of a range that includes its ends
		}
	}
	if m, ok := j.measureOf(v); ok && m.param != nil && wholeNumber(v.Type()) {
		return j.graph.Together(m.param.Parent(), site.On())
	}
	return false
}

// uncut returns the path of a value, from the parameter on that a part of it is
// kept in a variable of.
func (j *Judge) uncut(v ssa.Value) origin.Path {
	path := j.graph.Origin.Path(v)
	if cell, ok := path.Root.(*ssa.Alloc); ok {
		path.Root = j.cutFrom(cell)
	}
	return path
}

// cutFrom returns the parameter that a variable holds, or a part of it, or else
// the variable.
func (j *Judge) cutFrom(cell *ssa.Alloc) ssa.Value {
	var given ssa.Value
	for _, store := range j.graph.Origin.CellStores(cell) {
		value := store.Val
		if slice, ok := value.(*ssa.Slice); ok {
			if load, ok := slice.X.(*ssa.UnOp); ok && load.Op == token.MUL && j.graph.Origin.Cell(load.X) == ssa.Value(cell) {
				continue
			}
		}
		if _, ok := value.(*ssa.Parameter); !ok || given != nil {
			return cell
		}
		given = value
	}
	if given == nil {
		return cell
	}
	return given
}

// holdsNodes reports whether a path leads to what a node of the data has of its
// own kind: how many children it has is not how much is below it.
func holdsNodes(path origin.Path) bool {
	if len(path.Fields) == 0 {
		return false
	}
	field := path.Fields[len(path.Fields)-1]
	container, ok := field.Type().Underlying().(interface{ Elem() types.Type })
	if !ok {
		return false
	}
	node, ok := program.Deref(container.Elem()).Underlying().(*types.Struct)
	if !ok {
		return false
	}
	for member := range node.Fields() {
		if member.Origin() == field {
			return true
		}
	}
	return false
}

// takenApart reports whether the recursion goes on with what an element of a
// parameter holds, and not with a part of the parameter.
func (j *Judge) takenApart(param *ssa.Parameter, sized origin.Path, site *Site) bool {
	if len(sized.Fields) > 0 || sized.Element {
		return false
	}
	for _, arg := range j.passedBack(param, site) {
		if arg == nil {
			continue
		}
		if path := j.graph.Origin.Path(arg); path.Root == sized.Root && path.Element && holdsNodes(path) {
			return true
		}
	}
	return false
}

// sizeOf returns what v is the length of, possibly with a constant added.
func sizeOf(v ssa.Value) ssa.Value {
	switch v := v.(type) {
	case *ssa.Call:
		if builtin, ok := v.Call.Value.(*ssa.Builtin); ok && (builtin.Name() == "len" || builtin.Name() == "cap") {
			return v.Call.Args[0]
		}
	case *ssa.BinOp:
		if _, ok := v.Y.(*ssa.Const); ok {
			return sizeOf(v.X)
		}
	case *ssa.Convert:
		return sizeOf(v.X)
	}
	return nil
}
