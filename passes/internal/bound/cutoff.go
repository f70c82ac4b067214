package bound

import (
	"go/token"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
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
	op, size, threshold := comparison.Op, comparison.X, comparison.Y
	if _, ok := size.(*ssa.Const); ok {
		op, size, threshold = mirrored(op), threshold, size
	} else if sizeOf(size) == nil && sizeOf(threshold) != nil {
		op, size, threshold = mirrored(op), threshold, size
	}
	large := (op == token.GTR || op == token.GEQ) == taken && op != token.EQL && op != token.NEQ
	if !large || !compares(op) || !j.isThreshold(threshold, site) || !j.isSize(size, site) {
		return nil
	}
	return &verdict.Evidence{
		Verdict: verdict.BoundedCutoff,
		Pos:     comparison.Pos(),
		Text:    "below this size the work is sequential",
	}
}

func mirrored(op token.Token) token.Token {
	switch op {
	case token.LSS:
		return token.GTR
	case token.LEQ:
		return token.GEQ
	case token.GTR:
		return token.LSS
	case token.GEQ:
		return token.LEQ
	}
	return op
}

func (j *Judge) isThreshold(v ssa.Value, site *Site) bool {
	if n, ok := integer(v); ok {
		return n >= leastCutoff && n < 1<<40
	}
	if product, ok := v.(*ssa.BinOp); ok && product.Op == token.MUL {
		x, constX := integer(product.X)
		y, constY := integer(product.Y)
		return constX && constY && x*y >= leastCutoff && x < 1<<20 && y < 1<<20
	}
	path := j.graph.Origin.Path(v)
	if len(path.Fields) > 0 && j.isCounted(path) {
		return false // a position in the data
	}
	switch path.Root.(type) {
	case *ssa.Global:
		return true
	case *ssa.Parameter:
		return sizeOf(v) == nil && wholeNumber(v.Type()) && j.scope(path, site) == Shared
	}
	return false
}

// isSize reports whether v measures the input of the recursion: the length
// of a parameter, a difference of two, or an integer parameter that is
// compared with a constant.
func (j *Judge) isSize(v ssa.Value, site *Site) bool {
	if sized := sizeOf(v); sized != nil {
		path := j.graph.Origin.Path(sized)
		param, ok := path.Root.(*ssa.Parameter)
		return ok && j.graph.Together(param.Parent(), site.On())
	}
	if op, ok := v.(*ssa.BinOp); ok && op.Op == token.SUB {
		_, constant := op.Y.(*ssa.Const)
		return !constant
	}
	if m, ok := j.measureOf(v); ok && m.param != nil && wholeNumber(v.Type()) {
		return j.graph.Together(m.param.Parent(), site.On())
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

func isHuge(v ssa.Value) bool {
	n, ok := integer(v)
	return ok && n >= huge
}
