package summary

import (
	"fmt"
	"go/types"
	"regexp"
	"slices"
	"strings"
	"sync"
)

// Extra is what a person states of functions, as the table of this package
// does: the effect on every function that one of them is given. It wins over
// the tables and over what the code shows.
//
// The keys are names without a pointer and without type parameters, since
// neither tells two methods apart.
type Extra map[string]Effect

// Names are the forms in which a function can be named.
const Names = "example.com/pool.Run for a function, (*example.com/pool.Pool).Submit for a method"

// They are compiled once a setting names a function, since most processes
// live for one package and no setting.
var (
	named = sync.OnceValue(func() *regexp.Regexp {
		return regexp.MustCompile(`^(?:\(\*?([^\s()*,\[\]"'\x60]+)\.[\pL_][\pL_\d]*\)\.[\pL_][\pL_\d]*|([^\s()*,\[\]"'\x60]+)\.[\pL_][\pL_\d]*)$`)
	})
	typeNamed = sync.OnceValue(func() *regexp.Regexp { return regexp.MustCompile(`\.\p{Lu}`) })
)

// CheckName returns an error unless name has the form of a function's name.
// Whether there is such a function is not asked: settings serve many modules.
func CheckName(name string) error {
	parts := named().FindStringSubmatch(name)
	malformed := parts == nil
	if !malformed {
		path := parts[1] + parts[2]
		last := path[strings.LastIndexByte(path, '/')+1:]
		// A method without parentheses would pass for a function of a
		// package that never is.
		malformed = last == "" || path[0] == '/' || path[0] == '.' || typeNamed().MatchString(last)
	}
	if malformed {
		return fmt.Errorf("%q does not name a function; write %s", name, Names)
	}
	return nil
}

// State adds the effect of a function, whose name is well-formed. It reports
// whether nothing was stated of the function before.
func (e Extra) State(name string, effect Effect) bool {
	key := keyOf(name)
	_, stated := e[key]
	if !stated {
		e[key] = effect
	}
	return !stated
}

// of returns what is stated of a function, or 0. There may be no function,
// for a function literal.
func (e Extra) of(fn *types.Func) Effect {
	if len(e) == 0 || fn == nil {
		return 0
	}
	return e[keyOf(fn.Origin().FullName())]
}

func keyOf(name string) string {
	if rest, ok := strings.CutPrefix(name, "(*"); ok {
		name = "(" + rest
	}
	if open, closing := strings.IndexByte(name, '['), strings.LastIndexByte(name, ']'); open >= 0 && open < closing {
		name = name[:open] + name[closing+1:]
	}
	return name
}

// Params returns the effect on each parameter of a function, or nil if
// nothing is stated of it.
func (e Extra) Params(fn *types.Func) []Effect {
	effect := e.of(fn)
	if effect == 0 {
		return nil
	}
	params := fn.Signature().Params()
	effects := make([]Effect, params.Len())
	for i := range effects {
		effects[i] = effect
		if forEach(params, params.At(i).Type()) {
			effects[i] |= Many
		}
	}
	return effects
}

// forEach reports whether a parameter of this type holds several functions,
// or one that takes what another parameter holds several of.
func forEach(params *types.Tuple, typ types.Type) bool {
	if list, ok := typ.Underlying().(*types.Slice); ok {
		_, several := list.Elem().Underlying().(*types.Signature)
		return several
	}
	fn, ok := typ.Underlying().(*types.Signature)
	if !ok {
		return false
	}
	for taken := range fn.Params().Variables() {
		for other := range params.Variables() {
			if slices.ContainsFunc(elements(other.Type()), func(e types.Type) bool { return types.Identical(e, taken.Type()) }) {
				return true
			}
		}
	}
	return false
}

// elements returns the types of what a collection holds.
func elements(typ types.Type) []types.Type {
	switch typ := typ.Underlying().(type) {
	case *types.Slice:
		return []types.Type{typ.Elem()}
	case *types.Array:
		return []types.Type{typ.Elem()}
	case *types.Chan:
		return []types.Type{typ.Elem()}
	case *types.Map:
		return []types.Type{typ.Key(), typ.Elem()}
	}
	return nil
}

// Check returns an error if something is stated of a function that is given
// no function: if it starts a goroutine, then not for its caller.
func (e Extra) Check(fn *types.Func) error {
	if e.of(fn) == 0 {
		return nil
	}
	for param := range fn.Signature().Params().Variables() {
		typ := param.Type()
		if list, ok := typ.Underlying().(*types.Slice); ok {
			typ = list.Elem()
		}
		switch typ.Underlying().(type) {
		case *types.Signature, *types.Interface:
			if typ.String() != "context.Context" {
				return nil
			}
		}
	}
	return fmt.Errorf("%s is named as a spawner or limiter, but is given no function to run; allowed are functions that run what they are given", fn.Origin().FullName())
}
