package govet

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

// A Recursion is a cycle of functions that starts goroutines, in the form that
// -json prints.
type Recursion struct {
	Package   string     `json:"package"`
	Functions []Function `json:"functions"`
	Steps     []Step     `json:"steps"`
	// LeftOut counts functions of a large recursion that are not listed.
	LeftOut int `json:"left_out"`
}

// A Function is one that takes part in a recursion. Its position is unknown,
// without a file, where it is another package's.
type Function struct {
	Name     string   `json:"name"`
	Position Position `json:"position"`
}

// A Step is a way on which one function of a recursion runs another. They are
// named by their index.
type Step struct {
	Kind fanout.StepKind `json:"kind"`
	From int             `json:"from"`
	To   int             `json:"to"`
	// Through is what starts the goroutine, or calls what it is handed.
	Through  string   `json:"through"`
	Position Position `json:"position"`
	Message  string   `json:"message"`
}

// recursion reads what the analyzer recursions says of the package called name.
func (v Diagnostic) recursion(name string) (Recursion, error) {
	r := Recursion{Package: name}
	for _, x := range v.Related {
		at := ParsePosition(x.Posn)
		head, text, _ := strings.Cut(x.Message, ": ")
		if head == "function" {
			if at.Line == 0 {
				at = Position{}
			}
			r.Functions = append(r.Functions, Function{text, at})
			continue
		}
		if _, err := fmt.Sscanf(head, "left out %d", &r.LeftOut); err == nil {
			continue
		}
		step := Step{Position: at, Message: text}
		kind, rest, _ := strings.Cut(head, " ")
		step.Kind = fanout.StepKind(kind)
		// Not every step is through something.
		if n, err := fmt.Sscanf(rest, "%d %d %s", &step.From, &step.To, &step.Through); n < 2 {
			return r, fmt.Errorf("a step of a recursion is %q: %w", head, err)
		}
		if min(step.From, step.To) < 0 || max(step.From, step.To) >= len(r.Functions) {
			return r, fmt.Errorf("a step of a recursion, %q, leads to no function", head)
		}
		r.Steps = append(r.Steps, step)
	}
	if len(r.Functions) == 0 {
		return r, fmt.Errorf("the recursion at %s has no function", v.Posn)
	}
	return r, nil
}

// arrangeRecursions puts recursions in order, and drops what is a part of
// another one: the variant of a package for tests has all that the package
// itself has.
func arrangeRecursions(all []Recursion) []Recursion {
	slices.SortStableFunc(all, func(a, b Recursion) int {
		return cmp.Or(cmp.Compare(a.Package, b.Package), a.Functions[0].Position.compare(b.Functions[0].Position), cmp.Compare(len(b.Steps), len(a.Steps)))
	})
	var kept []Recursion
	for _, r := range all {
		if !slices.ContainsFunc(kept, r.partOf) {
			kept = append(kept, r)
		}
	}
	return kept
}

// partOf reports whether another recursion has every step of r.
func (r Recursion) partOf(other Recursion) bool {
	if r.Package != other.Package || len(r.Steps) > len(other.Steps) {
		return false
	}
	has := make(map[Position]bool)
	for _, step := range other.Steps {
		has[step.Position] = true
	}
	return !slices.ContainsFunc(r.Steps, func(step Step) bool { return !has[step.Position] })
}
