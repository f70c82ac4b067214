package bound

import (
	"go/token"
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// mostContextSteps is how many values are looked at between the use of a context
// or of a number and the parameter that it comes from.
const mostContextSteps = 16

// contextGuard recognises a comparison of a depth that is handed down in a
// context: it is looked up there, and every way round the cycle puts a greater or
// a smaller one in its place.
func (j *Judge) contextGuard(cond ssa.Value, _ bool, _ *graph.Edge, site *Site) *verdict.Evidence {
	comparison, ok := cond.(*ssa.BinOp)
	if !ok || !compares(comparison.Op) || site.Worklist || !slices.ContainsFunc(site.Cycle, takesContext) {
		return nil
	}
	for _, is := range readings(comparison) {
		number, ok := j.lookedUp(is.number, 0)
		if !ok || !wholeNumber(is.number.Type()) || sizeOf(is.limit) != nil || isHuge(is.limit) {
			continue
		}
		d := descent{judge: j, site: site, key: number.key, visiting: make(map[*ssa.Parameter]bool)}
		start, _, ok := d.context(number.from, comparison, 0)
		if ok && start != nil && d.moves(start, start, false) && d.closed && !(d.up && d.down) {
			return j.capsDepth(comparison, site)
		}
	}
	return nil
}

// A lookup is a number that a context was asked for, and what was added since.
type lookup struct {
	from  ssa.Value // the context
	key   any
	delta int64
}

// lookedUp reads v as a number that comes out of a context. A constant is what is
// taken where there is none.
func (j *Judge) lookedUp(v ssa.Value, steps int) (lookup, bool) {
	if steps > mostContextSteps {
		return lookup{}, false
	}
	switch v := v.(type) {
	case *ssa.Convert:
		return j.lookedUp(v.X, steps+1)
	case *ssa.TypeAssert:
		return j.lookedUp(v.X, steps+1)
	case *ssa.Extract:
		if v.Index == 0 {
			return j.lookedUp(v.Tuple, steps+1)
		}
	case *ssa.BinOp:
		n, constant := integer(v.Y)
		found, ok := j.lookedUp(v.X, steps+1)
		if v.Op == token.SUB {
			n = -n
		}
		found.delta += n
		return found, ok && constant && (v.Op == token.ADD || v.Op == token.SUB)
	case *ssa.Phi:
		return j.agreed(v.Edges, steps)
	case *ssa.UnOp:
		if cell, ok := j.graph.Origin.Cell(v.X).(*ssa.Alloc); ok && v.Op == token.MUL {
			var stored []ssa.Value
			for _, store := range j.graph.Origin.CellStores(cell) {
				stored = append(stored, store.Val)
			}
			return j.agreed(stored, steps)
		}
	case *ssa.Call:
		if methodName(v) == "(context.Context).Value" {
			key := contextKey(origin.Argument(v, 1))
			return lookup{from: v.Call.Value, key: key}, key != nil
		}
		var returned []ssa.Value
		for _, ret := range j.returns(v) {
			returned = append(returned, ret.Results[0])
		}
		found, ok := j.agreed(returned, steps)
		found.from = given(found.from, v)
		return found, ok && found.from != nil
	}
	return lookup{}, false
}

// agreed returns what all of some values are that are no constants.
func (j *Judge) agreed(values []ssa.Value, steps int) (lookup, bool) {
	var same *lookup
	for _, v := range values {
		if _, constant := v.(*ssa.Const); constant {
			continue
		}
		found, ok := j.lookedUp(v, steps+2)
		if !ok || same != nil && *same != found {
			return lookup{}, false
		}
		same = &found
	}
	if same == nil {
		return lookup{}, false
	}
	return *same, true
}

// returns returns where a function of the package that is called returns something.
func (j *Judge) returns(call *ssa.Call) []*ssa.Return {
	callee := call.Call.StaticCallee()
	if callee == nil {
		return nil
	}
	var found []*ssa.Return
	for _, block := range j.graph.Prog.Canonical(callee).Blocks {
		if ret, ok := flow.Last(block).(*ssa.Return); ok && len(ret.Results) > 0 {
			found = append(found, ret)
		}
	}
	return found
}

// given returns what a call hands in as what is a parameter of its callee.
func given(v ssa.Value, call *ssa.Call) ssa.Value {
	if param, ok := v.(*ssa.Parameter); ok && param.Parent() != call.Parent() {
		return origin.Argument(call, origin.ParamIndex(param))
	}
	return nil
}

// contextKey returns what tells a key of a context from others: the type of one
// without contents, the variable that holds it, or its type and value.
func contextKey(v ssa.Value) any {
	boxed, ok := v.(*ssa.MakeInterface)
	if !ok {
		return variableKey(v)
	}
	if strct, ok := boxed.X.Type().Underlying().(*types.Struct); ok && strct.NumFields() == 0 {
		return types.TypeString(boxed.X.Type(), nil)
	}
	if constant, ok := boxed.X.(*ssa.Const); ok && constant.Value != nil {
		return types.TypeString(boxed.X.Type(), nil) + " " + constant.Value.ExactString()
	}
	return variableKey(boxed.X)
}

func variableKey(v ssa.Value) any {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		if global, ok := load.X.(*ssa.Global); ok {
			return global
		}
	}
	return nil
}

// A descent follows a context over the edges of a cycle.
type descent struct {
	judge    *Judge
	site     *Site
	key      any
	visiting map[*ssa.Parameter]bool
	closed   bool // some way round was found
	up, down bool // where the numbers lead
}

// moves follows a parameter backwards over the edges of the cycle until it comes
// back to the start, with another number than it had.
func (d *descent) moves(param, start *ssa.Parameter, moved bool) bool {
	g := d.judge.graph
	d.visiting[param] = true
	defer delete(d.visiting, param)
	for _, edge := range g.In[param.Parent()] {
		if !g.Together(edge.From, d.site.On()) || !d.judge.inRecursion(edge.To, d.site) || edge.Kind == graph.Send {
			continue
		}
		from, here, ok := d.context(edge.Arg(origin.ParamIndex(param)), edge.Instr, 0)
		switch {
		case !ok || from == nil:
			return false
		case from == start:
			if !moved && !here {
				return false
			}
			d.closed = true
		case d.visiting[from]:
			if !here {
				return false
			}
		case !d.moves(from, start, moved || here):
			return false
		}
	}
	return true
}

// context returns the parameter that a context was made of, and whether the
// number in it was moved since.
func (d *descent) context(v ssa.Value, at ssa.Instruction, steps int) (from *ssa.Parameter, moved, ok bool) {
	if steps > mostContextSteps {
		return nil, false, false
	}
	switch v := v.(type) {
	case *ssa.Parameter:
		return v, false, true
	case *ssa.ChangeInterface:
		return d.context(v.X, at, steps+1)
	case *ssa.Extract:
		return d.context(v.Tuple, at, steps+1)
	case *ssa.UnOp:
		if cell, ok := d.judge.graph.Origin.Cell(v.X).(*ssa.Alloc); ok && v.Op == token.MUL {
			return d.variable(cell, at, steps)
		}
	case *ssa.Call:
		return d.made(v, at, steps)
	}
	return nil, false, false
}

// made reads a context that a call makes of another one. What any but
// context.WithValue make of one has its values.
func (d *descent) made(call *ssa.Call, at ssa.Instruction, steps int) (from *ssa.Parameter, moved, ok bool) {
	if calledName(call) == "context.WithValue" {
		from, moved, ok = d.context(call.Call.Args[0], at, steps+1)
		if contextKey(call.Call.Args[1]) != d.key {
			return from, moved, ok
		}
		number, known := d.judge.lookedUp(origin.Unboxed(call.Call.Args[2]), 0)
		if !known || number.key != d.key || number.delta == 0 {
			return nil, false, false
		}
		d.up, d.down = d.up || number.delta > 0, d.down || number.delta < 0
		return from, true, ok
	}
	if returns := d.judge.returns(call); len(returns) == 1 {
		if inner, here, ok := d.context(returns[0].Results[0], returns[0], steps+2); ok && inner != nil {
			from, moved, ok = d.context(given(inner, call), at, steps+2)
			return from, moved || here, ok
		}
	}
	for _, arg := range call.Call.Args {
		if isContext(arg.Type()) {
			return d.context(arg, at, steps+1)
		}
	}
	return nil, false, false
}

// variable reads a context that a variable holds where an instruction is reached:
// what is stored last, and in any case, is what counts.
func (d *descent) variable(cell *ssa.Alloc, at ssa.Instruction, steps int) (from *ssa.Parameter, moved, ok bool) {
	for at != nil && at.Parent() != cell.Parent() {
		at = d.judge.madeAt(at.Parent())
	}
	if at == nil {
		return nil, false, false
	}
	var last *ssa.Store
	for _, store := range d.judge.graph.Origin.CellStores(cell) {
		switch {
		case store.Parent() != cell.Parent():
			return nil, false, false
		case flow.Dominates(store, at):
			if last == nil || flow.Dominates(last, store) {
				last = store
			}
		case d.judge.flow.Follows(store, at):
			return nil, false, false
		}
	}
	if last == nil {
		return nil, false, false
	}
	return d.context(last.Val, last, steps+1)
}

// madeAt returns where the only literal of a function is made, or nil.
func (j *Judge) madeAt(fn *ssa.Function) ssa.Instruction {
	if made := j.graph.Prog.Closures[fn]; len(made) == 1 {
		return made[0]
	}
	return nil
}

func takesContext(edge *graph.Edge) bool {
	return slices.ContainsFunc(edge.To.Params, func(param *ssa.Parameter) bool { return isContext(param.Type()) })
}

func isContext(typ types.Type) bool {
	named, ok := types.Unalias(typ).(*types.Named)
	return ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "context" && named.Obj().Name() == "Context"
}
