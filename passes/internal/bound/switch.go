package bound

import (
	"cmp"
	"fmt"
	"go/token"
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/program"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

// switchGuard recognises a parallel flag: a boolean without which nothing is
// spawned, and which every way round the cycle through the spawn has switched
// off. It is a parameter, or a field of what the recursion goes on with.
func (j *Judge) switchGuard(cond ssa.Value, taken bool, edge *graph.Edge, site *Site) *verdict.Evidence {
	if found := j.fieldSwitch(cond, taken, site); found != nil {
		return found
	}
	param := j.boolParameter(cond)
	if param == nil || !j.graph.Together(param.Parent(), site.On()) {
		return nil
	}
	off, ok := j.switchedOff(param, taken, site)
	if !ok || len(off) == 0 || !j.cutsOff(site, func(edge *graph.Edge) bool { return off[edge] }) {
		return nil
	}
	return &verdict.Evidence{
		Verdict:  verdict.BoundedDepth,
		Text:     fmt.Sprintf("%s is switched off in the recursion, so only the top level starts goroutines", param.Name()),
		TopLevel: true,
	}
}

// switchedOff returns the edges of the cycle that pass a flag on as off, be it
// through other functions' flags. It reports failure where one may pass it on
// as on.
func (j *Judge) switchedOff(flag *ssa.Parameter, taken bool, site *Site) (map[*graph.Edge]bool, bool) {
	off := make(map[*graph.Edge]bool)
	seen := map[*ssa.Parameter]bool{flag: true}
	pending := []*ssa.Parameter{flag}
	for len(pending) > 0 {
		param := pending[0]
		pending = pending[1:]
		at := origin.ParamIndex(param)
		for _, in := range j.graph.In[param.Parent()] {
			if !j.reentry(in, site) {
				continue
			}
			arg := in.Arg(at)
			if isOff(arg, taken) {
				off[in] = true
				continue
			}
			if arg == nil {
				return nil, false
			}
			outer := j.boolParameter(arg)
			if outer == nil {
				return nil, false
			}
			if !seen[outer] {
				seen[outer] = true
				pending = append(pending, outer)
			}
		}
	}
	return off, true
}

// isOff reports whether v is the constant with which a flag starts nothing.
func isOff(v ssa.Value, taken bool) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.Value != nil && (c.Value.String() == "true") != taken
}

// fieldSwitch recognises a flag in a field that every way round the cycle has
// switched off, or never switched on, in a value that it makes to go on with:
// nothing else is ever stored to it in the recursion.
func (j *Judge) fieldSwitch(cond ssa.Value, taken bool, site *Site) *verdict.Evidence {
	path := j.graph.Origin.Path(cond)
	if len(path.Fields) == 0 {
		return nil
	}
	flag := path.Fields[len(path.Fields)-1]
	if basic, ok := flag.Type().Underlying().(*types.Basic); !ok || basic.Info()&types.IsBoolean == 0 {
		return nil
	}
	off, ok := j.storedOff(flag, taken, site)
	if !ok || !j.carriedOn(path.Root, site) {
		return nil
	}
	var first ssa.Instruction
	cut := func(edge *graph.Edge) bool {
		for _, at := range off[edge.From] {
			if flow.Dominates(at, edge.Instr) {
				first = cmp.Or(first, at)
				return true
			}
		}
		if taken && j.goesOnWithNew(edge, flag) {
			first = cmp.Or(first, edge.Instr)
			return true
		}
		return false
	}
	if !j.cutsOff(site, cut) || first == nil {
		return nil
	}
	return &verdict.Evidence{
		Verdict:  verdict.BoundedDepth,
		Pos:      first.Pos(),
		Text:     fmt.Sprintf("%s is switched off here in the recursion, so only the top level starts goroutines", flag.Name()),
		TopLevel: true,
	}
}

// storedOff returns where the functions of the cycle switch a field off, in a
// value of their own or by a constructor, and reports failure where they may
// switch it on.
func (j *Judge) storedOff(flag *types.Var, taken bool, site *Site) (map[*ssa.Function][]ssa.Instruction, bool) {
	off := make(map[*ssa.Function][]ssa.Instruction)
	for _, store := range j.graph.Origin.FieldStores(flag) {
		if j.graph.Together(store.Parent(), site.On()) {
			addr, ok := store.Addr.(*ssa.FieldAddr)
			if !ok || !isOff(store.Val, taken) {
				return nil, false
			}
			if !isMade(addr.X) {
				continue // off for good, but perhaps not on every way
			}
			off[store.Parent()] = append(off[store.Parent()], store)
			continue
		}
		param, given := store.Val.(*ssa.Parameter)
		for _, call := range j.graph.In[store.Parent()] {
			if !j.graph.Together(call.From, site.On()) {
				continue
			}
			if given && !isOff(call.Arg(origin.ParamIndex(param)), taken) || !given && !isOff(store.Val, taken) {
				return nil, false
			}
			if object, ok := j.graph.Origin.Path(store.Addr).Root.(*ssa.Parameter); ok && !isMade(call.Arg(origin.ParamIndex(object))) {
				return nil, false
			}
			off[call.From] = append(off[call.From], call.Instr)
		}
	}
	return off, true
}

// goesOnWithNew reports whether an edge hands on a new struct whose flag has its
// zero value: what switches it on has been looked for before.
func (j *Judge) goesOnWithNew(edge *graph.Edge, flag *types.Var) bool {
	return slices.ContainsFunc(edge.Args(), func(arg ssa.Value) bool {
		return arg != nil && hasField(arg.Type(), flag) && j.isNew(arg, make(map[ssa.Value]bool))
	})
}

func hasField(typ types.Type, field *types.Var) bool {
	strct, ok := program.Deref(typ).Underlying().(*types.Struct)
	return ok && slices.ContainsFunc(slices.Collect(strct.Fields()), func(one *types.Var) bool { return one.Origin() == field })
}

// isNew reports whether v is a struct that was made on the spot, by a literal
// or by a constructor of the package, and is no copy of another one that is not.
// What is seen already is decided by the other ways to it.
func (j *Judge) isNew(v ssa.Value, seen map[ssa.Value]bool) bool {
	if seen[v] {
		return true
	}
	seen[v] = true
	switch v := v.(type) {
	case *ssa.Alloc:
		return !slices.ContainsFunc(*v.Referrers(), func(instr ssa.Instruction) bool {
			store, ok := instr.(*ssa.Store)
			return ok && store.Addr == ssa.Value(v) && !j.isNew(store.Val, seen)
		})
	case *ssa.UnOp:
		return v.Op == token.MUL && j.isNew(v.X, seen)
	case *ssa.Call:
		callee := v.Call.StaticCallee()
		if callee == nil {
			return false
		}
		results := origin.Returned(j.graph.Prog.Canonical(callee), 0)
		return len(results) > 0 && !slices.ContainsFunc(results, func(result ssa.Value) bool {
			return !isMade(result) || !j.isNew(result, seen) || isHandedOn(result)
		})
	}
	return false
}

// isHandedOn reports whether a function is called with v, which may set it up.
func isHandedOn(v ssa.Value) bool {
	return slices.ContainsFunc(*v.Referrers(), func(instr ssa.Instruction) bool {
		_, called := instr.(ssa.CallInstruction)
		return called
	})
}

// isMade reports whether a struct is a local variable or was made on the spot.
func isMade(addr ssa.Value) bool {
	_, made := addr.(*ssa.Alloc)
	return made
}

// carriedOn reports whether the recursion goes on with an object or with what
// it makes of it, and not with the next node of the data.
func (j *Judge) carriedOn(object ssa.Value, site *Site) bool {
	for i := len(site.Via) - 1; i >= 0; i-- {
		if param, ok := object.(*ssa.Parameter); ok && param.Parent() == site.Via[i].To {
			object = j.graph.Origin.Path(site.Via[i].Arg(origin.ParamIndex(param))).Root
		}
	}
	first, ok := object.(*ssa.Parameter)
	if !ok {
		return true
	}
	seen := map[*ssa.Parameter]bool{first: true}
	for pending := []*ssa.Parameter{first}; len(pending) > 0; pending = pending[1:] {
		param := pending[0]
		for _, arg := range j.passedBack(param, site) {
			if arg == nil {
				continue
			}
			path := j.graph.Origin.Path(arg)
			outer, ok := path.Root.(*ssa.Parameter)
			if path.Element || ok && len(path.Fields) > 0 && types.Identical(outer.Type(), param.Type()) {
				return false
			}
			if ok && !seen[outer] {
				seen[outer] = true
				pending = append(pending, outer)
			}
		}
	}
	return true
}

func (j *Judge) boolParameter(v ssa.Value) *ssa.Parameter {
	param := j.ownParameter(v)
	if param == nil {
		return nil
	}
	if basic, ok := param.Type().Underlying().(*types.Basic); !ok || basic.Info()&types.IsBoolean == 0 {
		return nil
	}
	return param
}
