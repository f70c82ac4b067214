package origin

import (
	"go/token"

	"golang.org/x/tools/go/ssa"
)

// ofOneVariable follows a field of the one struct that a package variable holds,
// as of a command of a program. What is put into the same field of another one
// is not among its values.
func (s *search) ofOneVariable(addr *ssa.FieldAddr, load ssa.Value) bool {
	if _, made := addr.X.(*ssa.Alloc); made {
		return false
	}
	object := s.object(addr)
	if object == nil {
		return false
	}
	field, found := FieldOf(addr), false
	for _, store := range s.stores[field] {
		if other := s.object(store.Addr.(*ssa.FieldAddr)); other == nil || other == object {
			s.follow(store.Val, true)
			found = true
		}
	}
	if !found || field.Exported() {
		s.end(load)
	}
	return true
}

// object returns the struct that an address is a field of, where it is known to
// be no other: one that was made on the spot, or the only one that a package
// variable ever holds.
func (r *Resolver) object(addr *ssa.FieldAddr) ssa.Value {
	switch base := addr.X.(type) {
	case *ssa.Alloc:
		return base
	case *ssa.Global:
		if len(r.globals[base]) == 0 {
			return base
		}
	case *ssa.UnOp:
		global, ok := base.X.(*ssa.Global)
		if !ok || base.Op != token.MUL || len(r.globals[global]) != 1 {
			return nil
		}
		if made, ok := r.globals[global][0].(*ssa.Alloc); ok {
			return made
		}
	}
	return nil
}
