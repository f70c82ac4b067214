package origin

import (
	"go/token"
	"go/types"

	"golang.org/x/tools/go/ssa"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
)

// A Path names an object by how it is reached: a root and the fields
// selected from it. Dereferences are not counted.
type Path struct {
	Root    ssa.Value
	Fields  []*types.Var
	Element bool // reached through an element of a slice, array or map
}

// Key identifies the object for matching one use with another: the last
// field, or the root. Two objects of one field share a key on purpose;
// whether they are one instance is a question of scope.
func (p Path) Key() any {
	if n := len(p.Fields); n > 0 {
		return p.Fields[n-1]
	}
	return p.Root
}

// Equal reports whether two paths are the same.
func (p Path) Equal(q Path) bool {
	if p.Root != q.Root || p.Element != q.Element || len(p.Fields) != len(q.Fields) {
		return false
	}
	for i := range p.Fields {
		if p.Fields[i] != q.Fields[i] {
			return false
		}
	}
	return true
}

// Name is how a reader of the source would call the object.
func (p Path) Name() string {
	if n := len(p.Fields); n > 0 {
		return p.Fields[n-1].Name()
	}
	switch root := p.Root.(type) {
	case *ssa.Global, *ssa.Parameter, *Outside:
		return root.Name()
	case *ssa.Alloc:
		if !synthetic[root.Comment] {
			return root.Comment
		}
	case *ssa.FreeVar:
		return root.Name()
	}
	return VariableName(p.Root)
}

// synthetic are the comments that package ssa gives to unnamed memory.
var synthetic = map[string]bool{"new": true, "complit": true, "varargs": true, "slicelit": true, "makeslice": true}

// VariableName returns the name of the variable that holds v, or "".
func VariableName(v ssa.Value) string {
	if v == nil || v.Referrers() == nil {
		return ""
	}
	for _, use := range *v.Referrers() {
		if store, ok := use.(*ssa.Store); ok && store.Val == v {
			switch addr := store.Addr.(type) {
			case *ssa.Alloc:
				return addr.Comment
			case *ssa.Global:
				return addr.Name()
			case *ssa.FreeVar:
				return addr.Name()
			case *ssa.FieldAddr:
				if field := FieldOf(addr); field != nil {
					return field.Name()
				}
			}
		}
	}
	return ""
}

// Path normalises a value or an address.
func (r *Resolver) Path(v ssa.Value) Path { return r.path(v, nil, false, 0) }

// Extend returns the path of a field chain selected from v.
func (r *Resolver) Extend(v ssa.Value, fields []*types.Var, element bool) Path {
	return r.path(v, fields, element, 0)
}

// maxPath bounds the steps of one normalisation.
const maxPath = 64

func (r *Resolver) path(v ssa.Value, fields []*types.Var, element bool, depth int) Path {
	for ; depth < maxPath; depth++ {
		switch x := v.(type) {
		case *ssa.FieldAddr:
			fields = prepend(FieldOf(x), fields)
			v = x.X
		case *ssa.Field:
			fields = prepend(structField(x.X.Type(), x.Field), fields)
			v = x.X
		case *ssa.UnOp:
			if x.Op != token.MUL {
				return Path{v, fields, element}
			}
			if inner, ok := r.stored(x.X); ok {
				v = inner
				continue
			}
			v = x.X
		case *ssa.FreeVar:
			cell := r.Cell(x)
			if cell == v {
				return Path{v, fields, element}
			}
			v = cell
		case *ssa.ChangeType:
			v = x.X
		case *ssa.ChangeInterface:
			v = x.X
		case *ssa.MakeInterface:
			v = x.X
		case *ssa.TypeAssert:
			v = x.X
		case *ssa.IndexAddr:
			v, element = x.X, true
		case *ssa.Index:
			v, element = x.X, true
		case *ssa.Lookup:
			v, element = x.X, true
		case *ssa.Slice:
			v = x.X
		case *ssa.Extract:
			next, nested, ok := r.extracted(x)
			if !ok {
				return Path{next, fields, element}
			}
			v, element = next, element || nested
		case *ssa.Phi:
			same, ok := r.merge(x, fields, element, depth)
			if !ok {
				return Path{v, fields, element}
			}
			return same
		case *ssa.Call:
			if base := derivedFrom(&x.Call); base != nil && len(fields) == 0 {
				v = base
				continue
			}
			inner, ok := r.getter(x, depth)
			if !ok {
				return Path{v, fields, element}
			}
			return r.path(inner.Root, append(append([]*types.Var(nil), inner.Fields...), fields...), element || inner.Element, depth+1)
		case *ssa.Alloc:
			if inner, rest, ok := r.initialised(x, fields); ok {
				v, fields = inner, rest
			} else if made, ok := r.channel(x, fields); ok {
				v = made
			} else {
				return Path{v, fields, element}
			}
		case *ssa.Parameter:
			arg := r.soleArgument(x)
			if arg == nil {
				return Path{v, fields, element}
			}
			v = arg
		default:
			return Path{v, fields, element}
		}
	}
	return Path{v, fields, element}
}

func prepend(field *types.Var, fields []*types.Var) []*types.Var {
	return append([]*types.Var{field}, fields...)
}

// stored returns the one value that a loaded local variable holds.
func (r *Resolver) stored(addr ssa.Value) (ssa.Value, bool) {
	cell, ok := r.Cell(addr).(*ssa.Alloc)
	if !ok {
		return nil, false
	}
	stores := r.CellStores(cell)
	if len(stores) != 1 {
		return nil, false
	}
	return stores[0].Val, true
}

// initialised follows a field of a local struct to what was stored there
// when the struct was made, so that a copy that carries the same semaphore
// is seen to do so.
func (r *Resolver) initialised(alloc *ssa.Alloc, fields []*types.Var) (ssa.Value, []*types.Var, bool) {
	if len(fields) == 0 || alloc.Referrers() == nil {
		return nil, nil, false
	}
	var stored, copied []ssa.Value
	for _, use := range *alloc.Referrers() {
		switch use := use.(type) {
		case *ssa.Store:
			if use.Addr == alloc {
				copied = append(copied, use.Val)
			}
		case *ssa.FieldAddr:
			if FieldOf(use) != fields[0] {
				continue
			}
			for _, use := range *use.Referrers() {
				if store, ok := use.(*ssa.Store); ok {
					stored = append(stored, store.Val)
				}
			}
		}
	}
	switch {
	case len(stored) == 1:
		return stored[0], fields[1:], true
	case len(stored) == 0 && len(copied) == 1:
		if _, zero := copied[0].(*ssa.Const); zero {
			return nil, nil, false // the variable itself is where the field lives
		}
		return copied[0], fields, true
	}
	return nil, nil, false
}

// channel returns the one channel that a variable holds, so that a pointer to
// the variable stands for it.
func (r *Resolver) channel(variable *ssa.Alloc, fields []*types.Var) (ssa.Value, bool) {
	if _, ok := variable.Type().Underlying().(*types.Pointer).Elem().Underlying().(*types.Chan); !ok || len(fields) > 0 {
		return nil, false
	}
	return r.stored(variable)
}

func (r *Resolver) extracted(x *ssa.Extract) (next ssa.Value, element, ok bool) {
	switch tuple := x.Tuple.(type) {
	case *ssa.TypeAssert:
		return tuple.X, false, true
	case *ssa.Lookup:
		return tuple.X, true, true
	case *ssa.Next:
		if iterator, isRange := tuple.Iter.(*ssa.Range); isRange {
			return iterator.X, true, true
		}
	case *ssa.Call:
		return tuple, false, false
	}
	return x, false, false
}

// merge follows a phi whose inputs, nil apart, are one object.
func (r *Resolver) merge(phi *ssa.Phi, fields []*types.Var, element bool, depth int) (Path, bool) {
	var same *Path
	for _, edge := range phi.Edges {
		if IsNil(edge) || edge == phi {
			continue
		}
		path := r.path(edge, fields, element, depth+maxPath/4)
		if same != nil && !same.Equal(path) {
			return Path{}, false
		}
		same = &path
	}
	if same == nil {
		return Path{}, false
	}
	return *same, true
}

// getter follows a call to a function of the package that only hands out
// something which exists already. What it hands out can be its own result.
func (r *Resolver) getter(call *ssa.Call, depth int) (Path, bool) {
	callee := call.Call.StaticCallee()
	if callee == nil {
		return Path{}, false
	}
	callee = r.prog.Canonical(callee)
	// One that unlocks in a deferred call has a block for when it panics, too.
	if n := len(callee.Blocks); n != 1 && (n != 2 || callee.Recover != callee.Blocks[1]) {
		return Path{}, false
	}
	ret, ok := flow.Last(callee.Blocks[0]).(*ssa.Return)
	if !ok || len(ret.Results) != 1 {
		return Path{}, false
	}
	path := r.path(ret.Results[0], nil, false, depth+maxPath/4)
	switch root := path.Root.(type) {
	case *ssa.Global:
		return path, true
	case *ssa.Parameter:
		if at := ParamIndex(root); root.Parent() == callee && at < len(call.Call.Args) {
			return r.path(call.Call.Args[at], path.Fields, path.Element, depth+maxPath/4), true
		}
	}
	return Path{}, false
}

// soleArgument follows a parameter of a literal that is called at one
// place, such as go func(n *sync.WaitGroup) { … }(&wg).
func (r *Resolver) soleArgument(param *ssa.Parameter) ssa.Value {
	fn := param.Parent()
	if fn.Parent() == nil || r.used[fn] {
		return nil
	}
	calls := r.callers[fn]
	if len(calls) != 1 || len(r.prog.Closures[fn]) > 1 {
		return nil
	}
	for _, closure := range r.prog.Closures[fn] {
		if closure.Referrers() == nil || len(*closure.Referrers()) != 1 {
			return nil
		}
	}
	return Argument(calls[0], ParamIndex(param))
}
