package bound

import (
	"cmp"
	"fmt"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// guarded looks for conditions that cap the recursion: a depth, a size
// below which the work is sequential, a flag, a counter. It counts when no
// way round the cycle avoids them all.
func (j *Judge) guarded(site *Site) *verdict.Evidence {
	var first, doubt *verdict.Evidence
	cut := func(edge *graph.Edge) bool {
		found := j.edgeGuard(edge, site)
		if found == nil || !found.Counts {
			doubt = cmp.Or(doubt, found)
			return false
		}
		first = cmp.Or(first, found)
		return true
	}
	if site.Leaf {
		// What guards the leaf itself guards it in every activation.
		for _, edge := range append(slices.Clip(site.Edges), site.Via...) {
			if cut(edge) {
				return first
			}
		}
	}
	if j.cutsOff(site, cut) {
		return first
	}
	return doubt
}

// edgeGuard returns what caps the number of times an edge is taken or, if
// there is nothing else, what seems to and does not count.
func (j *Judge) edgeGuard(edge *graph.Edge, site *Site) *verdict.Evidence {
	if found := j.once(edge, site); found != nil {
		return found
	}
	var doubt *verdict.Evidence
	for _, condition := range flow.Conditions(edge.Instr.Block()) {
		value, taken := condition.Value, condition.Taken
		for {
			not, ok := value.(*ssa.UnOp)
			if !ok || not.Op != token.NOT {
				break
			}
			value, taken = not.X, !taken
		}
		for _, rule := range []func(ssa.Value, bool, *graph.Edge, *Site) *verdict.Evidence{
			j.depthGuard, j.cutoffGuard, j.switchGuard, j.flagGuard, j.counterGuard,
		} {
			found := rule(value, taken, edge, site)
			if found == nil {
				continue
			}
			if found.Verdict == "" {
				doubt = cmp.Or(doubt, found)
				continue
			}
			if found.Pos == token.NoPos {
				found.Pos = edge.Instr.Pos()
			}
			found.Counts = true
			return found
		}
	}
	return doubt
}

// once recognises a function handed to the Do of a shared sync.Once.
func (j *Judge) once(edge *graph.Edge, site *Site) *verdict.Evidence {
	call, ok := edge.Instr.(ssa.CallInstruction)
	if !ok || edge.Direct || calledName(call) != "(*sync.Once).Do" {
		return nil
	}
	path := j.graph.Origin.Path(call.Common().Args[0])
	if j.scope(path, site) != Shared {
		return nil
	}
	return &verdict.Evidence{
		Verdict: verdict.BoundedOnce,
		Pos:     call.Pos(),
		Text:    fmt.Sprintf("%s runs it once for the whole recursion", nameOf(path, "a shared sync.Once")),
		Counts:  true,
	}
}

func calledName(call ssa.CallInstruction) string {
	if callee := call.Common().StaticCallee(); callee != nil {
		if object, ok := callee.Object().(*types.Func); ok {
			return object.Origin().FullName()
		}
	}
	return ""
}

// depthGuard recognises a comparison of something that every way round the
// cycle moves: a depth, a budget.
func (j *Judge) depthGuard(cond ssa.Value, taken bool, edge *graph.Edge, site *Site) *verdict.Evidence {
	comparison, ok := cond.(*ssa.BinOp)
	if !ok || !compares(comparison.Op) {
		return nil
	}
	for _, sides := range [2][2]ssa.Value{{comparison.X, comparison.Y}, {comparison.Y, comparison.X}} {
		m, ok := j.measureOf(sides[0])
		if !ok || !wholeNumber(sides[0].Type()) || sizeOf(sides[1]) != nil || isHuge(sides[1]) {
			continue
		}
		if m.param != nil && (!j.graph.Together(m.param.Parent(), site.On()) || j.isData(m.param, site)) {
			continue
		}
		if m.field != nil && j.scope(j.graph.Origin.Path(sides[0]), site) == Shared {
			continue // one object's field is a counter
		}
		if j.progresses(m, sides[1], site) {
			if j.Strict && j.overData(site) {
				return &verdict.Evidence{
					Pos:  comparison.Pos(),
					Text: "this comparison caps the depth, but not how many goroutines each level of it starts",
				}
			}
			return &verdict.Evidence{
				Verdict: verdict.BoundedDepth,
				Pos:     comparison.Pos(),
				Text:    "this comparison caps the depth, which every step of the recursion moves",
			}
		}
	}
	return nil
}

func compares(op token.Token) bool {
	switch op {
	case token.EQL, token.NEQ, token.LSS, token.LEQ, token.GTR, token.GEQ:
		return true
	}
	return false
}

func wholeNumber(typ types.Type) bool {
	basic, ok := typ.Underlying().(*types.Basic)
	return ok && basic.Info()&types.IsInteger != 0
}

// isData reports whether an integer parameter is the input itself, as in
// fib(n): no other parameter of the function carries any data.
func (j *Judge) isData(param *ssa.Parameter, site *Site) bool {
	for _, other := range param.Parent().Params {
		if other != param && carriesData(other.Type()) {
			return false
		}
	}
	// A literal that is the recursion captures its data.
	for _, free := range param.Parent().FreeVars {
		if pointer, ok := free.Type().(*types.Pointer); ok && carriesData(pointer.Elem()) {
			return false
		}
	}
	return true
}

func carriesData(typ types.Type) bool {
	if named, ok := typ.(*types.Named); ok && named.Obj().Pkg() != nil && named.Obj().Pkg().Path() == "context" {
		return false
	}
	switch under := typ.Underlying().(type) {
	case *types.Chan, *types.Signature:
		return false
	case *types.Basic:
		return under.Kind() == types.String
	case *types.Pointer:
		name := types.TypeString(under.Elem(), nil)
		return !strings.HasPrefix(name, "sync.") && !strings.HasPrefix(name, "golang.org/x/sync/") && !isBasic(under.Elem())
	}
	return true
}

func isBasic(typ types.Type) bool {
	_, ok := typ.Underlying().(*types.Basic)
	return ok
}

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
	if !large || !compares(op) || !j.isThreshold(threshold) || !j.isSize(size, site) {
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

func (j *Judge) isThreshold(v ssa.Value) bool {
	if n, ok := integer(v); ok {
		return n >= leastCutoff && n < 1<<40
	}
	path := j.graph.Origin.Path(v)
	if n := len(path.Fields); n > 0 && j.countedField(path.Fields[n-1]) {
		return false // a position in the data
	}
	switch path.Root.(type) {
	case *ssa.Global:
		return true
	case *ssa.Parameter:
		return sizeOf(v) == nil && wholeNumber(v.Type())
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

// switchGuard recognises a parallel flag: a boolean parameter without which
// nothing is spawned, and which the recursion passes on switched off.
func (j *Judge) switchGuard(cond ssa.Value, taken bool, edge *graph.Edge, site *Site) *verdict.Evidence {
	if found := j.fieldSwitch(cond, taken, site); found != nil {
		return found
	}
	param := j.boolParameter(cond)
	if param == nil || !j.graph.Together(param.Parent(), site.On()) {
		return nil
	}
	off := false
	at := origin.ParamIndex(param)
	for _, in := range j.graph.In[param.Parent()] {
		if !j.reentry(in, site) {
			continue
		}
		args := in.Args()
		if at >= len(args) {
			return nil
		}
		if c, ok := args[at].(*ssa.Const); ok && c.Value != nil && (c.Value.String() == "true") != taken {
			off = true
		} else if j.boolParameter(args[at]) != param {
			return nil
		} else if in.Kind == graph.Spawn || in.From != param.Parent() {
			return nil
		}
	}
	if !off {
		return nil
	}
	return &verdict.Evidence{
		Verdict: verdict.BoundedDepth,
		Text:    fmt.Sprintf("%s is switched off in the recursion, so only the top level starts goroutines", param.Name()),
	}
}

// fieldSwitch recognises a flag in a field that every way round the cycle has
// switched off: nothing else is ever stored to it in the recursion.
func (j *Judge) fieldSwitch(cond ssa.Value, taken bool, site *Site) *verdict.Evidence {
	path := j.graph.Origin.Path(cond)
	if len(path.Fields) == 0 {
		return nil
	}
	flag := path.Fields[len(path.Fields)-1]
	if basic, ok := flag.Type().Underlying().(*types.Basic); !ok || basic.Info()&types.IsBoolean == 0 {
		return nil
	}
	off := make(map[*ssa.Function][]*ssa.Store)
	for _, store := range j.graph.Origin.FieldStores(flag) {
		if !j.graph.Together(store.Parent(), site.On()) {
			continue
		}
		if c, ok := store.Val.(*ssa.Const); !ok || c.Value == nil || (c.Value.String() == "true") == taken {
			return nil
		}
		off[store.Parent()] = append(off[store.Parent()], store)
	}
	if len(off) == 0 {
		return nil
	}
	var first *ssa.Store
	cut := func(edge *graph.Edge) bool {
		for _, store := range off[edge.From] {
			if flow.Dominates(store, edge.Instr) {
				first = cmp.Or(first, store)
				return true
			}
		}
		return false
	}
	if !j.cutsOff(site, cut) || first == nil {
		return nil
	}
	return &verdict.Evidence{
		Verdict: verdict.BoundedDepth,
		Pos:     first.Pos(),
		Text:    fmt.Sprintf("%s is switched off here in the recursion, so only the top level starts goroutines", flag.Name()),
	}
}

func (j *Judge) boolParameter(v ssa.Value) *ssa.Parameter {
	path := j.graph.Origin.Path(v)
	param, ok := path.Root.(*ssa.Parameter)
	if !ok || len(path.Fields) > 0 || path.Element {
		return nil
	}
	if basic, ok := param.Type().Underlying().(*types.Basic); !ok || basic.Info()&types.IsBoolean == 0 {
		return nil
	}
	return param
}
