package origin

import (
	"golang.org/x/tools/go/ssa"
)

// bindings returns what a captured variable is bound to where its literal
// is made.
func (r *Resolver) bindings(v *ssa.FreeVar) []ssa.Value {
	at := -1
	for i, free := range v.Parent().FreeVars {
		if free == v {
			at = i
		}
	}
	var found []ssa.Value
	for _, closure := range r.prog.Closures[v.Parent()] {
		if at >= 0 && at < len(closure.Bindings) {
			found = append(found, closure.Bindings[at])
		}
	}
	return found
}

// Cell returns the variable behind a captured one: the Alloc of the
// function that declares it. Other values are returned as they are.
func (r *Resolver) Cell(v ssa.Value) ssa.Value {
	for {
		free, ok := v.(*ssa.FreeVar)
		if !ok {
			return v
		}
		bound := r.bindings(free)
		if len(bound) != 1 {
			return v
		}
		v = bound[0]
	}
}

// CellStores returns the stores to a local variable, from the function
// that declares it and from every literal that captures it.
func (r *Resolver) CellStores(addr ssa.Value) []*ssa.Store {
	var found []*ssa.Store
	r.cellUses(r.Cell(addr), func(use ssa.Instruction, addr ssa.Value) {
		if store, ok := use.(*ssa.Store); ok && store.Addr == addr {
			found = append(found, store)
		}
	})
	return found
}

// cellUses visits the instructions that refer to a variable, with the
// value by which each refers to it.
func (r *Resolver) cellUses(cell ssa.Value, visit func(ssa.Instruction, ssa.Value)) {
	referrers := cell.Referrers()
	if referrers == nil {
		return
	}
	for _, use := range *referrers {
		visit(use, cell)
		closure, ok := use.(*ssa.MakeClosure)
		if !ok {
			continue
		}
		literal := closure.Fn.(*ssa.Function)
		for i, binding := range closure.Bindings {
			if binding == cell && i < len(literal.FreeVars) {
				r.cellUses(literal.FreeVars[i], visit)
			}
		}
	}
}
