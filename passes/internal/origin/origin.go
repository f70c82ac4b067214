// Package origin says where a value comes from, within one package.
//
// It answers two questions. Which functions, or which concrete types, may
// this value be? ([Resolver.Sources]). And which object is this semaphore,
// wait group or channel, so that two uses can be recognised as one
// instance? ([Resolver.Path]).
//
// Values are followed backwards through variables, captured variables,
// fields, elements, results and channels. Fields and elements are merged
// over all objects; local variables are not. A parameter is followed to
// its callers only once the value has been stored, because a stored value
// has lost its caller anyway: that keeps the callers of a helper apart.
package origin

import (
	"go/token"
	"go/types"

	"github.com/fanoutcheck/fanoutcheck/passes/internal/flow"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/program"
	"github.com/fanoutcheck/fanoutcheck/passes/internal/summary"
	"golang.org/x/tools/go/ssa"
)

// A Resolver follows values in one package.
type Resolver struct {
	prog    *program.Program
	flow    *flow.Graph
	fields  map[*types.Var][]ssa.Value
	globals map[*ssa.Global][]ssa.Value
	stores  map[*types.Var][]*ssa.Store
	maps    []*ssa.MapUpdate
	sends   []*ssa.Send
	callers map[*ssa.Function][]ssa.CallInstruction
	used    map[*ssa.Function]bool // used as a value, so with unknown callers
	memo    map[ssa.Value]*Binding
	elems   map[any][]ssa.Value
	named   map[*types.TypeName][]ssa.Value // elements, by their function type
	lost    map[*ssa.Parameter]bool

	captured map[capture]*Binding
	outside  map[string]ssa.Value
	asked    map[ssa.Value]bool // whose methods are looked for, see [search.methods]
}

// Sources returns the values that v may be: functions, closures, boxed
// concrete values, parameters that nothing is known about, and whatever
// else could not be followed further.
func (r *Resolver) Sources(v ssa.Value) []ssa.Value { return r.Binding(v).Sources }

// Binding returns the same with those literals among them that were made elsewhere.
func (r *Resolver) Binding(v ssa.Value) *Binding {
	if found := r.memo[v]; found != nil {
		return found
	}
	s := r.search()
	s.follow(v, false)
	found := &Binding{s.found, *s.made}
	r.memo[v] = found
	return found
}

func (r *Resolver) search() *search {
	return &search{
		Resolver: r,
		seen:     make(map[visit]bool),
		unique:   make(map[ssa.Value]bool),
		returned: make(map[result][]ssa.Value),
		made:     new([]Made),
	}
}

// A search is one backwards traversal.
type search struct {
	*Resolver
	seen     map[visit]bool
	unique   map[ssa.Value]bool
	found    []ssa.Value
	callee   *ssa.Function // whose results are followed, if any are
	returned map[result][]ssa.Value
	made     *[]Made
}

// inner returns a search that is part of this one and keeps what it finds to
// itself.
func (s *search) inner(callee *ssa.Function) *search {
	return &search{Resolver: s.Resolver, seen: s.seen, unique: make(map[ssa.Value]bool), callee: callee, returned: s.returned, made: s.made}
}

type visit struct {
	value    ssa.Value
	stored   bool
	elements bool          // of the elements of a container
	result   *ssa.Function // that returns the value, if one does
}

// A result is one result of a function.
type result struct {
	fn     *ssa.Function
	index  int
	stored bool
}

// maxVisits bounds one search; what lies beyond it is unknown, so quiet.
const maxVisits = 2000

func (s *search) end(v ssa.Value) {
	if !s.unique[v] {
		s.unique[v] = true
		s.found = append(s.found, v)
	}
}

// follow visits v; stored says that the value passed through memory.
func (s *search) follow(v ssa.Value, stored bool) {
	if key := (visit{v, stored, false, s.callee}); s.seen[key] || len(s.seen) > maxVisits {
		return
	} else {
		s.seen[key] = true
	}
	switch v := v.(type) {
	case *ssa.Phi:
		for _, edge := range v.Edges {
			s.follow(edge, stored)
		}
	case *ssa.ChangeType:
		s.follow(v.X, stored)
	case *ssa.ChangeInterface:
		s.follow(v.X, stored)
	case *ssa.TypeAssert:
		s.assert(v, stored)
	case *ssa.Extract:
		s.extract(v, stored)
	case *ssa.Call:
		s.result(v, 0, stored)
	case *ssa.UnOp:
		switch v.Op {
		case token.MUL:
			s.load(v, v.X, stored)
		case token.ARROW:
			s.elements(v.X, stored)
		default:
			s.end(v)
		}
	case *ssa.Field:
		s.fieldValues(structField(v.X.Type(), v.Field), v)
	case *ssa.Lookup:
		s.elements(v.X, stored)
	case *ssa.Index:
		s.elements(v.X, stored)
	case *ssa.FreeVar:
		for _, binding := range s.bindings(v) {
			s.follow(binding, stored)
		}
	case *ssa.Parameter:
		s.parameter(v, stored)
	case *ssa.MakeClosure:
		if literal := v.Fn.(*ssa.Function); stored && literal.Parent() != s.callee {
			s.make(literal, nil)
		}
		s.end(v)
	default:
		s.end(v)
	}
}

func (s *search) assert(v *ssa.TypeAssert, stored bool) {
	inner := s.inner(s.callee)
	inner.follow(v.X, stored)
	for _, source := range inner.found {
		boxed, ok := source.(*ssa.MakeInterface)
		switch {
		case !ok:
			s.end(source)
		case types.IsInterface(v.AssertedType):
			s.end(boxed)
		case types.Identical(boxed.X.Type(), v.AssertedType):
			s.follow(boxed.X, stored)
		}
	}
}

func (s *search) extract(v *ssa.Extract, stored bool) {
	switch tuple := v.Tuple.(type) {
	case *ssa.Call:
		s.result(tuple, v.Index, stored)
	case *ssa.TypeAssert:
		s.assert(tuple, stored)
	case *ssa.Lookup:
		s.elements(tuple.X, stored)
	case *ssa.Next:
		if iterator, ok := tuple.Iter.(*ssa.Range); ok {
			s.elements(iterator.X, stored)
		}
	case *ssa.UnOp:
		s.elements(tuple.X, stored)
	case *ssa.Select:
		if channel := receivedFrom(tuple, v.Index); channel != nil {
			s.elements(channel, stored)
			return
		}
		s.end(v)
	default:
		s.end(v)
	}
}

// receivedFrom returns the channel that a result of a select comes out of. The
// first two results say which case it was, and whether the channel was open.
func receivedFrom(sel *ssa.Select, index int) ssa.Value {
	index -= 2
	for _, state := range sel.States {
		if state.Dir != types.RecvOnly {
			continue
		}
		if index == 0 {
			return state.Chan
		}
		index--
	}
	return nil
}

// result follows a result of a call into the callee's returns. A parameter
// that comes back is the argument of this very call.
func (s *search) result(call *ssa.Call, index int, stored bool) {
	callee := s.calls(call)
	if callee == nil {
		if !s.wrapped(call, stored) {
			s.end(call)
		}
		return
	}
	for _, source := range s.results(result{callee, index, stored}) {
		param, ok := source.(*ssa.Parameter)
		if at := ParamIndex(param); ok && param.Parent() == callee && at < len(call.Call.Args) {
			s.follow(call.Call.Args[at], stored)
			continue
		}
		if closure, ok := source.(*ssa.MakeClosure); ok && closure.Fn.(*ssa.Function).Parent() == callee {
			s.make(closure.Fn.(*ssa.Function), call)
		}
		s.end(source)
	}
}

// wrapped follows what a function of another package is given if it returns a
// function that calls it: whoever runs the one runs the other.
func (s *search) wrapped(call *ssa.Call, stored bool) bool {
	callee := call.Call.StaticCallee()
	if callee == nil {
		return false
	}
	object, ok := s.prog.Canonical(callee).Object().(*types.Func)
	if !ok {
		return false
	}
	if _, returnsFunction := call.Type().Underlying().(*types.Signature); !returnsFunction {
		return false
	}
	found := false
	for _, at := range summary.WrapsOf(s.prog.Pass, object) {
		if callee.Signature.Recv() != nil {
			at++
		}
		if at < len(call.Call.Args) {
			s.follow(call.Call.Args[at], stored)
			found = true
		}
	}
	return found
}

// calls returns the one function of the package that a call runs, or nil.
func (r *Resolver) calls(call *ssa.Call) *ssa.Function {
	callee := call.Call.StaticCallee()
	if callee == nil {
		return nil
	}
	callee = r.prog.Canonical(callee)
	if callee.Blocks == nil || callee.Pkg != nil && callee.Pkg.Pkg != r.prog.Pass.Pkg {
		return nil
	}
	return callee
}

// results returns what a function returns, the same for all its callers.
func (s *search) results(of result) []ssa.Value {
	if found, ok := s.returned[of]; ok {
		return found
	}
	s.returned[of] = nil // a recursion adds nothing
	inner := s.inner(of.fn)
	for _, value := range Returned(of.fn, of.index) {
		inner.follow(value, of.stored)
	}
	s.returned[of] = inner.found
	return inner.found
}

// Returned returns the values that the return statements of a function name.
func Returned(fn *ssa.Function, index int) []ssa.Value {
	var found []ssa.Value
	for _, block := range fn.Blocks {
		if ret, ok := flow.Last(block).(*ssa.Return); ok && index < len(ret.Results) {
			found = append(found, ret.Results[index])
		}
	}
	return found
}

// IsNil reports whether a value is nil as it is written.
func IsNil(v ssa.Value) bool {
	c, ok := v.(*ssa.Const)
	return ok && c.IsNil()
}

// Unboxed returns the value that an interface is made of, if v makes one.
func Unboxed(v ssa.Value) ssa.Value {
	if boxed, ok := v.(*ssa.MakeInterface); ok {
		return boxed.X
	}
	return v
}

// ParamIndex returns the position of a parameter, the receiver first.
func ParamIndex(param *ssa.Parameter) int {
	if param != nil {
		for i, p := range param.Parent().Params {
			if p == param {
				return i
			}
		}
	}
	return -1
}

func (s *search) load(load *ssa.UnOp, addr ssa.Value, stored bool) {
	switch addr := addr.(type) {
	case *ssa.Global:
		for _, value := range s.globals[addr] {
			s.follow(value, true)
		}
		if len(s.globals[addr]) == 0 {
			s.end(load)
		}
	case *ssa.FieldAddr:
		if s.ofOneVariable(addr, load) {
			return
		}
		s.fieldValues(FieldOf(addr), load)
	case *ssa.IndexAddr:
		s.elements(addr.X, stored)
	case *ssa.Alloc, *ssa.FreeVar:
		for _, store := range s.CellStores(addr) {
			if s.mayReach(store, load) {
				s.follow(store.Val, stored)
			}
		}
	default:
		s.end(load)
	}
}

// mayReach reports whether a store can be what a load of the same variable
// sees. A variable read before it is overwritten is how one handler wraps
// the previous one, and not a recursion.
func (s *search) mayReach(store *ssa.Store, load *ssa.UnOp) bool {
	return store.Parent() != load.Parent() || s.flow.Follows(store, load)
}

func (s *search) fieldValues(field *types.Var, load ssa.Value) {
	if field == nil {
		s.end(load)
		return
	}
	for _, value := range s.fields[field] {
		s.follow(value, true)
	}
	// What other packages assign is unknown; the load itself stands for it.
	if len(s.fields[field]) == 0 || field.Exported() {
		s.end(load)
	}
}

func (s *search) parameter(p *ssa.Parameter, stored bool) {
	fn := p.Parent()
	if !stored {
		s.end(p)
		return
	}
	at := ParamIndex(p)
	for _, call := range s.callers[fn] {
		if arg := Argument(call, at); arg != nil {
			s.follow(arg, true)
		}
	}
	if s.open(fn) {
		s.end(p)
	}
}

// open reports whether fn may have callers that the index does not list.
func (r *Resolver) open(fn *ssa.Function) bool {
	if r.used[fn] || len(r.callers[fn]) == 0 {
		return true
	}
	object := fn.Object()
	return object != nil && (object.Exported() || fn.Signature.Recv() != nil)
}

// GlobalSources returns the values that a package variable may hold.
func (r *Resolver) GlobalSources(global *ssa.Global) []ssa.Value {
	var found []ssa.Value
	for _, value := range r.globals[global] {
		found = append(found, r.Sources(value)...)
	}
	return found
}
