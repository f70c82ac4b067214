package bound

import (
	"go/constant"
	"go/token"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// An outcome is what a condition says of the result of a call: that a boolean
// is true or false, that an error is there or nil.
type outcome struct {
	call   *ssa.Call
	result int  // which of the results
	is     bool // true, or an error
}

// outcomeOf reads a condition as the outcome of a call.
func outcomeOf(value ssa.Value, taken bool) (outcome, bool) {
	if comparison, ok := value.(*ssa.BinOp); ok {
		if !origin.IsNil(comparison.Y) || comparison.Op != token.EQL && comparison.Op != token.NEQ || !flow.IsError(comparison.X.Type()) {
			return outcome{}, false
		}
		value, taken = comparison.X, taken == (comparison.Op == token.NEQ)
	}
	switch value := value.(type) {
	case *ssa.Call:
		return outcome{value, 0, taken}, true
	case *ssa.Extract:
		call, ok := value.Tuple.(*ssa.Call)
		return outcome{call, value.Index, taken}, ok
	}
	return outcome{}, false
}

// helperGuard recognises a depth that a helper of the package looks at: what it
// returns says that the comparison came out well.
func (j *Judge) helperGuard(cond ssa.Value, taken bool, edge *graph.Edge, site *Site) *verdict.Evidence {
	result, ok := outcomeOf(cond, taken)
	if !ok || site.Worklist {
		return nil
	}
	for _, condition := range j.implied(result) {
		value, taken := condition.Affirmed()
		if comparison, ok := value.(*ssa.BinOp); ok && compares(comparison.Op) {
			if found := j.depthComparison(comparison, taken, result.call, site); found != nil {
				return found
			}
		}
	}
	return nil
}

// implied returns the conditions that held in a helper of the package if its
// result is what the outcome says: on each way out that may return that.
func (j *Judge) implied(result outcome) []flow.Condition {
	callee := result.call.Call.StaticCallee()
	if callee == nil {
		return nil
	}
	var common []flow.Condition
	first := true
	callee = j.graph.Prog.Canonical(callee)
	for _, block := range callee.Blocks {
		ret, ok := flow.Last(block).(*ssa.Return)
		if !ok || result.result >= len(ret.Results) || block == callee.Recover {
			continue
		}
		returned := setLast(ret.Results[result.result], block)
		if is, known := decided(returned); known && is != result.is {
			continue
		}
		conditions := flow.Conditions(block)
		if comparison, ok := returned.(*ssa.BinOp); ok {
			conditions = append(conditions, flow.Condition{Value: comparison, Taken: result.is})
		}
		if first {
			common, first = conditions, false
			continue
		}
		common = slices.DeleteFunc(common, func(c flow.Condition) bool { return !slices.Contains(conditions, c) })
	}
	return common
}

// setLast returns what a block has stored last to the variable that v is read
// from, or v: deferred calls can see the results that a function returns.
func setLast(v ssa.Value, block *ssa.BasicBlock) ssa.Value {
	load, ok := v.(*ssa.UnOp)
	if !ok || load.Op != token.MUL {
		return v
	}
	for _, instr := range slices.Backward(block.Instrs) {
		if store, ok := instr.(*ssa.Store); ok && store.Addr == load.X {
			return store.Val
		}
	}
	return v
}

// decided returns what a result is where that can be seen: a boolean constant,
// nil, or an error that is made or kept for that purpose.
func decided(v ssa.Value) (is, known bool) {
	switch v := v.(type) {
	case *ssa.Const:
		if v.IsNil() {
			return false, true
		}
		if v.Value != nil && v.Value.Kind() == constant.Bool {
			return constant.BoolVal(v.Value), true
		}
	case *ssa.MakeInterface:
		return true, true
	case *ssa.UnOp:
		_, global := v.X.(*ssa.Global)
		return true, global && flow.IsError(v.Type())
	case *ssa.Call:
		switch calledName(v) {
		case "errors.New", "fmt.Errorf":
			return true, true
		}
	}
	return false, false
}
