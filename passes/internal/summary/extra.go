package summary

import (
	"fmt"
	"go/types"
	"regexp"
	"slices"
	"strings"
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

var (
	named     = regexp.MustCompile(`^(?:\(\*?([^\s()*,\[\]"'\x60]+)\.[\pL_][\pL_\d]*\)\.[\pL_][\pL_\d]*|([^\s()*,\[\]"'\x60]+)\.[\pL_][\pL_\d]*)$`)
	typeNamed = regexp.MustCompile(`\.\p{Lu}`)
)

// CheckName returns an error unless name has the form of a function's name.
// Whether there is such a function is not asked: settings serve many modules.
func CheckName(name string) error {
	parts := named.FindStringSubmatch(name)
	malformed := parts == nil
	if !malformed {
		path := parts[1] + parts[2]
		last := path[strings.LastIndexByte(path, '/')+1:]
		// A method without parentheses would pass for a function of a
		// package that never is.
		malformed = last == "" || path[0] == '/' || path[0] == '.' || typeNamed.MatchString(last)
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

// Of returns what is stated of a function, or 0. There may be no function,
// for a function literal.
func (e Extra) Of(fn *types.Func) Effect {
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

// params returns an effect for each parameter of a function.
func params(fn *types.Func, effect Effect) []Effect {
	return slices.Repeat([]Effect{effect}, fn.Signature().Params().Len())
}
