package bound

import (
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"
)

// isData reports whether an integer parameter is the input itself, as in
// fib(n): no other parameter of the function carries any data, and no two
// others are the ends of a range.
func (j *Judge) isData(param *ssa.Parameter, site *Site) bool {
	if j.overRange(param) {
		return false
	}
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

// movesAlone reports whether an integer parameter is all that changes from one
// activation to the next: the others come back as they are, as a table of known
// results does, or change places, as the pegs of a tower of discs do.
func (j *Judge) movesAlone(param *ssa.Parameter, site *Site) bool {
	if j.flow.InLoop(site.Instr) {
		return false // over data that is kept elsewhere
	}
	return !slices.ContainsFunc(param.Parent().Params, func(other *ssa.Parameter) bool {
		if other == param || !carriesData(other.Type()) && !wholeNumber(other.Type()) {
			return false
		}
		return slices.ContainsFunc(j.passedBack(other, site), func(arg ssa.Value) bool {
			from := j.unchanged(arg)
			return from == nil || from.Parent() != other.Parent() || !types.Identical(from.Type(), other.Type())
		})
	})
}

// unchanged returns the parameter that v is, be it captured, or nil.
func (j *Judge) unchanged(v ssa.Value) *ssa.Parameter {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		cell, ok := j.graph.Origin.Cell(load.X).(*ssa.Alloc)
		if !ok {
			return nil
		}
		stores := j.graph.Origin.CellStores(cell)
		if len(stores) != 1 {
			return nil
		}
		v = stores[0].Val
	}
	param, _ := v.(*ssa.Parameter)
	return param
}

// overRange reports whether two other parameters than the given one are the
// ends of a range: the function takes their difference, or halves their sum.
func (j *Judge) overRange(param *ssa.Parameter) bool {
	known, ok := j.ranged[param]
	if !ok { // every condition of the function asks
		known = j.findRange(param)
		j.ranged[param] = known
	}
	return known
}

func (j *Judge) findRange(param *ssa.Parameter) bool {
	end := func(v ssa.Value) ssa.Value {
		path := j.graph.Origin.Path(v) // a captured one lives in memory
		if root, ok := path.Root.(*ssa.Parameter); ok && len(path.Fields) == 0 && !path.Element && root != param && wholeNumber(root.Type()) {
			return root
		}
		return nil
	}
	for _, block := range param.Parent().Blocks {
		for _, instr := range block.Instrs {
			op, ok := instr.(*ssa.BinOp)
			if !ok || op.Op != token.SUB && (op.Op != token.ADD || !isHalved(op)) {
				continue
			}
			if low, high := end(op.Y), end(op.X); low != nil && high != nil && low != high {
				return true
			}
		}
	}
	return false
}

func isHalved(sum *ssa.BinOp) bool {
	for _, use := range *sum.Referrers() {
		if op, ok := use.(*ssa.BinOp); ok && op.X == ssa.Value(sum) && (op.Op == token.QUO || op.Op == token.SHR) {
			return true
		}
	}
	return false
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
