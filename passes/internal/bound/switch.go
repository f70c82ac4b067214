package bound

import (
	"cmp"
	"fmt"
	"go/types"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/verdict"
	"golang.org/x/tools/go/ssa"
)

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
// switched off, in a value that it makes to go on with: nothing else is ever
// stored to it in the recursion.
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
		if addr, ok := store.Addr.(*ssa.FieldAddr); !ok || !isMade(addr.X) {
			return nil
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

// isMade reports whether a struct is a local variable or was made on the spot.
func isMade(addr ssa.Value) bool {
	_, made := addr.(*ssa.Alloc)
	return made
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
