package bound

import (
	"go/types"
	"slices"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/graph"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/origin"
	"golang.org/x/tools/go/ssa"
)

// A Scope says how many instances of an object one recursion meets.
type Scope int

// The scopes.
const (
	Shared        Scope = iota // one instance for the whole recursion
	PerActivation              // every activation makes its own
	Varying                    // every node of the data has its own
)

// scope decides whether the object at path is one instance for the whole
// recursion that site belongs to.
func (j *Judge) scope(path origin.Path, site *Site) Scope {
	s := scoping{judge: j, site: site, seen: make(map[ssa.Value]int)}
	return s.of(path)
}

type scoping struct {
	judge *Judge
	site  *Site
	seen  map[ssa.Value]int
}

func (s *scoping) of(path origin.Path) Scope {
	if path.Element {
		return s.varying(path)
	}
	switch root := path.Root.(type) {
	case *ssa.Global:
		return Shared
	case *ssa.Const:
		return Varying // the first value of a variable that was made somewhere
	case *ssa.Parameter:
		return s.parameter(root, path)
	case ssa.Instruction:
		if received(root) {
			return s.varying(path)
		}
		if s.perActivation(root) && !s.fromContext(root) {
			return PerActivation
		}
		return Shared
	}
	return Shared
}

// fromContext reports whether a value, or what a function of the package returns
// as one, is looked up in a context, and is handed down with it.
func (s *scoping) fromContext(root ssa.Instruction) bool {
	value, ok := root.(ssa.Value)
	if !ok {
		return false
	}
	sources := s.judge.graph.Origin.Sources(value)
	for _, source := range sources {
		looked, ok := source.(*ssa.Call)
		if !ok || methodName(looked) != "(context.Context).Value" {
			return false
		}
	}
	return len(sources) > 0
}

// perActivation reports whether every activation executes the instruction: its
// function is on the cycle, or a literal inside a function that is, or a helper
// that starts the goroutine.
func (s *scoping) perActivation(instr ssa.Instruction) bool {
	if s.site.Worklist {
		return s.perItem(instr)
	}
	for fn := instr.Parent(); fn != nil; fn = fn.Parent() {
		if s.helper(fn) != nil {
			return true
		}
		if s.judge.graph.Together(fn, s.site.On()) && s.judge.graph.Recursive(fn) {
			return true
		}
	}
	return false
}

// storesAnew reports whether every activation executes a store: it is in a
// function of the cycle, or in one that the cycle calls for a new object.
func (s *scoping) storesAnew(store *ssa.Store) bool {
	if s.perActivation(store) {
		return true
	}
	object, ok := s.judge.graph.Origin.Path(store.Addr).Root.(*ssa.Alloc)
	return ok && object.Parent() == store.Parent() && slices.ContainsFunc(s.judge.graph.In[store.Parent()], func(edge *graph.Edge) bool {
		return edge.Kind == graph.Call && s.judge.graph.Together(edge.From, s.site.On())
	})
}

// helper returns the call that leads to fn on the way from the cycle to the
// spawn, or nil if fn is not between the two.
func (s *scoping) helper(fn *ssa.Function) *graph.Edge {
	for _, call := range s.site.Via {
		if call.To == fn {
			return call
		}
	}
	return nil
}

// parameter follows a parameter of a function on the cycle through the
// edges of the cycle: passed on unchanged, it is one instance.
func (s *scoping) parameter(param *ssa.Parameter, path origin.Path) Scope {
	fn := param.Parent()
	g := s.judge.graph
	if call := s.helper(fn); call != nil {
		outer := s.judge.seenFrom(path, call)
		if outer.Root == param {
			return Shared
		}
		return s.of(outer)
	}
	if !g.Together(fn, s.site.On()) || s.seen[param] > 3 {
		return Shared
	}
	s.seen[param]++
	at := origin.ParamIndex(param)
	for _, edge := range g.In[fn] {
		if !g.Together(edge.From, fn) || edge.Kind == graph.Send {
			continue // an item comes back to the same activation
		}
		value := edge.Arg(at)
		if value == nil {
			if !edge.Direct && len(path.Fields) > 0 {
				return s.varying(path) // whatever a callback is called with
			}
			continue
		}
		arg := g.Origin.Extend(value, path.Fields, false)
		switch {
		case arg.Root == param && arg.Equal(path):
			continue
		case arg.Root == param || arg.Element:
			if scope := s.varying(path); scope != Shared {
				return scope
			}
		case madeElsewhere(arg.Root):
			return s.of(arg)
		default:
			if scope := s.of(arg); scope != Shared && s.varying(path) != Shared {
				return scope
			}
		}
	}
	return Shared
}

// madeElsewhere reports whether a value is what a function of another package
// returns, such as the clone of a message: all that hangs on it is new as well.
func madeElsewhere(v ssa.Value) bool {
	call, ok := v.(*ssa.Call)
	if !ok {
		return false
	}
	callee := call.Call.StaticCallee()
	return callee != nil && callee.Blocks == nil && callee.Pkg != call.Parent().Pkg
}

// varying decides about an object that hangs on a changing base, such as
// node.tree.limit while node changes. It is shared all the same when the
// recursion copies the reference from object to object, or reaches it
// through an object of its own and makes no new one.
func (s *scoping) varying(path origin.Path) Scope {
	for i, field := range path.Fields {
		if !reference(field.Type()) {
			continue
		}
		made, copied := s.stores(field)
		last := i == len(path.Fields)-1
		if !made && (copied || !last) {
			return Shared
		}
	}
	return Varying
}

func reference(typ types.Type) bool {
	switch typ.Underlying().(type) {
	case *types.Pointer, *types.Chan, *types.Interface, *types.Map, *types.Signature:
		return true
	}
	return false
}

// stores says what is stored to a field: whether the recursion makes a new
// object for it, and whether some store copies the field of another object.
func (s *scoping) stores(field *types.Var) (made, copied bool) {
	for _, store := range s.judge.graph.Origin.FieldStores(field) {
		value := s.judge.graph.Origin.Path(store.Val)
		if len(value.Fields) > 0 && value.Key() == any(field) {
			copied = true
			continue
		}
		_, fresh := value.Root.(ssa.Instruction)
		if fresh && len(value.Fields) == 0 && !value.Element && s.storesAnew(store) {
			made = true
		}
	}
	return made, copied
}
