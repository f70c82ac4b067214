package origin

import (
	"go/types"
	"slices"

	"golang.org/x/tools/go/ssa"
)

// A Made literal was made by another function than the one that runs it.
// Maker returned it to whoever runs or stores it; there is none where the
// function around the literal stored it itself.
type Made struct {
	Literal *ssa.Function
	Maker   *ssa.Call
}

func (s *search) make(literal *ssa.Function, maker *ssa.Call) {
	if made := (Made{literal, maker}); literal.Parent() != nil && !slices.Contains(*s.made, made) {
		*s.made = append(*s.made, made)
	}
}

// A Binding holds the values that something may be, and those of them that
// are literals made elsewhere.
type Binding struct {
	Sources []ssa.Value
	Made    []Made
}

type capture struct {
	param *ssa.Parameter
	made  Made
	near  bool
}

// Captured returns what a parameter may be that a literal captured which fn
// runs. Where fn has made it, the parameters of fn are told apart by their
// callers, and else they are not.
func (r *Resolver) Captured(param *ssa.Parameter, made Made, fn *ssa.Function) *Binding {
	near := made.Maker != nil && Outermost(made.Maker.Parent()) == Outermost(fn)
	key := capture{param, made, near}
	if known := r.captured[key]; known != nil {
		return known
	}
	var given ssa.Value = param
	if made.Maker != nil && made.Literal.Parent() == param.Parent() {
		if at := ParamIndex(param); at < len(made.Maker.Call.Args) {
			given = made.Maker.Call.Args[at]
		}
	}
	s := r.search()
	if _, ok := param.Type().Underlying().(*types.Slice); ok {
		s.elements(given, !near)
	} else {
		s.follow(given, !near)
	}
	found := &Binding{s.found, *s.made}
	r.captured[key] = found
	return found
}

// Outermost returns the declared function that a literal stands in.
func Outermost(fn *ssa.Function) *ssa.Function {
	for fn.Parent() != nil {
		fn = fn.Parent()
	}
	return fn
}

// Given returns what all callers together may hand in as a parameter, or as
// elements of one that holds several.
func (r *Resolver) Given(param *ssa.Parameter) []ssa.Value {
	s := r.search()
	switch param.Type().Underlying().(type) {
	case *types.Slice, *types.Map, *types.Chan:
		s.elements(param, true)
	default:
		s.follow(param, true)
	}
	return s.found
}

// Callers returns the calls that name a function.
func (r *Resolver) Callers(fn *ssa.Function) []ssa.CallInstruction { return r.callers[fn] }

// AddCaller records a call that turned out to run a function, and reports
// whether that is new.
func (r *Resolver) AddCaller(fn *ssa.Function, call ssa.CallInstruction) bool {
	if slices.Contains(r.callers[fn], call) {
		return false
	}
	r.callers[fn] = append(r.callers[fn], call)
	clear(r.memo)
	clear(r.captured)
	return true
}
