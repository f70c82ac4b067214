package govet

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/fanoutcheck/fanoutcheck/passes/fanout"
)

func related(posn, message string) DiagnosticRelated {
	return DiagnosticRelated{Posn: posn, End: posn, Message: message}
}

func TestRecursion(t *testing.T) {
	d := Diagnostic{Posn: "walk.go:3:6", Related: []DiagnosticRelated{
		related("walk.go:3:6", "function: (*tree).walk"),
		related("-", "function: example.com/log.Print"),
		related("walk.go:5:3", "spawn 0 0 (*Group).Go: (*tree).walk hands it over: and it runs"),
		related("walk.go:6:7", "call 0 1: (*tree).walk calls example.com/log.Print"),
		related("walk.go:3:6", "left out 12: functions of the recursion"),
	}}
	got, err := d.recursion("example.com/tree")
	require.NoError(t, err)
	require.Equal(t, Recursion{
		Package:   "example.com/tree",
		Functions: []Function{{"(*tree).walk", Position{"walk.go", 3, 6}}, {"example.com/log.Print", Position{}}},
		Steps: []Step{
			{fanout.SpawnStep, 0, 0, "(*Group).Go", Position{"walk.go", 5, 3}, "(*tree).walk hands it over: and it runs"},
			{fanout.CallStep, 0, 1, "", Position{"walk.go", 6, 7}, "(*tree).walk calls example.com/log.Print"},
		},
		LeftOut: 12,
	}, got)
}

// What no tool of ours says is an error, and no panic later on.
func TestRecursionThatIsNone(t *testing.T) {
	one := related("walk.go:3:6", "function: walk")
	for _, related := range [][]DiagnosticRelated{
		nil,
		{one, related("walk.go:5:3", "call 0 1: too far")},
		{one, related("walk.go:5:3", "call -1 0: before the first")},
		{one, related("walk.go:5:3", "call 0: one is missing")},
		{one, related("walk.go:5:3", "")},
		{related("walk.go:5:3", "call 0 0: too early"), one},
	} {
		_, err := Diagnostic{Related: related}.recursion("example.com/tree")
		require.Error(t, err, "%v", related)
	}
}

// The variant of a package for tests has what the package has, and more.
func TestArrangeRecursions(t *testing.T) {
	recursion := func(lines ...int) Recursion {
		r := Recursion{Package: "p", Functions: []Function{{"f", Position{"walk.go", lines[0], 1}}}}
		for _, line := range lines {
			r.Steps = append(r.Steps, Step{Position: Position{"walk.go", line, 2}})
		}
		return r
	}
	elsewhere := recursion(3)
	elsewhere.Package = "a"
	require.Equal(t,
		[]Recursion{elsewhere, recursion(3, 4, 5), recursion(7)},
		arrangeRecursions([]Recursion{recursion(7), recursion(3, 4), recursion(3, 4, 5), elsewhere, recursion(7)}))
}
