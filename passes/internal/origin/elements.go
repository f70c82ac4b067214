package origin

import (
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// elements follows what was put into a slice, array, map or channel, to
// whatever object it was put under the same variable or field.
func (s *search) elements(container ssa.Value, stored bool) {
	if s.elems == nil {
		s.indexElements()
	}
	// A literal slice is an array that is filled element by element.
	container = unslice(container)
	if key := (visit{container, stored, true, s.callee}); s.seen[key] || len(s.seen) > maxVisits {
		return
	} else {
		s.seen[key] = true
	}
	path := s.Path(container)
	values := s.elems[path.Key()]
	if field := loadedField(container); field != nil && any(field) != path.Key() {
		values = append(slices.Clip(values), s.elems[field]...) // put in under the field's name elsewhere
	}
	for _, value := range values {
		s.follow(value, true)
	}
	known := len(values) > 0
	if n := len(path.Fields); n == 0 {
		known = s.assembled(path.Root, stored) || known
	} else {
		for _, whole := range s.fields[path.Fields[n-1]] {
			s.elements(whole, true)
			known = true
		}
	}
	if !known {
		s.end(container)
	}
}

// assembled follows the elements of a container that was made of others, and
// reports whether it was.
func (s *search) assembled(container ssa.Value, stored bool) bool {
	switch v := container.(type) {
	case *ssa.Phi:
		for _, edge := range v.Edges {
			s.elements(edge, stored)
		}
	case *ssa.Call:
		if builtin, ok := v.Call.Value.(*ssa.Builtin); ok && builtin.Name() == "append" {
			for _, arg := range v.Call.Args {
				s.elements(arg, stored)
			}
			return true
		}
		return s.returnedElements(v, 0, stored)
	case *ssa.Extract:
		call, ok := v.Tuple.(*ssa.Call)
		return ok && s.returnedElements(call, v.Index, stored)
	case *ssa.Parameter:
		s.givenElements(v, stored)
	case *ssa.Alloc:
		stores := s.CellStores(v)
		for _, store := range stores {
			s.elements(store.Val, stored)
		}
		return len(stores) > 0
	case *ssa.Const, *ssa.MakeSlice, *ssa.MakeMap:
	default:
		return false
	}
	return true
}

// loadedField returns the field that a value was read from, or nil.
func loadedField(v ssa.Value) *types.Var {
	if load, ok := v.(*ssa.UnOp); ok && load.Op == token.MUL {
		if addr, ok := load.X.(*ssa.FieldAddr); ok {
			return FieldOf(addr)
		}
	}
	return nil
}

func (s *search) returnedElements(call *ssa.Call, index int, stored bool) bool {
	callees := s.methods(call)
	if callee := s.calls(call); callee != nil {
		callees = []*ssa.Function{callee}
	}
	for _, callee := range callees {
		for _, value := range Returned(callee, index) {
			s.elements(value, stored)
		}
	}
	return len(callees) > 0
}

// methods returns those of the package that an interface call runs, of what is
// known to be put into the interface.
func (s *search) methods(call *ssa.Call) []*ssa.Function {
	receiver := call.Call.Value
	if !call.Call.IsInvoke() || s.asked[receiver] {
		return nil
	}
	s.asked[receiver] = true
	defer delete(s.asked, receiver)
	var found []*ssa.Function
	for _, source := range s.Sources(receiver) {
		boxed, ok := source.(*ssa.MakeInterface)
		if !ok {
			continue
		}
		if fn := s.prog.Method(boxed.X.Type(), call.Call.Method.Pkg(), call.Call.Method.Name()); fn != nil && fn.Blocks != nil {
			found = append(found, fn)
		}
	}
	return found
}

// givenElements follows the elements of a parameter: to all callers if the
// container was stored. Where a function is called through a value, its
// callers are not known; but a function type of the package says what its
// values are for, and so do slices of it.
func (s *search) givenElements(param *ssa.Parameter, stored bool) {
	fn := param.Parent()
	if stored {
		at := ParamIndex(param)
		for _, call := range s.callers[fn] {
			if arg := Argument(call, at); arg != nil {
				s.elements(arg, true)
			}
		}
		if s.open(fn) {
			s.end(param)
		}
		return
	}
	name := s.elementType(param)
	if name == nil || !s.calledByValue(param) {
		s.end(param)
		return
	}
	for _, value := range s.named[name] {
		s.follow(value, true)
	}
	if object := fn.Object(); object != nil && object.Exported() {
		s.end(param)
	}
}

// calledByValue reports whether a parameter may come from a call of its
// function, or of one that hands it on, through a value.
func (r *Resolver) calledByValue(param *ssa.Parameter) bool {
	if known, ok := r.lost[param]; ok {
		return known
	}
	r.lost[param] = false // while its callers are asked
	fn := param.Parent()
	found := r.used[fn] || fn.Parent() != nil && len(r.callers[fn]) == 0
	at := ParamIndex(param)
	for _, call := range r.callers[fn] {
		arg := Argument(call, at)
		if found || arg == nil {
			break
		}
		path := r.Path(arg)
		if outer, ok := path.Root.(*ssa.Parameter); ok && len(path.Fields) == 0 {
			found = r.calledByValue(outer)
		}
	}
	r.lost[param] = found
	return found
}

// elementType returns the function type of the package that the elements of a
// slice have, or nil.
func (r *Resolver) elementType(slice ssa.Value) *types.TypeName {
	if typ, ok := slice.Type().Underlying().(*types.Slice); ok {
		return r.functionType(typ.Elem())
	}
	return nil
}

func (r *Resolver) functionType(typ types.Type) *types.TypeName {
	named, ok := types.Unalias(typ).(*types.Named)
	if !ok || named.Obj().Pkg() != r.prog.Pass.Pkg {
		return nil
	}
	if _, ok := named.Underlying().(*types.Signature); !ok {
		return nil
	}
	return named.Obj()
}

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
	r.named = make(map[*types.TypeName][]ssa.Value)
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
						if name := r.functionType(instr.Val.Type()); name != nil {
							r.named[name] = append(r.named[name], instr.Val)
						}
					} else if array, ok := unslice(instr.Val).(*ssa.Alloc); ok {
						alias(put, instr.Addr, array)
					} else if made, ok := instr.Val.(*ssa.MakeMap); ok {
						aliasMap(put, instr.Addr, made)
					}
				case *ssa.Select:
					for _, state := range instr.States {
						if state.Dir == types.SendOnly {
							put(state.Chan, state.Send)
						}
					}
				case *ssa.Call:
					if builtin, ok := instr.Call.Value.(*ssa.Builtin); ok && builtin.Name() == "append" && len(instr.Call.Args) == 2 {
						if array, ok := unslice(instr.Call.Args[1]).(*ssa.Alloc); ok {
							alias(put, instr.Call.Args[0], array)
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

// ElementBinding returns what the elements of a container may be.
func (r *Resolver) ElementBinding(container ssa.Value) *Binding {
	s := r.search()
	s.elements(container, false)
	return &Binding{s.found, *s.made}
}

// alias copies the elements of a literal array to the variable or slice
// that receives it.
func alias(put func(container, value ssa.Value), to ssa.Value, array *ssa.Alloc) {
	for _, value := range Literal(array) {
		put(to, value)
	}
}

// Literal returns the values that are stored in the elements of an array, as a
// literal or a call with any number of arguments makes one.
func Literal(array ssa.Value) []ssa.Value {
	var found []ssa.Value
	for _, use := range uses(array) {
		element, ok := use.(*ssa.IndexAddr)
		if !ok {
			continue
		}
		for _, use := range uses(element) {
			if store, ok := use.(*ssa.Store); ok {
				found = append(found, store.Val)
			}
		}
	}
	return found
}

// uses returns the instructions that use a value, none for one that SSA does
// not tell them of.
func uses(v ssa.Value) []ssa.Instruction {
	if found := v.Referrers(); found != nil {
		return *found
	}
	return nil
}
