// Package summary says what a function does with the functions it is
// given: call them, start them on a new goroutine, or neither.
//
// A summary is a fact: it is computed where the function is declared and
// read wherever it is called, in every package above. That is how
// errgroup.Group.Go, filepath.WalkDir and a helper of the user's own are
// understood alike.
package summary

import (
	"encoding/binary"
	"errors"
	"fmt"
	"go/types"
	"math"
	"strings"

	"golang.org/x/tools/go/analysis"
)

// An Effect is what happens to one function parameter.
type Effect uint8

// The effects, which combine.
const (
	Calls   Effect = 1 << iota // called on the caller's goroutine
	Spawns                     // run on a new goroutine
	Many                       // more than once in one activation
	Limited                    // run on a new goroutine while a limit allows it, else queued or refused
	Blocks                     // run on a new goroutine, after waiting for a slot
	Fresh                      // under a limit that each call makes anew
	Awaited                    // run on a new goroutine, alone, that the function waits for before it returns
	Joined                     // likewise, beside others
)

// inherited are the effects that a wrapper passes on.
const inherited = Many | Limited | Blocks | Fresh | Awaited | Joined

func (e Effect) String() string {
	var words []string
	for i, word := range []string{"calls", "spawns", "many", "limited", "blocks", "fresh", "awaited", "joined"} {
		if e&(1<<i) != 0 {
			words = append(words, word)
		}
	}
	return strings.Join(words, "+")
}

// Then returns the effect on a function that is handed, under effect e,
// to something that treats it with effect next.
func (e Effect) Then(next Effect) Effect {
	var result Effect
	if e&Spawns != 0 && next&(Calls|Spawns) != 0 || e&Calls != 0 && next&Spawns != 0 {
		result |= Spawns
	}
	if e&Calls != 0 && next&Calls != 0 {
		result |= Calls
	}
	if e&Spawns != 0 {
		next &^= Awaited | Joined // it is the goroutine that waits
	}
	if result != 0 {
		result |= (e | next) & inherited
	}
	return result
}

// A Summary is what callers in other packages need to know of a function.
type Summary struct {
	// Params are the effects on function parameters, by index; the
	// receiver is not counted.
	Params []Effect
	// Wraps are the indices, counted likewise, of the functions that are
	// called by the function that is returned.
	Wraps []int
	// Acts are what the function does to synchronisation objects it is
	// given.
	Acts []Act
}

// An Act is one operation on an argument, or on a variable of the package: a
// Wait that waits for its group, a Start that takes a slot of its gate.
type Act struct {
	Arg    int // of the arguments, the receiver first, or Result, or Variable
	Action int // as package bound counts them
	Try    bool
	Later  bool   // it is the function that is returned which does it
	Name   string // of the variable, its package's path first
}

// What an act is on, in place of an argument.
const (
	Result   = -1 // what the function returns: a constructor returns a group that it has limited
	Variable = -2 // a variable of the package
)

// AFact marks Summary as a fact.
func (*Summary) AFact() {}

// MarshalBinary writes a summary: the number of effects and each of them, that
// of wrapped functions and each of them, then each act.
func (s *Summary) MarshalBinary() ([]byte, error) {
	data := binary.AppendUvarint(nil, uint64(len(s.Params)))
	for _, effect := range s.Params {
		data = append(data, byte(effect))
	}
	data = binary.AppendUvarint(data, uint64(len(s.Wraps)))
	for _, at := range s.Wraps {
		data = binary.AppendUvarint(data, uint64(at))
	}
	for _, act := range s.Acts {
		data = binary.AppendVarint(data, int64(act.Arg))
		data = append(binary.AppendVarint(data, int64(act.Action)), act.flags())
		if act.Arg == Variable {
			data = append(binary.AppendUvarint(data, uint64(len(act.Name))), act.Name...)
		}
	}
	return data, nil
}

// The bits of the byte that says how an act is done.
const (
	try byte = 1 << iota
	later
)

func (a Act) flags() (flags byte) {
	if a.Try {
		flags |= try
	}
	if a.Later {
		flags |= later
	}
	return flags
}

// UnmarshalBinary reads what MarshalBinary has written.
func (s *Summary) UnmarshalBinary(data []byte) error {
	count, n := binary.Uvarint(data)
	if n <= 0 || count > uint64(len(data)-n) {
		return errTruncated
	}
	*s = Summary{}
	for _, effect := range data[n : n+int(count)] {
		s.Params = append(s.Params, Effect(effect))
	}
	data = data[n+int(count):]
	if count, n = binary.Uvarint(data); n <= 0 || count > uint64(len(data)-n) {
		return errTruncated
	}
	data = data[n:]
	for range count {
		at, n := binary.Uvarint(data)
		if n <= 0 || at > math.MaxInt16 {
			return errTruncated
		}
		s.Wraps = append(s.Wraps, int(at))
		data = data[n:]
	}
	for len(data) > 0 {
		var act Act
		var ok bool
		if act, data, ok = cutAct(data); !ok {
			return errTruncated
		}
		s.Acts = append(s.Acts, act)
	}
	return nil
}

// cutAct cuts an act off the front of data.
func cutAct(data []byte) (act Act, rest []byte, ok bool) {
	arg, n := binary.Varint(data)
	if n <= 0 {
		return act, nil, false
	}
	action, m := binary.Varint(data[n:])
	if m <= 0 || n+m >= len(data) {
		return act, nil, false
	}
	flags, rest := data[n+m], data[n+m+1:]
	act = Act{Arg: int(arg), Action: int(action), Try: flags&try != 0, Later: flags&later != 0}
	if act.Arg == Variable {
		length, n := binary.Uvarint(rest)
		if n <= 0 || length > uint64(len(rest)-n) {
			return act, nil, false
		}
		act.Name, rest = string(rest[n:n+int(length)]), rest[n+int(length):]
	}
	return act, rest, true
}

var errTruncated = errors.New("the summary of a function is cut short")

func (s *Summary) String() string {
	words := make([]string, len(s.Params))
	for i, effect := range s.Params {
		words[i] = effect.String()
	}
	return fmt.Sprintf("params(%s) wraps%v acts%v", strings.Join(words, ", "), s.Wraps, s.Acts)
}

// ActsOf returns what a function of another package does to its arguments, and
// to its package's variables. The
// standard library keeps its synchronisation to itself, but for the types that
// package bound knows.
func ActsOf(pass *analysis.Pass, fn *types.Func) []Act {
	if fn.Pkg() == nil || standardLibrary()[fn.Pkg().Path()] {
		return nil
	}
	var fact Summary
	if pass.ImportObjectFact(fn.Origin(), &fact) {
		return fact.Acts
	}
	return nil
}

// WrapsOf returns the arguments, the receiver not counted, that are called by
// the function that a function of another package returns.
func WrapsOf(pass *analysis.Pass, fn *types.Func) []int {
	if wrapped, ok := standardWraps[fn.Origin().FullName()]; ok {
		return wrapped
	}
	var fact Summary
	if pass.ImportObjectFact(fn.Origin(), &fact) {
		return fact.Wraps
	}
	return nil
}

// Of returns the effects of a function declared in another package, from
// what a person states and the tables (what no code states, and the standard
// library), else from its fact.
func Of(pass *analysis.Pass, extra Extra, fn *types.Func) []Effect {
	fn = fn.Origin()
	if params := extra.Params(fn); params != nil {
		return params
	}
	name := fn.FullName()
	if params, ok := stated[name]; ok {
		return params
	}
	if params, ok := standard[name]; ok || standard != nil && fn.Pkg() != nil && standardLibrary()[fn.Pkg().Path()] {
		return params
	}
	var fact Summary
	if pass.ImportObjectFact(fn, &fact) {
		return fact.Params
	}
	return nil
}
