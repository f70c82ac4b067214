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

// elements follows what was put into a slice, array, map or channel, to
// whatever object it was put under the same variable or field.
func (s *search) elements(container ssa.Value) {
	if s.elems == nil {
		s.indexElements()
	}
	// A literal slice is an array that is filled element by element.
	container = unslice(container)
	values := s.elems[s.Path(container).Key()]
	for _, value := range values {
		s.follow(value, true)
	}
	if len(values) == 0 {
		s.end(container)
	}
}

func (s *search) received(channel ssa.Value) { s.elements(channel) }

func unslice(v ssa.Value) ssa.Value {
	for {
		slice, ok := v.(*ssa.Slice)
		if !ok {
			return v
		}
		v = slice.X
	}
}

func (r *Resolver) indexElements() {
	r.elems = make(map[any][]ssa.Value)
	put := func(container, value ssa.Value) {
		container = unslice(container)
		key := r.Path(container).Key()
		r.elems[key] = append(r.elems[key], value)
		// A literal that is stored to a field is found by either.
		if addr, ok := container.(*ssa.FieldAddr); ok && key != any(FieldOf(addr)) {
			r.elems[FieldOf(addr)] = append(r.elems[FieldOf(addr)], value)
		}
	}
	for _, update := range r.maps {
		put(update.Map, update.Value)
	}
	for _, send := range r.sends {
		put(send.Chan, send.X)
	}
	for _, fn := range r.prog.Functions {
		for _, block := range fn.Blocks {
			for _, instr := range block.Instrs {
				switch instr := instr.(type) {
				case *ssa.Store:
					if element, ok := instr.Addr.(*ssa.IndexAddr); ok {
						put(element.X, instr.Val)
					} else if array, ok := unslice(instr.Val).(*ssa.Alloc); ok {
						r.alias(put, instr.Addr, array)
					} else if made, ok := instr.Val.(*ssa.MakeMap); ok {
						aliasMap(put, instr.Addr, made)
					}
				case *ssa.Call:
					if builtin, ok := instr.Call.Value.(*ssa.Builtin); ok && builtin.Name() == "append" && len(instr.Call.Args) == 2 {
						if array, ok := unslice(instr.Call.Args[1]).(*ssa.Alloc); ok {
							r.alias(put, instr.Call.Args[0], array)
						}
					}
				}
			}
		}
	}
}

// aliasMap copies the elements of a map literal to the variable that
// receives it.
func aliasMap(put func(container, value ssa.Value), to ssa.Value, made *ssa.MakeMap) {
	for _, use := range *made.Referrers() {
		if update, ok := use.(*ssa.MapUpdate); ok {
			put(to, update.Value)
		}
	}
}

// ElementSources returns the values that the elements of a container may be.
func (r *Resolver) ElementSources(container ssa.Value) []ssa.Value {
	s := &search{Resolver: r, seen: make(map[visit]bool), unique: make(map[ssa.Value]bool)}
	s.elements(container)
	return s.found
}

// alias copies the elements of a literal array to the variable or slice
// that receives it.
func (r *Resolver) alias(put func(container, value ssa.Value), to ssa.Value, array *ssa.Alloc) {
	if array.Referrers() == nil {
		return
	}
	for _, use := range *array.Referrers() {
		element, ok := use.(*ssa.IndexAddr)
		if !ok || element.Referrers() == nil {
			continue
		}
		for _, use := range *element.Referrers() {
			if store, ok := use.(*ssa.Store); ok {
				put(to, store.Val)
			}
		}
	}
}
